/**
 * What operators start. It keeps what Node makes of our files, so that the next start need not do it again: no types
 * are stripped and nothing is compiled, which is a third of the time. JavaScript, or Node would have to begin with that.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Never in a folder for all, where others could put in theirs. Where it can't be written, nothing is amiss.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/estafet'));
await import('./main.ts');
