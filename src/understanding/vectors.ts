/** Features as weighted rows of the model: TF-IDF, each group of features brought to a length of its own. */
import { type Features, lettersOf } from './features.ts';

export interface Vector {
  rows: Int32Array;
  values: Float32Array;
}

/**
 * Stems and letters say the topic in one language, ideas in all; none may drown the others.
 * @param rowOf row of a feature, negative where the model has none
 */
export function vectorOf(features: Features, rowOf: (feature: number) => number, idf: Float32Array): Vector {
  const letters = lettersOf(features);
  const count = features.words.length + letters.length + features.ideas.length;
  const rows = new Int32Array(count);
  const values = new Float32Array(count);
  let end = 0;
  for (const group of [features.words, letters, features.ideas]) {
    const start = end;
    let squares = 0;
    for (const feature of group) {
      const row = rowOf(feature);
      if (row < 0) continue;
      const value = idf[row] ?? 0;
      squares += value * value;
      rows[end] = row;
      values[end] = value;
      end += 1;
    }
    const scale = 1 / Math.sqrt(squares || 1);
    for (let at = start; at < end; at += 1) values[at] = (values[at] ?? 0) * scale;
  }
  return { rows: rows.subarray(0, end), values: values.subarray(0, end) };
}
