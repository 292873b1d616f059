/**
 * What operators start: the bundle that `npm start` and the image build of `main.ts`. It keeps what Node makes of it, so
 * that the next start need not compile it again. JavaScript, or Node would have to begin with stripping types.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Never in a folder for all, where others could put in theirs. Where it can't be written, nothing is amiss.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/estafet'));
await import('../dist/server/main.js');
