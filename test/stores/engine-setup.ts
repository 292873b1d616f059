import type { Storage } from '../../src/ports/storage.ts';

/** Where the suites may run an engine; `test/stores/<engine>/setup.ts` exports `setups`, a list of these. */
export interface EngineSetup {
  name: string;
  /** A new empty place each time, and what opens it. A place that keeps nothing is not `durable`. */
  place(): Promise<() => Promise<Storage>>;
  durable: boolean;
}
