import { describe, it } from 'vitest';
import { goldenDialogues, replay } from './helpers/dialogue.ts';

describe('golden dialogues through the engine', () => {
  for (const dialogue of goldenDialogues()) {
    it.concurrent(dialogue.name, () => replay(dialogue));
  }
});
