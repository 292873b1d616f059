import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { layerRules } from '../scripts/checks/layer-rules.ts';
import { checkLayers } from '../scripts/checks/layers.ts';

type Tree = Record<string, string>;

/** A house in which everybody imports what they may, type-only imports and libraries included. */
const SOUND: Tree = {
  'package.json': JSON.stringify({
    dependencies: { xstate: '*', pino: '*', botbuilder: '*', preact: '*' },
    devDependencies: { vitest: '*', 'botframework-schema': '*' },
  }),
  ...Object.fromEntries(
    ['xstate', 'pino', 'botbuilder', 'preact', 'vitest', 'botframework-schema'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'module.exports = {};'],
    ]),
  ),
  'src/errors.ts': 'export class EstafetError extends Error {}',
  'src/core/activity.ts': "import type { Activity as Theirs } from 'botframework-schema';\nexport type Activity = Theirs;",
  'src/core/flow.ts':
    "import { setup } from 'xstate';\nimport type { Activity } from './activity.ts';\nexport const flow = (a: Activity) => setup(a);",
  'src/ports/store.ts':
    "import type { IncomingMessage } from 'node:http';\nimport type { Logger } from 'pino';\nimport type { Activity } from '../core/activity.ts';\nexport interface Store { log: Logger; on(a: Activity, m: IncomingMessage): void }",
  'src/engine/engine.ts':
    "import type { Store } from '../ports/store.ts';\nimport { EstafetError } from '../errors.ts';\nexport const engine = (s: Store) => new EstafetError(String(s));",
  'src/stores/sqlite/index.ts':
    "import { open } from 'node:fs';\nimport type { Store } from '../../ports/store.ts';\nexport const store = (s: Store) => open(String(s), () => {});",
  'src/stores/redis/index.ts': 'export const store = 2;',
  'src/channels/directline/index.ts': 'export const channel = 1;',
  'src/channels/botframework/index.ts': "import { adapter } from 'botbuilder';\nexport const channel = adapter;",
  'src/understanding/index.ts': 'export const classifier = 1;',
  'src/wallet/client.ts': 'export const client = 1;',
  'src/wallet/sandbox/index.ts': "import { client } from '../client.ts';\nexport const sandbox = client;",
  'src/config.ts': 'export const config = 1;',
  'src/app.ts':
    "import { config } from './config.ts';\nimport { engine } from './engine/engine.ts';\nimport { client } from './wallet/client.ts';\nexport const app = [config, engine, client];",
  'src/main.ts': "import '../scripts/require-node.mjs';\nimport { app } from './app.ts';\napp.at(0);",
  'src/cli/understand.ts': "import { classifier } from '../understanding/index.ts';\nexport const cli = classifier;",
  'src/web/shared/tokens.ts': 'export const tokens = 1;',
  'src/web/widget/main.tsx':
    "import { render } from 'preact';\nimport type { Activity } from '../../core/activity.ts';\nimport { tokens } from '../shared/tokens.ts';\nexport const page = (a: Activity) => <b onClick={render}>{String(a)}{tokens}</b>;",
  'src/web/console/main.tsx': 'export const page = <b />;',
  'flows/refund/flow.ts':
    "import { flow } from '../../src/core/flow.ts';\nimport { limit } from './limits.ts';\nexport default [flow, limit];",
  'flows/refund/limits.ts': 'export const limit = 3;',
  'flows/other/flow.ts': 'export default 1;',
  'scripts/require-node.mjs': 'process.version;',
  'test/a.test.ts': "import { expect } from 'vitest';\nimport { app } from '../src/app.ts';\nexpect(app);",
};

/** For each rule, what breaks it: files that are added to the sound house, or stand in for one of its files. */
const BREACHES: [rule: string, what: string, change: Tree][] = [
  ['no-cycle', 'a circle of two', { 'src/core/a.ts': "import './b.ts';", 'src/core/b.ts': "import './a.ts';" }],
  [
    'no-cycle',
    'a circle of types, through three files',
    {
      'src/core/a.ts': "import type { B } from './b.ts';\nexport type A = B;",
      'src/core/b.ts': "import type { C } from './c.ts';\nexport type B = C;",
      'src/core/c.ts': "export type { A as C } from './a.ts';",
    },
  ],
  ['resolvable', 'a path that leads nowhere', { 'src/config.ts': "import './gone.ts';" }],
  ['resolvable', 'a package that is not installed', { 'src/config.ts': "import 'left-pad';" }],
  [
    'flows',
    'a flow that reaches past core/flow',
    { 'flows/refund/limits.ts': "import type { Activity } from '../../src/core/activity.ts';\nexport type A = Activity;" },
  ],
  ['flows', 'a flow that imports another', { 'flows/refund/limits.ts': "export { default } from '../other/flow.ts';" }],
  ['flows', 'a flow that imports a library', { 'flows/refund/limits.ts': "import 'xstate';" }],
  ['core', 'core that reads a file', { 'src/core/a.ts': "import { readFileSync } from 'node:fs';\nreadFileSync('a');" }],
  [
    'core',
    'core that reads a file, by the old name of the module',
    { 'src/core/a.ts': "import { readFileSync } from 'fs';\nreadFileSync('a');" },
  ],
  ['core', 'core that imports a port', { 'src/core/a.ts': "import type { Store } from '../ports/store.ts';\nexport type A = Store;" }],
  ['core', 'core that loads a library when it runs', { 'src/core/a.ts': "export const a = () => import('pino');" }],
  [
    'ports',
    'a port that knows an adapter',
    { 'src/ports/a.ts': "import type { client } from '../wallet/client.ts';\nexport type A = typeof client;" },
  ],
  [
    'ports',
    'a port that knows a module of Node other than http',
    { 'src/ports/a.ts': "import type { Stats } from 'node:fs';\nexport type A = Stats;" },
  ],
  ['ports-types-only', 'a port that runs code', { 'src/ports/a.ts': "import { flow } from '../core/flow.ts';\nexport const a = flow;" }],
  ['engine', 'an engine that knows a store', { 'src/engine/a.ts': "import '../stores/sqlite/index.ts';" }],
  [
    'adapters',
    'understanding that knows the wallet',
    { 'src/understanding/a.ts': "import { client } from '../wallet/client.ts';\nexport const a = client;" },
  ],
  [
    'adapters',
    'a desk that knows the engine, by type only',
    { 'src/desk/index.ts': "import type { engine } from '../engine/engine.ts';\nexport type A = typeof engine;" },
  ],
  ['adapters', 'a wallet that knows a flow', { 'src/wallet/a.ts': "import '../../flows/other/flow.ts';" }],
  ['channels-and-stores', 'a channel that knows another', { 'src/channels/directline/a.ts': "import '../botframework/index.ts';" }],
  ['channels-and-stores', 'a store that knows another', { 'src/stores/redis/a.ts': "export * from '../sqlite/index.ts';" }],
  ['channels-and-stores', 'a channel that knows a store', { 'src/channels/directline/a.ts': "import '../../stores/sqlite/index.ts';" }],
  ['sandbox', 'a wallet client that knows the sandbox', { 'src/wallet/a.ts': "import './sandbox/index.ts';" }],
  ['demo', 'an engine that knows the demo', { 'src/engine/a.ts': "import '../demo/week.ts';", 'src/demo/week.ts': '' }],
  ['root', 'a configuration that knows an adapter', { 'src/secrets.ts': "import './wallet/client.ts';" }],
  ['wiring', 'an engine that reads the configuration', { 'src/engine/a.ts': "import '../config.ts';" }],
  ['web', 'a page that knows the wallet', { 'src/web/widget/a.ts': "import '../../wallet/client.ts';" }],
  ['web-types-only', 'a page that takes code from core', { 'src/web/widget/a.ts': "import '../../core/activity.ts';" }],
  ['web-in-browser', 'a page that reads files', { 'src/web/widget/a.ts': "import 'node:fs';" }],
  [
    'web-pages-apart',
    'a widget that loads the console',
    { 'src/web/widget/a.tsx': "import { page } from '../console/main.tsx';\nexport const a = <i>{page}</i>;" },
  ],
  ['web-is-built', 'a server that imports a page', { 'src/pages/a.ts': "import '../web/shared/tokens.ts';" }],
  ['production', 'production that needs a test', { 'src/config.ts': "import '../test/a.test.ts';" }],
  ['production', 'production that needs a script', { 'src/config.ts': "import '../scripts/a.ts';", 'scripts/a.ts': '' }],
  ['no-dev-dependency', 'production that needs a devDependency', { 'src/wallet/a.ts': "import 'vitest';" }],
  [
    'one-bot-framework',
    'the SDK outside its folder',
    { 'src/channels/directline/a.ts': "import type { Activity } from 'botbuilder';\nexport type A = Activity;" },
  ],
];

async function build(tree: Tree): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'estafet-layers-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [file, text] of Object.entries(tree)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  return root;
}

const rulesIn = (problems: string[]) => problems.map((problem) => problem.split(':')[0]);

describe('the layers of this house', () => {
  it('are kept, by every module there is', async () => {
    const root = join(import.meta.dirname, '..');
    const { modules, imports, problems } = await checkLayers(root);
    expect(problems).toEqual([]);
    expect(modules).toBe(globSync('{src,flows,test,scripts}/**/*.{ts,tsx,mjs}', { cwd: root }).length);
    expect(modules).toBeGreaterThan(100);
    expect(imports).toBeGreaterThan(modules);
  });
});

describe('the check of the layers', () => {
  it('finds nothing wrong in a sound house', async () => {
    const root = await build(SOUND);
    const { modules, problems } = await checkLayers(root);
    expect(problems).toEqual([]);
    expect(modules).toBe(Object.keys(SOUND).filter((file) => /^(src|flows|test|scripts)\//.test(file)).length);
  });

  it.each(BREACHES)('%s: finds %s', async (rule, _what, change) => {
    const { problems } = await checkLayers(await build({ ...SOUND, ...change }));
    expect(rulesIn(problems)).toContain(rule);
    // It says where, and what to do.
    const problem = problems.find((text) => text.startsWith(`${rule}:`));
    expect(problem).toContain(Object.keys(change)[0]);
    expect(problem).toContain(layerRules.find(({ name }) => name === rule)?.comment);
  });

  it('has a breach for every rule', () => {
    expect(new Set(BREACHES.map(([rule]) => rule))).toEqual(new Set(layerRules.map(({ name }) => name)));
  });

  it('fails where there is no module to read', async () => {
    const { modules, problems } = await checkLayers(await build({ 'src/readme.md': '', 'package.json': '{}' }));
    expect(modules).toBe(0);
    expect(rulesIn(problems)).toEqual(['unread']);
  });

  it('names a cycle once', async () => {
    const change = { 'src/core/a.ts': "import './b.ts';", 'src/core/b.ts': "import './c.ts';", 'src/core/c.ts': "import './a.ts';" };
    const { problems } = await checkLayers(await build({ ...SOUND, ...change }));
    expect(problems).toEqual([expect.stringContaining('\n  src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts\n')]);
  });
});
