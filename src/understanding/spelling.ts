/** Undoes one slip of the finger: a letter too many, too few, wrong, or two swapped. */
import { editDistance } from './natural.ts';

/** In shorter words a slip makes another word too easily. */
const SHORTEST = 5;

/** @param words what may be meant; a word among them is never changed */
export function createSpeller(words: Iterable<string>): (word: string) => string | undefined {
  const right = new Set([...words].filter((word) => word.length >= SHORTEST && !word.includes(' ')));
  // Two words one slip apart share a form with one letter taken out.
  const byForm = new Map<string, string[]>();
  for (const word of right) for (const form of formsOf(word)) byForm.set(form, [...(byForm.get(form) ?? []), word]);
  return (word) => {
    if (word.length < SHORTEST - 1 || word.length > 20) return undefined;
    const near = formsOf(word).flatMap((form) => byForm.get(form) ?? []);
    return near.find((candidate) => candidate[0] === word[0] && editDistance(word, candidate) === 1);
  };
}

function formsOf(word: string): string[] {
  return [word, ...Array.from(word, (_, index) => word.slice(0, index) + word.slice(index + 1))];
}
