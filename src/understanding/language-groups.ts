/** What tells the languages of one script apart, counted in training. */
import type { LanguageFile } from './language-file.ts';
import { foldWords } from './normalise.ts';

/** Counts of the languages of a script; of a language alone in its script none are needed. */
export interface LanguageGroup {
  script: string;
  /** Words aren't parted by spaces, so single characters count. */
  unspaced: boolean;
  locales: string[];
  /** A word a line; its counts, one of each locale, stand at its line × locales. */
  words: string;
  wordCounts: number[];
  wordTotals: number[];
  /** Letters in threes, likewise. */
  letters: string;
  letterCounts: number[];
  letterTotals: number[];
  /** By locale in order. */
  markers: string[];
  setPhrases: string[];
}

interface Counts {
  words: Map<string, number>;
  letters: Map<string, number>;
}

/** @param words locale → word → how often the phrases of the language have it */
export function languageGroups(languages: Record<string, LanguageFile>, words: Record<string, Record<string, number>>): LanguageGroup[] {
  const scripts = Map.groupBy(Object.entries(languages), ([, { script }]) => script);
  return [...scripts].map(([script, group]): LanguageGroup => {
    const counts = group.length > 1 ? group.map(([locale, file]) => countsOf(file, words[locale] ?? {})) : [];
    const files = group.map(([, file]) => file);
    const byWord = tableOf(counts.map((own) => own.words));
    const byLetters = tableOf(counts.map((own) => own.letters));
    return {
      script,
      unspaced: files[0]?.tokenizer === 'segmenter',
      locales: group.map(([locale]) => locale),
      words: byWord.keys,
      wordCounts: byWord.counts,
      wordTotals: byWord.totals,
      letters: byLetters.keys,
      letterCounts: byLetters.counts,
      letterTotals: byLetters.totals,
      markers: files.map(({ markers }) => markers.map(foldWords).join('\n')),
      setPhrases: files.map(({ closedClasses, fillers }) => [...Object.values(closedClasses).flat(), ...fillers].map(foldWords).join('\n')),
    };
  });
}

function countsOf(file: LanguageFile, counts: Record<string, number>): Counts {
  const words = new Map(Object.entries(counts));
  const letters = new Map<string, number>();
  const add = (text: string, times: number) => {
    for (const word of foldWords(text).split(' ')) words.set(word, (words.get(word) ?? 0) + times);
  };
  for (const phrase of Object.values(file.closedClasses).flat()) add(phrase, 1);
  for (const word of [...file.markers, ...file.fillers, ...Object.keys(file.slang)]) add(word, 3);
  for (const word of words.keys()) for (const gram of gramsOf(word)) letters.set(gram, (letters.get(gram) ?? 0) + 1);
  return { words, letters };
}

function tableOf(counted: Map<string, number>[]): { keys: string; counts: number[]; totals: number[] } {
  const keys = [...new Set(counted.flatMap((own) => [...own.keys()]))];
  return {
    keys: keys.join('\n'),
    counts: keys.flatMap((key) => counted.map((own) => own.get(key) ?? 0)),
    totals: counted.map((own) => [...own.values()].reduce((total, count) => total + count, 1)),
  };
}

export function gramsOf(word: string): string[] {
  const edged = `<${word}>`;
  return Array.from({ length: Math.max(1, edged.length - 2) }, (_, index) => edged.slice(index, index + 3));
}
