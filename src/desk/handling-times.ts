/** How long agents hold a conversation, by team × language: what a customer's estimate is made of. */
import * as z from 'zod';
import type { Records } from '../ports/records.ts';

const COLLECTION = 'handling-times';
const KEPT = 50;
const TRIES = 5;

const stored = z.object({ durations: z.array(z.number()) });

export interface HandlingTimes {
  /** @param ms from accept to close or return */
  add(team: string, locale: string, ms: number): Promise<void>;
  /** Median of the last 50 in ms; undefined before any was measured. */
  median(team: string, locale: string): Promise<number | undefined>;
}

export function createHandlingTimes({ records, now }: { records: Records; now: () => number }): HandlingTimes {
  const read = async (key: string) => {
    const record = await records.get(COLLECTION, key, now());
    return { durations: record ? stored.parse(record.value).durations : [], version: record?.version ?? 0 };
  };
  return {
    async add(team, locale, ms) {
      const key = keyOf(team, locale);
      // One measurement more or less is nothing to fail for: after a few races it is let go.
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const { durations, version } = await read(key);
        if (await records.put(COLLECTION, key, { durations: [...durations, ms].slice(-KEPT) }, { expectedVersion: version })) return;
      }
    },
    async median(team, locale) {
      const { durations } = await read(keyOf(team, locale));
      const sorted = durations.toSorted((a, b) => a - b);
      const upper = sorted[Math.floor(sorted.length / 2)];
      const lower = sorted[Math.floor((sorted.length - 1) / 2)];
      return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
    },
  };
}

function keyOf(team: string, locale: string): string {
  return `${team}|${locale}`;
}
