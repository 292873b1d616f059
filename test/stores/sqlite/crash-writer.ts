/** Commits for ever and prints each commit once it is acknowledged, until somebody kills it: `<conversation> <version>`. */
import { writeSync } from 'node:fs';
import { open } from '../../../src/stores/sqlite/index.ts';
import { commitTurn } from '../../contract/fixtures.ts';

const LINES = 8;
const { store, records } = await open(process.argv[2] ?? '');

async function converse(id: string): Promise<never> {
  for (;;) {
    const { conversation } = await store.load(id);
    const version = (conversation?.version ?? 0) + 1;
    const inputId = `${id}:${version}`;
    const says = [`${inputId} ${'x'.repeat(500)}`, 'second'];
    await Promise.all([
      commitTurn(store, conversation, { id, inputId, says, calls: [`call ${inputId}`] }).then(() => writeSync(1, `${id} ${version}\n`)),
      records.put('people', id, { version }),
    ]);
  }
}

await Promise.all(Array.from({ length: LINES }, (_, line) => converse(`line-${line}`)));
