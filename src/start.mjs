/**
 * What operators start: the bundle that `npm start` and the image build of `main.ts`. It keeps what Node makes of it, so
 * that the next start need not compile it again. JavaScript, or Node would have to begin with stripping types.
 */

// Not imported: an import of node:fs reads each of its exports, and loads streams of files for it.
const { existsSync } = process.getBuiltinModule('node:fs');
const { enableCompileCache } = process.getBuiltinModule('node:module');
const { join } = process.getBuiltinModule('node:path');
const { pathToFileURL } = process.getBuiltinModule('node:url');
const { setFlagsFromString } = process.getBuiltinModule('node:v8');

// Before anything is compiled. V8's middle compiler helps what runs for seconds; code that has been through it stays slower
// for minutes than what goes straight to the best one (docs/bench.md).
setFlagsFromString('--no-maglev');

const BUNDLE = join(import.meta.dirname, '../dist/server/main.js');

if (existsSync(BUNDLE)) {
  // Never in a folder for all, where others could put in theirs. Where it can't be written, nothing is amiss.
  enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/estafet'));
  await import(pathToFileURL(BUNDLE).href);
} else {
  process.stderr.write('The server is not built yet. Run: npm run build\n');
  process.exitCode = 1;
}
