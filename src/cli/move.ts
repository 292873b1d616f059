/**
 * `npx estafet move --from sqlite:./data/estafet.db --to redis://127.0.0.1:6379`: moves a desk that is not running to
 * another store. Broken off, it goes on where it was; at the end every part is compared.
 */
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { openStorage } from '../discover.ts';
import { moveDesk, type Progress } from './move-desk.ts';
import type { Storage } from '../ports/storage.ts';

const NAMES = { conversation: 'conversations', due: 'effects and timers', deadLetter: 'dead letters', record: 'records', entry: 'entries' };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
  const { from, to } = values;
  if (!from || !to || from === to) throw new Error('Write npx estafet move --from <store> --to <store>, as in ESTAFET_STORE.');
  const source = await openStorage(from);
  let target: Storage | undefined;
  const bar = createBar();
  try {
    target = await openStorage(to);
    const counts = await moveDesk({ source, target, sourceName: from, onProgress: bar.show });
    bar.stop();
    const moved = Object.entries(counts).map(([kind, count]) => `${count} ${NAMES[kind as keyof typeof NAMES]}`);
    process.stdout.write(`Moved and verified: ${moved.join(', ')}.\nStart the desk with ESTAFET_STORE set to the new store.\n`);
  } finally {
    bar.stop();
    await Promise.all([source.close(), target?.close()]);
  }
}

function createBar() {
  const bar = new cliProgress.SingleBar({
    format: '{step} {kind} [{bar}] {value}/{total}',
    noTTYOutput: true,
    notTTYSchedule: 5_000,
    hideCursor: true,
  });
  let shown = '';
  return {
    show({ step, kind, done, total }: Progress) {
      const line = { step, kind: NAMES[kind] };
      if (shown === `${step} ${kind}`) return bar.update(done);
      if (shown) bar.stop();
      shown = `${step} ${kind}`;
      bar.start(total, done, line);
    },
    stop() {
      if (shown) bar.stop();
      shown = '';
    },
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
