/** One at a time for one key, in order of arrival; different keys side by side. */
export interface Lanes {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

interface Lane {
  tail: Promise<unknown> | undefined;
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>();
  return {
    run(key, work) {
      const lane = lanes.get(key) ?? { tail: undefined };
      lanes.set(key, lane);
      const result = lane.tail ? lane.tail.then(work, work) : work();
      lane.tail = result;
      const leave = () => {
        if (lane.tail !== result) return;
        // A Map that was outgrown holds what it had until the next full collection: not the turn, with all of this.
        lane.tail = undefined;
        lanes.delete(key);
      };
      result.then(leave, leave);
      return result;
    },
  };
}
