/** Two ways to put load on a target: as fast as it goes, and at a steady pace whatever it answers. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Turn = () => Promise<void>;

/**
 * So many customers who write on as soon as they have their answer. Counted in turns, not by the clock: on a busy
 * machine less would be run in the same time, and what runs seldom is not compiled as well.
 * @returns seconds it took
 */
export async function flood(turn: Turn, { customers, turns }: { customers: number; turns: number }): Promise<number> {
  const began = performance.now();
  let left = turns;
  async function write(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await turn();
    }
  }
  await Promise.all(Array.from({ length: customers }, write));
  return (performance.now() - began) / 1000;
}

/**
 * `perSecond` arrivals, spread evenly; nobody waits for the one before.
 * @returns milliseconds of each turn, counted from when it should have begun
 */
export async function steady(turn: Turn, { perSecond, turns }: { perSecond: number; turns: number }): Promise<number[]> {
  const began = performance.now();
  const waits: number[] = [];
  const under: Promise<void>[] = [];
  for (let sent = 0; sent < turns; ) {
    const due = Math.min(turns, Math.floor(((performance.now() - began) * perSecond) / 1000) + 1);
    for (; sent < due; sent += 1) {
      const scheduled = began + (sent * 1000) / perSecond;
      under.push(turn().then(() => void waits.push(performance.now() - scheduled)));
    }
    await sleep(1);
  }
  await Promise.all(under);
  return waits;
}

/** @param share 0.5 is the median */
export function percentile(figures: number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
