/** `npm run flows`: lists every flow with what is proven of it, and draws each into docs/flows. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadMaterial } from '../test/proofs/material.ts';
import { coveringPaths } from '../test/proofs/paths.ts';
import { CHECKS } from '../test/proofs/prove.ts';
import { drawFlow } from './flows/draw.ts';

const FOLDER = 'docs/flows';

const material = await loadMaterial();
const languages = [...material.words.keys()];
mkdirSync(FOLDER, { recursive: true });
const rows: Record<string, string | number>[] = [];
for (const id of material.flows) {
  const { flow } = material.surroundings(id);
  const explorations = material.explored(id);
  const problems = Object.values(CHECKS).flatMap((check) => check(explorations));
  const messages = languages.map(
    (locale) => `${locale} ${Object.keys(material.messages[locale] ?? {}).filter((key) => key.startsWith(`${id}.`)).length}`,
  );
  const file = join(FOLDER, `${id}.svg`);
  writeFileSync(file, await drawFlow(flow));
  rows.push({
    'flow': flow.key,
    'states': explorations[0]?.states.length ?? 0,
    'transitions': explorations[0]?.transitions.length ?? 0,
    'standings explored': explorations.reduce((sum, { places }) => sum + places.length, 0),
    'paths proven': `${coveringPaths(explorations).length} × ${languages.length}`,
    'dialogues': material.dialoguesOf(id).length,
    'messages': messages.join(', '),
    'problems': problems.length,
    'drawing': file,
  });
  for (const problem of problems) console.error(`${id}: ${problem}`);
}
console.table(rows);
process.exitCode = rows.some(({ problems }) => problems !== 0) ? 1 : 0;
