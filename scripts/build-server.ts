/**
 * Bundles the server into `dist/server`, which `src/start.mjs` starts: of a start from the sources more than half is
 * finding, reading and linking some thousand files. Run it, or call `buildServer`.
 */
import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { putFile } from './put-file.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'dist/server');

/** Files find what lies beside them (schemas, scripts, the folders of flows) from where their source is. */
const atSource: Plugin = {
  name: 'at-source',
  setup({ onLoad }) {
    onLoad({ filter: /\/(?:src|flows)\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const here = {
        dirname: `process.getBuiltinModule("node:path").join(import.meta.dirname, ${JSON.stringify(relative(OUT, dirname(path)))})`,
        url: `new URL(${JSON.stringify(relative(OUT, path))}, import.meta.url).href`,
      };
      const contents = source.replaceAll(/\bimport\.meta\.(url|dirname)\b/g, (_, name: keyof typeof here) => here[name]);
      return { contents, loader: 'ts' };
    });
  },
};

const builtin = (path: string) => `process.getBuiltinModule(${JSON.stringify(path)})`;

/** Node's own modules without their ESM face, which reads each of their exports: that of node:http alone loads undici, 80 ms. */
const builtins: Plugin = {
  name: 'builtins',
  setup({ onLoad, onResolve }) {
    const names = new Set(builtinModules.map((name) => name.replace(/^node:/, '')));
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      if (!path.startsWith('node:') && !names.has(name)) return undefined;
      return { path: `node:${name}`, namespace: kind === 'import-statement' ? 'imported-builtin' : 'builtin' };
    });
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({ contents: `module.exports = ${builtin(path)};` }));
    // As CommonJS each file that imports it would make a copy of all its exports. Of these esbuild leaves what somebody imports.
    onLoad({ filter: /./, namespace: 'imported-builtin' }, ({ path }) => ({
      contents: [
        `const it = ${builtin(path)};`,
        'const get = (name) => it[name];',
        'export default it;',
        ...Object.keys(process.getBuiltinModule(path) ?? {}).map(
          (name, index) =>
            `const e${index} = /* @__PURE__ */ get(${JSON.stringify(name)}); export { e${index} as ${JSON.stringify(name)} };`,
        ),
      ].join('\n'),
    }));
  },
};

/** restify loads all its plugins, with all that they load; the desk uses none of them. */
const withoutRestifyPlugins: Plugin = {
  name: 'without-restify-plugins',
  setup({ onLoad }) {
    onLoad({ filter: /\/restify\/lib\/plugins\/index\.js$/ }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** Read from node_modules where a channel wants it: it is larger than all else together, and rarely wanted. */
const LEFT_OUT = ['botbuilder', 'botframework-connector', 'botframework-schema'];

export async function buildServer(): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { main: 'src/main.ts' },
    outdir: OUT,
    write: false,
    bundle: true,
    external: LEFT_OUT,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    // Node shows the line that an uncaught error comes from.
    lineLimit: 120,
    legalComments: 'none',
    logLevel: 'error',
    banner: {
      js: 'const __filename = import.meta.filename, __dirname = import.meta.dirname, require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
    },
    plugins: [atSource, builtins, withoutRestifyPlugins],
  });
  for (const { path, text } of outputFiles) await putFile(path, ascii(text));
}

/** One byte a character, which Node reads several times as fast. Patterns are all that esbuild leaves, and take escapes. */
function ascii(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

if (import.meta.main) await buildServer();
