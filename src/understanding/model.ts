/** The one linear model over all languages, and its form in a file. */
import { NONE } from './bands.ts';
import { type Calibration, probabilities } from './calibration.ts';
import { featuresOf } from './features.ts';
import type { Reading } from './read.ts';
import type { Tables } from './tables.ts';

export interface Model {
  intents: string[];
  tables: Tables;
  /** Hash of each row's feature. */
  features: Int32Array;
  idf: Float32Array;
  /** Row × intent, each row in units of its scale. */
  matrix: Int8Array;
  scales: Float32Array;
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
  const { intents, idf, bias, matrix, scales, calibration } = model;
  const classes = intents.length;
  const none = intents.indexOf(NONE);
  const rowOf = createIndex(model.features);
  // Small numbers stay in the processor's cache.
  const units = scales.map((scale, row) => scale * (idf[row] ?? 0));
  const sums = new Float64Array(classes);
  const knows = (feature: number) => rowOf(feature) >= 0;

  const raw = (reading: Reading) => {
    const features = featuresOf(reading, knows);
    const scores = Float64Array.from(bias);
    for (const group of [features.words, features.letters, features.ideas]) {
      let squares = 0;
      sums.fill(0);
      for (const feature of group) {
        const row = rowOf(feature);
        if (row < 0) continue;
        const value = idf[row] ?? 0;
        squares += value * value;
        const unit = units[row] ?? 0;
        const base = row * classes;
        for (let k = 0; k < classes; k += 1) sums[k] = (sums[k] ?? 0) + unit * (matrix[base + k] ?? 0);
      }
      const scale = 1 / Math.sqrt(squares || 1);
      for (let k = 0; k < classes; k += 1) scores[k] = (scores[k] ?? 0) + scale * (sums[k] ?? 0);
    }
    return { scores, coverage: features.coverage };
  };
  return {
    raw,
    score: (reading) => {
      const { scores, coverage } = raw(reading);
      probabilities(scores, coverage, none, calibration, scores);
      const ranked = intents.map((intent, place) => ({ intent, score: scores[place] ?? 0 }));
      return { ranked: ranked.sort((a, b) => b.score - a.score), coverage };
    },
  };
}

/** Row of a hash, -1 where there is none: open addressing, which loads in a millisecond. */
function createIndex(features: Int32Array): (feature: number) => number {
  let size = 16;
  while (size < features.length * 3) size *= 2;
  const mask = size - 1;
  const keys = new Int32Array(size);
  const rows = new Int32Array(size).fill(-1);
  features.forEach((feature, row) => {
    let at = feature & mask;
    while ((rows[at] ?? -1) >= 0) at = (at + 1) & mask;
    keys[at] = feature;
    rows[at] = row;
  });
  return (feature) => {
    for (let at = feature & mask; ; at = (at + 1) & mask) {
      const row = rows[at] ?? -1;
      if (row < 0 || keys[at] === feature) return row;
    }
  };
}
