/** Fits the calibration and the bar for answers on phrases that the model had not seen. */
import { type Calibration, probabilities, UNCALIBRATED } from '../calibration.ts';

export interface Judged {
  scores: Float64Array;
  coverage: number;
  /** Place of the right intent. */
  label: number;
}

/** By walking each number up and down in ever smaller steps: four numbers need nothing cleverer. */
export function fitCalibration(judged: Judged[], none: number): Calibration {
  const into = new Float64Array(judged[0]?.scores.length ?? 0);
  const loss = (by: Calibration) => {
    let sum = 0;
    for (const { scores, coverage, label } of judged) sum -= Math.log((probabilities(scores, coverage, none, by, into)[label] ?? 0) + 1e-9);
    return sum;
  };
  let best = UNCALIBRATED;
  let least = loss(best);
  for (let step = 0.4; step > 0.02; step /= 2) {
    for (let improved = true; improved; ) {
      improved = false;
      for (const name of Object.keys(UNCALIBRATED) as (keyof Calibration)[]) {
        for (const sign of [-1, 1]) {
          const candidate = { ...best, [name]: best[name] + sign * step };
          const value = loss(candidate);
          if (value < least - 1e-6) [best, least, improved] = [candidate, value, true];
        }
      }
    }
  }
  return best;
}

/**
 * @param answers the probability of each message's best topic, and whether that is right
 * @param precision share of the answers that must be right
 */
export function fitAnswerFrom(answers: { probability: number; right: boolean }[], precision: number): number {
  const sorted = answers.toSorted((a, b) => b.probability - a.probability);
  let right = 0;
  let bar = 0.9;
  for (const [index, answer] of sorted.entries()) {
    if (answer.right) right += 1;
    if (right >= precision * (index + 1) && index > 20) bar = answer.probability;
  }
  return bar;
}
