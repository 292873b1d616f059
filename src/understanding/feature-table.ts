/** A hash table of features that lies in the model's file as it is used, so that a start has nothing to build. */

/** Numbers of a slot: the feature's hash, its IDF (0 where the slot is free), that times its row's scale, then its row. */
export const IDF = 1;
export const UNIT = 2;
const HEAD = 3;
/** Bytes of a number. */
const NUMBER = 4;
/** Slots for each feature: the emptier, the sooner a search ends. */
const ROOM = 1.35;

export interface FeatureTable {
  slots: Int32Array;
  /** The same memory as fractions. */
  weights: Float32Array;
  /** The same memory as steps, one of each intent; a row lies in its slot, so that both come from memory at once. */
  steps: Int8Array;
  /** Numbers of a slot. */
  size: number;
}

/** @param slots empty or read @param classes intents */
export function featureTable(slots: Int32Array, classes: number): FeatureTable {
  const { buffer, byteOffset, byteLength } = slots;
  return {
    slots,
    weights: new Float32Array(buffer, byteOffset, slots.length),
    steps: new Int8Array(buffer, byteOffset, byteLength),
    size: HEAD + Math.ceil(classes / NUMBER),
  };
}

/** @param features different hashes, as many as `idf` and `scales`; their rows of `matrix` */
export function createFeatureTable(features: Int32Array, idf: Float32Array, scales: Float32Array, matrix: Int8Array): FeatureTable {
  const classes = features.length ? matrix.length / features.length : 0;
  const count = Math.ceil(features.length * ROOM) + 1;
  const { size } = featureTable(new Int32Array(0), classes);
  const table = featureTable(new Int32Array(count * size), classes);
  const { slots, weights, steps } = table;
  for (const [row, feature] of features.entries()) {
    let slot = startOf(feature, count);
    while (weights[slot * size + IDF]) slot = slot + 1 === count ? 0 : slot + 1;
    slots[slot * size] = feature;
    weights[slot * size + IDF] = idf[row] ?? 0;
    weights[slot * size + UNIT] = (idf[row] ?? 0) * (scales[row] ?? 0);
    steps.set(matrix.subarray(row * classes, (row + 1) * classes), rowAt(slot * size));
  }
  return table;
}

/** @returns the place of its slot among the numbers, -1 where there is none */
export function findFeature({ slots, weights, size }: FeatureTable, feature: number): number {
  const count = slots.length / size;
  for (let slot = startOf(feature, count); ; slot = slot + 1 === count ? 0 : slot + 1) {
    const place = slot * size;
    if (!weights[place + IDF]) return -1;
    if (slots[place] === feature) return place;
  }
}

/** @param place of a slot @returns that of its row among the steps */
export function rowAt(place: number): number {
  return (place + HEAD) * NUMBER;
}

/** Spreads all hashes evenly over the slots. */
function startOf(feature: number, count: number): number {
  return Math.floor((feature >>> 0) * (count / 0x1_0000_0000));
}
