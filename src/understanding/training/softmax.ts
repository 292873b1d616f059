/** Softmax regression, trained by averaged stochastic gradient descent with a step size for each feature. */
import type { Vector } from '../vectors.ts';

export interface Sample {
  vector: Vector;
  label: number;
  weight: number;
}

export interface SoftmaxOptions {
  epochs: number;
  rate: number;
  /** Part of the certainty that is spread over all classes. */
  smoothing: number;
  /** How strongly weights are drawn to zero. */
  decay: number;
}

export interface Weights {
  /** Row × class. */
  matrix: Float32Array;
  bias: Float32Array;
}

/** @param random draws from 0…1; the same draws make the same model */
export function trainSoftmax(samples: Sample[], rows: number, classes: number, options: SoftmaxOptions, random: () => number): Weights {
  const { epochs, rate, smoothing, decay } = options;
  const matrix = new Float32Array(rows * classes);
  const bias = new Float32Array(classes);
  const sum = new Float64Array(rows * classes);
  const biasSum = new Float64Array(classes);
  const gradients = new Float32Array(rows).fill(1e-2);
  let biasGradients = 1e-2;
  const scores = new Float64Array(classes);
  const order = samples.map((_, index) => index);
  let averaged = 0;

  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const sample = samples[index];
      if (!sample) continue;
      const { rows: at, values } = sample.vector;
      for (let k = 0; k < classes; k += 1) scores[k] = bias[k] ?? 0;
      for (let i = 0; i < at.length; i += 1) {
        const base = (at[i] ?? 0) * classes;
        const value = values[i] ?? 0;
        for (let k = 0; k < classes; k += 1) scores[k] = (scores[k] ?? 0) + value * (matrix[base + k] ?? 0);
      }
      toErrors(scores, sample.label, smoothing, sample.weight);
      let error2 = 0;
      for (let k = 0; k < classes; k += 1) error2 += (scores[k] ?? 0) ** 2;
      biasGradients += error2;
      const biasStep = (0.3 * rate) / Math.sqrt(biasGradients);
      for (let k = 0; k < classes; k += 1) bias[k] = (bias[k] ?? 0) - biasStep * (scores[k] ?? 0);
      for (let i = 0; i < at.length; i += 1) {
        const row = at[i] ?? 0;
        const value = values[i] ?? 0;
        const seen = (gradients[row] ?? 0) + value * value * error2;
        gradients[row] = seen;
        const step = rate / Math.sqrt(seen);
        const base = row * classes;
        for (let k = 0; k < classes; k += 1) {
          const weight = matrix[base + k] ?? 0;
          matrix[base + k] = weight - step * (value * (scores[k] ?? 0) + decay * weight);
        }
      }
    }
    if (epoch >= epochs / 2) {
      averaged += 1;
      for (let i = 0; i < matrix.length; i += 1) sum[i] = (sum[i] ?? 0) + (matrix[i] ?? 0);
      for (let k = 0; k < classes; k += 1) biasSum[k] = (biasSum[k] ?? 0) + (bias[k] ?? 0);
    }
  }
  return {
    matrix: Float32Array.from(sum, (value) => value / Math.max(averaged, 1)),
    bias: Float32Array.from(biasSum, (value) => value / Math.max(averaged, 1)),
  };
}

/** Scores become probabilities minus what they should be. */
function toErrors(scores: Float64Array, label: number, smoothing: number, weight: number): void {
  const classes = scores.length;
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < classes; k += 1) highest = Math.max(highest, scores[k] ?? 0);
  let total = 0;
  for (let k = 0; k < classes; k += 1) {
    const power = Math.exp((scores[k] ?? 0) - highest);
    scores[k] = power;
    total += power;
  }
  for (let k = 0; k < classes; k += 1) {
    const target = smoothing / classes + (k === label ? 1 - smoothing : 0);
    scores[k] = weight * ((scores[k] ?? 0) / total - target);
  }
}

function shuffle(items: number[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other] ?? 0, items[last] ?? 0];
  }
}

/** A small fast generator (mulberry32), so that training is repeatable. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
