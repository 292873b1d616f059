/** Trains the classifier from `locales/` into `dist/understanding`, unless that is done: a start then finds it ready. */
import { join } from 'node:path';
import { loadLocales } from '../src/locales.ts';
import { prepareModel } from '../src/understanding/index.ts';

const began = performance.now();
const { utterances, languages } = loadLocales(join(import.meta.dirname, '../locales'));
if (prepareModel({ utterances, languages })) {
  process.stdout.write(`Trained the classifier in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`);
}
