/** One at a time for one key, in order of arrival; different keys side by side. */
export interface Lanes {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const before = tails.get(key);
      const result = before ? before.then(work, work) : work();
      tails.set(key, result);
      const leave = () => {
        if (tails.get(key) === result) tails.delete(key);
      };
      result.then(leave, leave);
      return result;
    },
  };
}
