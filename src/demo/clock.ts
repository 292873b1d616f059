/** A clock that stands until it is moved. */
export interface Clock {
  now: () => number;
  /** Milliseconds. */
  advance(ms: number): void;
}

export function createClock(start = Date.UTC(2026, 10, 24, 3, 0, 0)): Clock {
  let time = start;
  return {
    now: () => time,
    advance(ms) {
      time += ms;
    },
  };
}
