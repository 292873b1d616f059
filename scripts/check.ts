/**
 * `npm run check`: everything that can be seen without running the product. One line a check, and what the failed ones
 * have to say. `npm run check lint types` runs only those.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { styleText } from 'node:util';

interface Check {
  name: string;
  /** Programs of node_modules/.bin with their arguments, one after the other. */
  commands: string[][];
  /** What to do about it, when the program does not say so. */
  advice?: string;
}

/** The slowest first, so that none of them ends alone. */
const CHECKS: Check[] = [
  {
    name: 'phrases',
    commands: [['node', 'scripts/checks/understanding.ts']],
    advice: 'The classifier understands less than it did. docs/understanding.md says how to find out why.',
  },
  {
    name: 'lint',
    commands: [['oxlint']],
    advice: 'npx oxlint --fix corrects some. What a rule is for: https://oxc.rs/docs/guide/usage/linter/rules',
  },
  {
    name: 'types',
    commands: [
      ['tsc', '-p', '.'],
      ['tsc', '-p', 'src/web'],
    ],
  },
  {
    name: 'dead code',
    commands: [['knip', '-c', 'scripts/checks/knip.jsonc', '--no-progress', '--no-config-hints']],
    advice: 'Nothing uses these. Remove them, or name in scripts/checks/knip.jsonc what does.',
  },
  { name: 'layers', commands: [['node', 'scripts/checks/layers.ts']] },
  { name: 'file length', commands: [['node', 'scripts/checks/file-length.ts']] },
  {
    name: 'format',
    commands: [['biome', 'format', '--reporter=summary']],
    advice: 'npm run format (npx biome format shows the differences first)',
  },
];

const root = join(import.meta.dirname, '..');

interface Outcome {
  ok: boolean;
  output: string;
}

function run([program = '', ...args]: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
    const child = spawn(program, args, { cwd: root, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: `${program} could not be started: ${error.message}. Run npm ci.` }));
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}

async function perform(check: Check): Promise<boolean> {
  const began = performance.now();
  const outcomes: Outcome[] = [];
  for (const command of check.commands) outcomes.push(await run(command));
  const ok = outcomes.every((outcome) => outcome.ok);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${ok ? styleText('green', '✓') : styleText('red', '✗')} ${check.name.padEnd(12)} ${seconds.padStart(5)} s\n`);
  if (!ok) {
    const said = outcomes.filter((outcome) => !outcome.ok).map((outcome) => outcome.output);
    process.stdout.write(`\n${[...said, ...(check.advice ? [`→ ${check.advice}`] : [])].join('\n')}\n\n`);
  }
  return ok;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CHECKS.some((check) => check.name === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no check "${unknown.join('", "')}". There are: ${CHECKS.map((check) => check.name).join(', ')}.\n`);
  process.exit(2);
}

const queue = CHECKS.filter((check) => wanted.length === 0 || wanted.includes(check.name));
const results: boolean[] = [];
async function work(): Promise<void> {
  for (let check = queue.shift(); check; check = queue.shift()) results.push(await perform(check));
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exitCode = results.every(Boolean) ? 0 : 1;
