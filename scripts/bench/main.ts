/**
 * `npm run bench`: what a turn costs, beside a bare restify and the official EchoBot. `npm run bench -- accept`,
 * `recovery` and `sockets` look at large desks. What the figures mean: docs/bench.md.
 */
import { parseArgs } from 'node:util';
import { measureAccept } from './accept.ts';
import { canPin, pinLoad } from './process.ts';
import { measureRecovery } from './recovery.ts';
import { measureSockets } from './sockets.ts';
import { short, table } from './table.ts';
import { measureTurns, type TurnFigures } from './turns.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '10' },
    size: { type: 'string', default: '1000000' },
  },
});

/** One section of the bench: its figures, and the same for people. */
type Section = () => Promise<{ figures: unknown; text: string }>;

const SECTIONS: Record<string, Section> = {
  async turns() {
    const figures = await measureTurns({ rounds: Number(values.rounds), profile: values.profile }, say);
    return { figures, text: turnTable(figures) };
  },
  async accept() {
    const figures = await measureAccept(Number(values.size), say);
    const head = ['waiting', 'store', 'CPU µs/accept', '× smallest', 'ms', 'filled in s'];
    const rows = figures.map((each) => [
      each.waiting.toLocaleString('en'),
      each.store,
      short(each.cpuUs),
      each.ratio.toFixed(2),
      short(each.ms),
      short(each.fillSeconds),
    ]);
    return { figures, text: table(head, rows) };
  },
  async recovery() {
    const figures = await measureRecovery(Number(values.size), say);
    const rows = figures.map(({ conversations, store, ...each }) => [
      conversations.toLocaleString('en'),
      store,
      ...[each.readyMs, each.worstMs, each.readyCpuMs].map(short),
    ]);
    return { figures, text: table(['conversations', 'store', 'ready ms', 'worst', 'of it CPU'], rows) };
  },
  async sockets() {
    const figures = await measureSockets(say);
    const head = ['idle sockets', 'KiB each', 'of it heap', 'CPU ms/s idle', 'told all in ms'];
    const { sockets, bytesEach, heapBytesEach, idleCpuMsPerSecond, broadcastMs } = figures;
    const row = [sockets.toLocaleString('en'), ...[bytesEach / 1024, heapBytesEach / 1024, idleCpuMsPerSecond, broadcastMs].map(short)];
    return { figures, text: table(head, [row]) };
  },
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function turnTable(figures: TurnFigures[]): string {
  const head = [
    '',
    'CPU µs/turn',
    '(least–most)',
    '× EchoBot (least)',
    '× with credentials',
    'at 500/s',
    'beside',
    'turns/s',
    'p50 ms',
    'p99 ms',
    'MiB',
    'ready ms',
    'of it CPU',
  ];
  const rows = figures.map((each) => [
    each.name,
    short(each.cpuUs),
    `${short(each.cpuUsLeast)}–${short(each.cpuUsMost)}`,
    `${each.toEchoBot.toFixed(2)} (${each.leastToEchoBot.toFixed(2)})`,
    `${each.toEchoBotWithCredentials.toFixed(2)} (${each.leastToEchoBotWithCredentials.toFixed(2)})`,
    short(each.steadyCpuUs),
    each.besideUs === undefined ? '' : short(each.besideUs),
    short(each.turnsPerSecond),
    short(each.p50),
    short(each.p99),
    short(each.memoryMiB),
    short(each.readyMs),
    short(each.readyCpuMs),
  ]);
  const remarks = figures.flatMap(({ name, remark }) => (remark ? [`${name}: ${remark}.`] : []));
  return [table(head, rows), ...remarks].join('\n');
}

const wanted = positionals.length ? positionals : ['turns'];
const unknown = wanted.filter((name) => !(name in SECTIONS));
if (unknown.length) {
  process.stderr.write(`There is no bench "${unknown.join('", "')}". There are: ${Object.keys(SECTIONS).join(', ')}.\n`);
  process.exit(2);
}

if (canPin()) pinLoad();
else say('Load and server share the CPU here: read the figures with care.');
const report: Record<string, unknown> = {};
for (const name of wanted) {
  const { figures, text } = await (SECTIONS[name] as Section)();
  report[name] = figures;
  if (!values.json) process.stdout.write(`${text}\n\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exit(0);
