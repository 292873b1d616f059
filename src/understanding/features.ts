/** What the model counts in a reading: words, letters and concepts, each as hashes. */
import { hashOf, hashOfPair, SEED } from './hash.ts';
import type { Reading } from './read.ts';

export interface Features {
  /** Stems, pairs of stems, pairs of characters. */
  words: number[];
  /** Characters in a row, which survive a typo and a new ending. */
  letters: number[];
  /** Concepts and their pairs, the same in every language. */
  ideas: number[];
  /** Share of the words or characters that the model knows, 0…1. */
  coverage: number;
}

const LONGEST_RUN_GRAM = 3;
const START = hashOf('^', SEED.edge);

/** @param knows whether the model has met a feature */
export function featuresOf(reading: Reading, knows: (feature: number) => boolean): Features {
  const words: number[] = [];
  const letters: number[] = [];
  let units = 0;
  let known = 0;
  let before = START;
  let beforeThat: number | undefined;
  for (const { text, stem, concepts, hash: word, grams } of reading.words) {
    words.push(word, hashOfPair(before, word, SEED.pair));
    if (beforeThat !== undefined) words.push(hashOfPair(beforeThat, word, SEED.skip));
    [beforeThat, before] = [before, word];
    if (stem.length < 2 && /\d|@/.test(text)) continue;
    for (const gram of grams) letters.push(gram);
    units += 1;
    known += concepts.length || knows(word) ? 1 : 0.5 * shareKnown(grams, knows);
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
  return { words, letters, ideas: ideasOf(reading), coverage: units ? known / units : 0 };
}

function ideasOf({ concepts, question, words, runs }: Reading): number[] {
  const ideas = concepts.map((concept) => hashOf('', SEED.idea + (concept << 8)));
  const alone = ideas.length;
  for (let first = 0; first < alone; first += 1) {
    for (let second = first + 1; second < alone; second += 1) ideas.push(hashOfPair(ideas[first] ?? 0, ideas[second] ?? 0, SEED.ideas));
  }
  const length = words.length + runs.reduce((sum, run) => sum + run.length / 2, 0);
  ideas.push(hashOf(`length ${Math.min(5, Math.ceil(Math.log2(length + 1)))}`, SEED.shape));
  if (question) ideas.push(hashOf('question', SEED.shape));
  return ideas;
}

function shareKnown(features: readonly number[], knows: (feature: number) => boolean): number {
  let known = 0;
  for (const feature of features) if (knows(feature)) known += 1;
  return features.length ? known / features.length : 0;
}
