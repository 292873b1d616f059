/** Counting uses, so that too many are refused: one count for the whole desk, whichever node is asked. */
export interface LimitOptions {
  /** Limits of one name are one limit, with the same options on every node. */
  name: string;
  /** Uses allowed in a window. */
  points: number;
  /** Length of a window, which begins with its first use. */
  seconds: number;
}

export interface Limit {
  /** Counts one use. @throws {EstafetError} `too-many-requests`, with Retry-After in seconds */
  use(key: string): Promise<void>;
  /** Takes one use back. */
  undo(key: string): Promise<void>;
  /** Begins anew. */
  clear(key: string): Promise<void>;
}

/** An engine that many nodes share counts for all of them, and for each alone while it can't be reached: it never blocks. */
export interface Limits {
  create(options: LimitOptions): Limit;
}
