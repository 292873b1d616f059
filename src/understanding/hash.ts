/** Features are numbers: a string's hash, seeded by the kind of feature. */

const PRIME = 0x01000193;
export const SEED = { word: 1, pair: 2, skip: 3, gram: 4, run: 5, idea: 6, ideas: 7, shape: 8, edge: 9 };
const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;

/** FNV-1a over UTF-16 code units from `start` to `end`, as a signed 32-bit number. */
export function hashOf(text: string, seed: number, start = 0, end: number = text.length): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return mixed(hash);
}

/** Of two hashes in their order. */
export function hashOfPair(first: number, second: number, seed: number): number {
  return mixed(Math.imul(Math.imul(first ^ seed, 0x85ebca6b) ^ second, 0xc2b2ae35));
}

/** Three to five letters of a word in a row, its edges marked: a typo leaves most of them alone. */
export function gramsOfWord(word: string): number[] {
  const edged = `<${word}>`;
  const grams: number[] = [];
  for (let size = SHORTEST_GRAM; size <= LONGEST_GRAM; size += 1) {
    for (let at = 0; at + size <= edged.length; at += 1) grams.push(hashOf(edged, SEED.gram, at, at + size));
  }
  return grams;
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (once ^ (once >>> 13)) | 0;
}
