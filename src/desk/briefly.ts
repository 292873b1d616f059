/** Answers that stay good for a moment, so that many askers make one question. */

const MAX_KEPT = 10_000;

export interface Briefly<T> {
  get(key: string, ask: () => Promise<T>): Promise<T>;
  forget(key: string): void;
}

/** A failed question is not kept. @param ttlMs how long an answer stays good */
export function briefly<T>(ttlMs: number, now: () => number): Briefly<T> {
  const kept = new Map<string, { answer: Promise<T>; until: number }>();

  function makeRoom(): void {
    for (const [key, { until }] of kept) if (until <= now()) kept.delete(key);
    if (kept.size >= MAX_KEPT) kept.clear();
  }

  return {
    get(key, ask) {
      const known = kept.get(key);
      if (known && known.until > now()) return known.answer;
      if (kept.size >= MAX_KEPT) makeRoom();
      const entry = { answer: ask(), until: now() + ttlMs };
      kept.set(key, entry);
      entry.answer.catch(() => {
        if (kept.get(key) === entry) kept.delete(key);
      });
      return entry.answer;
    },
    forget(key) {
      kept.delete(key);
    },
  };
}
