/** Undoes one slip of the finger: a letter too many, too few, wrong, or two swapped. */
import { editDistance } from './natural.ts';

/** In shorter words a slip makes another word too easily. */
const SHORTEST = 5;
const LONGEST = 20;

/** @param words what may be meant; a word among them is never changed */
export function createSpeller(words: Iterable<string>): (word: string) => string | undefined {
  let byStart: Map<string, string[]> | undefined;
  return (word) => {
    if (word.length < SHORTEST - 1 || word.length > LONGEST) return undefined;
    byStart ??= startsOf(words);
    for (const length of [word.length, word.length + 1, word.length - 1]) {
      for (const candidate of byStart.get(keyOf(word, length)) ?? []) {
        if (mayBeOneApart(word, candidate) && editDistance(word, candidate) === 1) return candidate;
      }
    }
    return undefined;
  };
}

function startsOf(words: Iterable<string>): Map<string, string[]> {
  const byStart = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < SHORTEST || word.length > LONGEST || word.includes(' ')) continue;
    const key = keyOf(word, word.length);
    const list = byStart.get(key);
    if (list) list.push(word);
    else byStart.set(key, [word]);
  }
  return byStart;
}

/** People hit the first letter. */
function keyOf(word: string, length: number): string {
  return `${word.charAt(0)}${length}`;
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
