/** The one linear model over all languages, and its form in a file. */
import { NONE } from './bands.ts';
import { type Calibration, probabilities } from './calibration.ts';
import { type FeatureTable, findFeature, IDF, rowAt, UNIT } from './feature-table.ts';
import { featuresOf } from './features.ts';
import type { Letters, Reading, Word } from './read.ts';
import type { Tables } from './tables.ts';

export interface Model {
  intents: string[];
  tables: Tables;
  table: FeatureTable;
  bias: Float32Array;
  calibration: Calibration;
  /** From this probability on, an answer is right as often as it has to be. */
  answerFrom: number;
}

export interface Scored {
  /** Best first, `none` among them; sum 1. */
  ranked: { intent: string; score: number }[];
  /** Share of the message that the phrases know, 0…1. */
  coverage: number;
}

export interface Scorer {
  score(reading: Reading): Scored;
  /** Before calibration, by place of the intent. */
  raw(reading: Reading): { scores: Float64Array; coverage: number };
}

export function createScorer(model: Model): Scorer {
  const { intents, bias, table, calibration } = model;
  const { weights, steps } = table;
  const classes = intents.length;
  const none = intents.indexOf(NONE);
  const sums = new Float64Array(classes);
  const scores = new Float64Array(classes);
  const knows = (feature: number) => findFeature(table, feature) >= 0;

  /** Features of the last call that the model knows. */
  let known = 0;
  /** @returns the sum of squares */
  const addToSums = (features: readonly number[]): number => {
    let squares = 0;
    known = 0;
    for (const feature of features) {
      const place = findFeature(table, feature);
      if (place < 0) continue;
      known += 1;
      const value = weights[place + IDF] ?? 0;
      squares += value * value;
      const unit = weights[place + UNIT] ?? 0;
      const row = rowAt(place);
      for (let k = 0; k < classes; k += 1) sums[k] = (sums[k] ?? 0) + unit * (steps[row + k] ?? 0);
    }
    return squares;
  };
  const addToScores = (squares: number) => {
    const scale = 1 / Math.sqrt(squares || 1);
    for (let k = 0; k < classes; k += 1) scores[k] = (scores[k] ?? 0) + scale * (sums[k] ?? 0);
    sums.fill(0);
  };
  const lettersOf = (word: Word): Letters => {
    if (word.letters?.scorer === addToSums) return word.letters;
    const squares = addToSums(word.grams);
    const own: number[] = [];
    for (const sum of sums) own.push(sum);
    sums.fill(0);
    word.letters = { scorer: addToSums, sums: own, squares, share: word.grams.length ? known / word.grams.length : 0 };
    return word.letters;
  };
  const met = { knows, shareOf: (word: Word) => lettersOf(word).share };

  /** @returns the coverage; the scores stay in `scores` until the next call */
  const rate = (reading: Reading): number => {
    const features = featuresOf(reading, met);
    const spelled = features.spelled.map(lettersOf);
    scores.set(bias);
    addToScores(addToSums(features.words));
    let squares = addToSums(features.letters);
    for (const letters of spelled) {
      squares += letters.squares;
      for (let k = 0; k < classes; k += 1) sums[k] = (sums[k] ?? 0) + (letters.sums[k] ?? 0);
    }
    addToScores(squares);
    addToScores(addToSums(features.ideas));
    return features.coverage;
  };
  return {
    raw: (reading) => {
      const coverage = rate(reading);
      return { scores: scores.slice(), coverage };
    },
    score: (reading) => {
      const coverage = rate(reading);
      probabilities(scores, coverage, none, calibration, scores);
      const ranked = intents.map((intent, place) => ({ intent, score: scores[place] ?? 0 }));
      return { ranked: ranked.sort((a, b) => b.score - a.score), coverage };
    },
  };
}
