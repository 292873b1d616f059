/** How long things took, in milliseconds, told in a line. */
export interface Times {
  add(ms: number): void;
  print(what: string): void;
}

export function createTimes(): Times {
  const all: number[] = [];
  return {
    add: (ms) => all.push(ms),
    print(what) {
      const sorted = all.toSorted((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)];
      process.stdout.write(`${what}: median ${median} ms, longest ${sorted.at(-1)} ms (${all.length} times)\n`);
    },
  };
}
