import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drawFlow } from '../scripts/flows/draw.ts';
import { loadWorld, ROOT } from './helpers/harness.ts';

const { world } = await loadWorld();

it.each([...world.current.values()])('docs/flows shows $id as it is; `npm run flows` draws it anew', async (flow) => {
  expect(await drawFlow(flow)).toBe(await readFile(join(ROOT, 'docs/flows', `${flow.id}.svg`), 'utf8'));
});
