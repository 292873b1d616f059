/** What the letters of an unknown word tell of its language: log odds of its letters in threes, looked up by number. */
import type { LanguageGroup } from './language-groups.ts';
import { lines } from './lines.ts';

const START = '<'.charCodeAt(0);
const END = '>'.charCodeAt(0);
/** Letters in a row that are counted. */
const GRAM = 3;
/** Slots for each entry: the emptier, the sooner a search ends. */
const ROOM = 2;

/** @returns for a word its mean log odds, by place of the locale */
export function createLetterOdds({ locales, letters, letterCounts, letterTotals }: LanguageGroup): (word: string) => number[] {
  const count = locales.length;
  const grams = lines(letters);
  const size = 2 ** Math.ceil(Math.log2(grams.length * ROOM + 1));
  // Three UTF-16 code units are one number of 48 bits; 0 is free.
  const keys = new Float64Array(size);
  const counts = new Int32Array(size * count);
  const slotOf = (first: number, second: number, third: number): number => {
    const key = (first * 0x1_0000 + second) * 0x1_0000 + third;
    let slot = startOf(first, second, third) & (size - 1);
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (size - 1);
    return slot;
  };
  for (let line = 0; line < grams.length; line += 1) {
    const gram = grams[line] ?? '';
    if (gram.length !== GRAM) continue;
    const first = gram.charCodeAt(0);
    const second = gram.charCodeAt(1);
    const third = gram.charCodeAt(2);
    const slot = slotOf(first, second, third);
    keys[slot] = (first * 0x1_0000 + second) * 0x1_0000 + third;
    for (let at = 0; at < count; at += 1) counts[slot * count + at] = letterCounts[line * count + at] ?? 0;
  }
  // Few different counts occur: by locale, the log odds of each.
  const most = letterCounts.reduce((highest, times) => Math.max(highest, times), 0);
  const logs = locales.map((_, at) =>
    Float64Array.from({ length: most + 1 }, (__, times) => Math.log((times + 0.5) / (letterTotals[at] ?? 1))),
  );

  return (word) => {
    const sums = locales.map(() => 0);
    let first = START;
    let second = word.charCodeAt(0);
    for (let next = 1; next <= word.length; next += 1) {
      const third = next < word.length ? word.charCodeAt(next) : END;
      const slot = slotOf(first, second, third);
      // A free slot counts none.
      for (let at = 0; at < count; at += 1) sums[at] = (sums[at] ?? 0) + (logs[at]?.[counts[slot * count + at] ?? 0] ?? 0);
      first = second;
      second = third;
    }
    return sums.map((sum) => sum / word.length);
  };
}

function startOf(first: number, second: number, third: number): number {
  const hash = Math.imul(Math.imul(Math.imul(first, 0x85ebca6b) ^ second, 0xc2b2ae35) ^ third, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
