/** How sure the model may be: scores to probabilities, milder and nearer to `none` the less of a message is known. */

export interface Calibration {
  /** Log of the temperature, and what each unknown part of the message adds to it. */
  heat: number;
  heatUnknown: number;
  /** What `none` gains, and gains more for what is unknown. */
  none: number;
  noneUnknown: number;
}

export const UNCALIBRATED: Calibration = { heat: 0, heatUnknown: 0, none: 0, noneUnknown: 0 };

/** @param none place of `none` among the scores, or -1 @param into where the probabilities go; may be `scores` */
export function probabilities(scores: Float64Array, coverage: number, none: number, by: Calibration, into: Float64Array): Float64Array {
  const unknown = 1 - coverage;
  const cooling = Math.exp(-(by.heat + by.heatUnknown * unknown));
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k += 1) {
    const score = (scores[k] ?? 0) * cooling + (k === none ? by.none + by.noneUnknown * unknown : 0);
    into[k] = score;
    if (score > highest) highest = score;
  }
  let total = 0;
  for (let k = 0; k < into.length; k += 1) {
    const power = Math.exp((into[k] ?? 0) - highest);
    into[k] = power;
    total += power;
  }
  for (let k = 0; k < into.length; k += 1) into[k] = (into[k] ?? 0) / total;
  return into;
}
