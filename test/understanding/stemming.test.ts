import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { createStemmer } from '../../src/understanding/forms.ts';
import { parseLanguages } from '../../src/understanding/index.ts';
import { data } from './data.ts';

const require = createRequire(import.meta.url);
const { dictionary: roots } = require('natural/lib/natural/stemmers/indonesian/stemmer_id') as { dictionary: string[] };

const BEFORE = ['', 'ber', 'be', 'me', 'meng', 'meny', 'mem', 'pe', 'per', 'peny', 'di', 'ke', 'se', 'ter', 'diper', 'kau', 'ku'];
const AFTER = ['', 'lah', 'kah', 'pun', 'ku', 'mu', 'nya', 'i', 'kan', 'an', 'kannya', 'isasi', 'isme', 'ndo', 'x'];

test('no word that the Indonesian stemmer changes is passed over for how it begins and ends', () => {
  const { id } = parseLanguages(data);
  if (!id?.affixes) throw new Error('locales/id/_language.json says no affixes');
  const quick = createStemmer(id, new Set(), undefined);
  const thorough = createStemmer({ stemmer: id.stemmer }, new Set(), undefined);
  // Every eleventh: the stemmer is slow.
  const words = roots
    .filter((_, at) => at % 11 === 0)
    .flatMap((root, at) => [
      root,
      `${BEFORE[at % BEFORE.length]}${root}${AFTER[at % AFTER.length]}`,
      `${BEFORE[(at * 7) % BEFORE.length]}${root.slice(1)}${AFTER[(at * 3) % AFTER.length]}`,
    ]);
  const changed = words.filter((word) => thorough(word) !== word);
  expect(changed.filter((word) => quick(word) !== thorough(word))).toEqual([]);
  expect(changed.length).toBeGreaterThan(1_500);
});
