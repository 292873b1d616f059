/** A hash table of features that lies in the model's file as it is used, so that a start has nothing to build. */

/** Numbers of a slot: the feature's hash, its IDF (0 where the slot is free), and that times its row's scale. */
export const SLOT = 3;
export const IDF = 1;
export const UNIT = 2;
/** Slots for each feature: the emptier, the sooner a search ends. */
const ROOM = 1.35;

export interface FeatureTable {
  slots: Int32Array;
  /** The same memory as fractions. */
  weights: Float32Array;
  /** Slot × intent, in steps. */
  matrix: Int8Array;
}

/** @param features different hashes, as many as `idf` and `scales`; their rows of `matrix` */
export function createFeatureTable(features: Int32Array, idf: Float32Array, scales: Float32Array, matrix: Int8Array): FeatureTable {
  const classes = features.length ? matrix.length / features.length : 0;
  const size = Math.ceil(features.length * ROOM) + 1;
  const slots = new Int32Array(size * SLOT);
  const weights = new Float32Array(slots.buffer);
  const placed = new Int8Array(size * classes);
  for (const [row, feature] of features.entries()) {
    let slot = startOf(feature, size);
    while (weights[slot * SLOT + IDF]) slot = slot + 1 === size ? 0 : slot + 1;
    slots[slot * SLOT] = feature;
    weights[slot * SLOT + IDF] = idf[row] ?? 0;
    weights[slot * SLOT + UNIT] = (idf[row] ?? 0) * (scales[row] ?? 0);
    placed.set(matrix.subarray(row * classes, (row + 1) * classes), slot * classes);
  }
  return { slots, weights, matrix: placed };
}

/** @returns its slot, -1 where there is none */
export function findFeature({ slots, weights }: FeatureTable, feature: number): number {
  const size = slots.length / SLOT;
  for (let slot = startOf(feature, size); ; slot = slot + 1 === size ? 0 : slot + 1) {
    if (!weights[slot * SLOT + IDF]) return -1;
    if (slots[slot * SLOT] === feature) return slot;
  }
}

/** Spreads all hashes evenly over the slots. */
function startOf(feature: number, size: number): number {
  return Math.floor((feature >>> 0) * (size / 0x1_0000_0000));
}
