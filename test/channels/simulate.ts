/** A channel's provider in a terminal, to chat by hand as its customer: `node test/channels/simulate.ts telegram`. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { ShownMessage, SimulatedCustomer, StartSimulator } from './simulator.ts';

const LOOK_MS = 200;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: 'string', default: 'http://localhost:3978' },
    name: { type: 'string', default: 'Dewi' },
    locale: { type: 'string' },
    port: { type: 'string', default: '4747' },
  },
});
/** No setting leads a desk to a simulated Bot Framework; to chat through that by hand there is its Emulator. */
const NOT_BY_SETTINGS = ['botframework'];
const known = readdirSync(join(import.meta.dirname, '../../src/channels'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !NOT_BY_SETTINGS.includes(entry.name))
  .map((entry) => entry.name)
  .filter((name) => existsSync(join(import.meta.dirname, name, 'simulator.ts')));
const [channel = ''] = positionals;
if (!known.includes(channel)) {
  console.error(
    `Which channel? node test/channels/simulate.ts <${known.join('|')}> [--to http://localhost:3978] [--name Dewi] [--locale id] [--port 4747]`,
  );
  process.exit(2);
}

const module = (await import(`./${channel}/simulator.ts`)) as Record<string, StartSimulator>;
const [, start] = Object.entries(module).find(([name]) => /^start\w+Simulator$/.test(name)) ?? [];
if (!start) throw new Error(`test/channels/${channel}/simulator.ts exports no start…Simulator`);
const simulator = await start({ port: Number(values.port) });
simulator.deliverTo(values.to);
const customer = simulator.customer({ name: values.name, ...(values.locale && { locale: values.locale }) });

console.log(`Start the desk in another terminal with\n`);
console.log(
  `  ${Object.entries(simulator.env)
    .map(([name, value]) => `${name}=${value}`)
    .join(' \\\n  ')} \\\n  npm start\n`,
);
console.log(`You are ${customer.name}. Write; #2 taps the second option; /file <path> sends a file; /block, /unblock, /quit.\n`);

let shown = 0;
const looking = setInterval(() => {
  for (const message of customer.screen.slice(shown)) console.log(linesOf(message).join('\n'));
  shown = customer.screen.length;
}, LOOK_MS);

const terminal = createInterface({ input: process.stdin, output: process.stdout });
for await (const line of terminal) {
  if (line.trim() === '/quit') break;
  await act(line.trim()).catch((error: unknown) => console.error(`  ! ${error instanceof Error ? error.message : String(error)}`));
}
clearInterval(looking);
terminal.close();
await simulator.close();

async function act(line: string): Promise<void> {
  const [, command, rest = ''] = /^\/(block|unblock|file)\s*(.*)$/.exec(line) ?? [];
  const place = /^#(\d+)$/.exec(line)?.[1];
  if (command === 'block') return customer.blocks();
  if (command === 'unblock') return customer.unblocks();
  if (command === 'file') return customer.sends({ bytes: await readFile(rest), contentType: typeOf(rest), name: basename(rest) });
  if (place !== undefined) return customer.taps(optionsOf(customer)[Number(place) - 1] ?? line);
  if (line) await customer.says(line);
}

function optionsOf({ screen }: SimulatedCustomer): string[] {
  return screen.findLast(({ options }) => options.length)?.options ?? [];
}

function linesOf({ text, options, links, file }: ShownMessage): string[] {
  return [
    ...text.split('\n').map((line) => `  │ ${line}`),
    ...(file ? [`  │ [${file.contentType}, ${file.bytes.length} bytes]`] : []),
    ...links.map(({ title, url }) => `  │ ${title}: ${url}`),
    ...options.map((option, index) => `  │ #${index + 1} ${option}`),
    '',
  ];
}

function typeOf(path: string): string {
  return (
    { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', pdf: 'application/pdf', ogg: 'audio/ogg' }[path.split('.').at(-1) ?? ''] ??
    'text/plain'
  );
}
