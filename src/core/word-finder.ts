/**
 * Finds any of many words in a text. A pattern of all of them is slow to try, so it is tried only where the first two
 * characters of one of them stand.
 */

const ASCII = 0x80;
/** Stands for any second character beyond, and for none. */
const OTHER = ASCII - 1;
const ANYWHERE = 2;
const AFTER_NO_LETTER = 1;

export interface WordStarts {
  /** In lower case; they begin after no Latin letter. */
  apart: string[];
  /** Anywhere, even inside of a word. */
  anywhere: string[];
}

export interface FoundWord {
  word: string;
  start: number;
  end: number;
}

/** @param pattern of all the words, none of them empty @returns what it matches in a text in lower case, in order */
export function createWordFinder(pattern: string, starts: WordStarts): (text: string) => FoundWord[] {
  const mayBegin = createWordStarts(starts);
  const sticky = new RegExp(pattern, 'uy');
  return (text) => {
    const found: FoundWord[] = [];
    for (let start = 0; start < text.length; start += 1) {
      if (!mayBegin(text, start)) continue;
      sticky.lastIndex = start;
      const word = sticky.exec(text)?.[0];
      if (word === undefined) continue;
      found.push({ word, start, end: start + word.length });
      start += word.length - 1;
    }
    return found;
  };
}

/** @returns whether a word may begin at a place; false is sure */
function createWordStarts({ apart, anywhere }: WordStarts): (text: string, at: number) => boolean {
  const pairs = new Uint8Array(ASCII * ASCII);
  const beyond = new Set<number>();
  const add = (word: string, where: number) => {
    const first = word.charCodeAt(0);
    if (first >= ASCII) beyond.add(first);
    else if (word.length > 1) mark(pairs, first, bounded(word.charCodeAt(1)), where);
    else for (let second = 0; second < ASCII; second += 1) mark(pairs, first, second, where);
  };
  for (const word of apart) add(word, AFTER_NO_LETTER);
  for (const word of anywhere) add(word, ANYWHERE);

  return (text, at) => {
    const first = text.charCodeAt(at);
    if (first >= ASCII) return beyond.has(first);
    const where = pairs[first * ASCII + (at + 1 < text.length ? bounded(text.charCodeAt(at + 1)) : OTHER)] ?? 0;
    return where >= ANYWHERE || (where === AFTER_NO_LETTER && !(at > 0 && isLetter(text.charCodeAt(at - 1))));
  };
}

function mark(pairs: Uint8Array, first: number, second: number, where: number): void {
  pairs[first * ASCII + second] = (pairs[first * ASCII + second] ?? 0) | where;
}

function bounded(unit: number): number {
  return Math.min(unit, OTHER);
}

function isLetter(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}
