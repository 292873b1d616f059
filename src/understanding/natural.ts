/**
 * The parts of natural in use. By subpath and on first use: its root import takes 0.4 s and prints, these take 20 ms
 * and stay quiet. It is CommonJS without types for subpaths.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** @throws {Error} when natural has no such stemmer */
export function loadStemmer(path: string): (word: string) => string {
  const stemmer = require(`natural/lib/natural/stemmers/${path}`) as { stem(word: string): string };
  return (word) => stemmer.stem(word);
}

type Distance = (a: string, b: string, options: { restricted: boolean }) => number;
let damerauLevenshtein: Distance | undefined;

/** Letters put in, left out, replaced, or swapped with their neighbour. */
export function editDistance(a: string, b: string): number {
  damerauLevenshtein ??= (require('natural/lib/natural/distance/levenshtein_distance') as { DamerauLevenshteinDistance: Distance })
    .DamerauLevenshteinDistance;
  return damerauLevenshtein(a, b, { restricted: true });
}
