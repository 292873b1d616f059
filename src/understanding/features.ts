/** What the model counts in a reading: words, letters and concepts, each as hashes. */
import { hashOf, hashOfPair, SEED } from './hash.ts';
import type { Reading, Word } from './read.ts';

export interface Features {
  /** Stems, pairs of stems, pairs of characters. */
  words: number[];
  /** Characters in a row, which survive a typo and a new ending: of runs. */
  letters: number[];
  /** Words whose own letters count beside. */
  spelled: Word[];
  /** Concepts and their pairs, the same in every language. */
  ideas: number[];
  /** Share of the words or characters that the model knows, 0…1. */
  coverage: number;
}

const LONGEST_RUN_GRAM = 3;
const START = hashOf('^', SEED.edge);
const LONGEST_SHAPE = 5;
const LENGTHS = Array.from({ length: LONGEST_SHAPE + 1 }, (_, size) => hashOf(`length ${size}`, SEED.shape));
const QUESTION = hashOf('question', SEED.shape);
const NUMBER_OR_EMAIL = /\d|@/;

/** What a model has met. */
export interface Known {
  knows(feature: number): boolean;
  /** Share of a word's letters, 0…1. */
  shareOf(word: Word): number;
}

export function featuresOf(reading: Reading, { knows, shareOf }: Known): Features {
  const words: number[] = [];
  const letters: number[] = [];
  const spelled: Word[] = [];
  let units = 0;
  let known = 0;
  let before = START;
  let beforeThat: number | undefined;
  for (const read of reading.words) {
    const { text, stem, concepts, hash: word } = read;
    words.push(word, hashOfPair(before, word, SEED.pair));
    if (beforeThat !== undefined) words.push(hashOfPair(beforeThat, word, SEED.skip));
    beforeThat = before;
    before = word;
    if (stem.length < 2 && NUMBER_OR_EMAIL.test(text)) continue;
    spelled.push(read);
    units += 1;
    known += concepts.length || knows(word) ? 1 : 0.5 * shareOf(read);
  }
  for (const run of reading.runs) {
    for (let at = 0; at < run.length; at += 1) {
      for (let size = 1; size <= LONGEST_RUN_GRAM && at + size <= run.length; size += 1) {
        const gram = hashOf(run, SEED.run, at, at + size);
        if (size === 2) {
          words.push(gram);
          units += 0.5;
          known += knows(gram) ? 0.5 : 0;
        } else letters.push(gram);
      }
    }
  }
  return { words, letters, spelled, ideas: ideasOf(reading), coverage: units ? known / units : 0 };
}

function ideasOf({ concepts, question, words, runs }: Reading): number[] {
  const ideas = concepts.map((concept) => hashOf('', SEED.idea + (concept << 8)));
  const alone = ideas.length;
  for (let first = 0; first < alone; first += 1) {
    for (let second = first + 1; second < alone; second += 1) ideas.push(hashOfPair(ideas[first] ?? 0, ideas[second] ?? 0, SEED.ideas));
  }
  const length = words.length + runs.reduce((sum, run) => sum + run.length / 2, 0);
  ideas.push(LENGTHS[Math.min(LONGEST_SHAPE, Math.ceil(Math.log2(length + 1)))] ?? 0);
  if (question) ideas.push(QUESTION);
  return ideas;
}

/** All characters in a row, of words and of runs. */
export function lettersOf({ letters, spelled }: Features): number[] {
  return [...spelled.flatMap(({ grams }) => grams), ...letters];
}
