/** What the sandbox can be told to be, to see how the desk bears it. */
export const MODES = ['normal', 'slow', 'down', 'refuse', 'lose-answers'] as const;
export type Mode = (typeof MODES)[number];

/** Longer than the desk waits for one. */
export const SLOW_MS = 8_000;

export interface Moods {
  mode: Mode;
  /** Milliseconds that an answer takes in `slow`. */
  slowMs: number;
  /** In `lose-answers`: the first answer to each write is lost after it was carried out. */
  losesAnswer(key: string): boolean;
}

export function createMoods(slowMs: number): Moods {
  const lost = new Set<string>();
  return {
    mode: 'normal',
    slowMs,
    losesAnswer(key) {
      if (this.mode !== 'lose-answers' || lost.has(key)) return false;
      lost.add(key);
      return true;
    },
  };
}
