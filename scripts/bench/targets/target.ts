import type { Started } from '../process.ts';

/** Something that answers customers. */
export interface Target {
  name: string;
  server: Started;
  /** One customer's message, until she has the answer. */
  turn(): Promise<void>;
  /** CPU milliseconds of what serves it beside its own process, so far. */
  besideMs?(): number;
  /** What there is to say about its run. */
  remark?(): string;
  close(): Promise<void>;
}

/** Its process as it is started anew, to see how long that takes. */
export type Starter = () => Promise<Started>;
