/** Undoes one slip of the finger: a letter too many, too few, wrong, or two swapped. */
import { editDistance } from './natural.ts';

/** In shorter words a slip makes another word too easily. */
const SHORTEST = 5;
const LONGEST = 20;

/** Words of one length and first letter, and the letters of each as bits. */
interface Alike {
  words: string[];
  letters: number[];
}

/** @param words what may be meant; a word among them is never changed */
export function createSpeller(words: Iterable<string>): (word: string) => string | undefined {
  let byStart: Map<string, Alike> | undefined;
  return (word) => {
    if (word.length < SHORTEST - 1 || word.length > LONGEST) return undefined;
    byStart ??= startsOf(words);
    const letters = lettersOf(word);
    for (const length of [word.length, word.length + 1, word.length - 1]) {
      const alike = byStart.get(keyOf(word, length));
      if (!alike) continue;
      for (let at = 0; at < alike.words.length; at += 1) {
        if (!differByTwo(letters, alike.letters[at] ?? 0)) continue;
        const candidate = alike.words[at] ?? '';
        if (mayBeOneApart(word, candidate) && editDistance(word, candidate) === 1) return candidate;
      }
    }
    return undefined;
  };
}

function startsOf(words: Iterable<string>): Map<string, Alike> {
  const byStart = new Map<string, Alike>();
  for (const word of words) {
    if (word.length < SHORTEST || word.length > LONGEST || word.includes(' ')) continue;
    const key = keyOf(word, word.length);
    const alike = byStart.get(key) ?? { words: [], letters: [] };
    alike.words.push(word);
    alike.letters.push(lettersOf(word));
    byStart.set(key, alike);
  }
  return byStart;
}

/** People hit the first letter. */
function keyOf(word: string, length: number): string {
  return `${word.charAt(0)}${length}`;
}

/** A bit for each letter in it; some letters share one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

/** Whether at most two bits differ: a slip brings one letter and takes one. */
function differByTwo(a: number, b: number): boolean {
  let differing = a ^ b;
  differing &= differing - 1;
  return (differing & (differing - 1)) === 0;
}

/** What two words share at both ends leaves at most two letters between. */
function mayBeOneApart(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  let same = 0;
  while (same < a.length && a.charCodeAt(same) === b.charCodeAt(same)) same += 1;
  let end = 1;
  while (end <= longer - same && a.charCodeAt(a.length - end) === b.charCodeAt(b.length - end)) end += 1;
  return longer - same - (end - 1) <= 2;
}
