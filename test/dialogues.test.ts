import { beforeAll, describe, it } from 'vitest';
import { goldenDialogues, replay } from './helpers/dialogue.ts';
import { loadWorld } from './helpers/harness.ts';

// Whoever changed a phrase trains the classifier anew.
beforeAll(async () => void (await loadWorld()), 120_000);

describe('golden dialogues through the engine', () => {
  for (const dialogue of goldenDialogues()) {
    it.concurrent(dialogue.name, () => replay(dialogue));
  }
});
