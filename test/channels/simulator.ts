/**
 * What a provider's simulator offers, so that one contract serves all channels. A simulator is written from the
 * provider's documentation alone: it signs, retries, repeats, reorders, limits, fails and expires as documented there.
 */

import type { Channel, ChannelContext } from '../../src/ports/channel.ts';

/** What stands on a customer's screen. */
export interface ShownMessage {
  /** As the provider's app would show it, formatting marks resolved. */
  text: string;
  /** Labels she can tap, in order, whole; of a list its rows. */
  options: string[];
  links: { title: string; url: string }[];
  file?: { contentType: string; bytes: Buffer; name?: string };
}

export interface SimulatedCustomer {
  /** The provider's id of her. */
  id: string;
  name: string;
  /** What we sent her, oldest first; what the provider took twice is here twice. */
  screen: ShownMessage[];
  /** Resolves when the webhook has taken it, retries included. @throws when it never did */
  says(text: string): Promise<void>;
  /** Taps the option of this label on the latest message that has it. @throws when there is none */
  taps(label: string): Promise<void>;
  sends(file: { bytes: Buffer; contentType: string; name?: string }): Promise<void>;
  /** From now on the provider refuses what we send her, as documented, until she writes or unblocks. */
  blocks(): Promise<void>;
  unblocks(): Promise<void>;
}

/** A signed delivery, as it would be posted. */
export interface Delivery {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

export interface SimulatorFaults {
  /** The next `times` sends are refused for going too fast, with the time to wait where the provider names one. */
  limit(times: number, seconds: number): void;
  /** The next `times` sends are answered with this status and the provider's error for it. */
  fail(times: number, status: number): void;
  /** The next `times` sends are carried out, and their answers lost. */
  loseAnswers(times: number): void;
  /** Our credentials stop being good, until `restoreCredentials`. */
  expireCredentials(): void;
  restoreCredentials(): void;
}

export interface ProviderSimulator {
  /**
   * Opens the channel in place of its module, where settings alone can't lead it to a simulator: whose keys the Bot
   * Framework believes and where it logs in is Microsoft's, and no setting of an operator's may change that.
   */
  open?(context: ChannelContext): Channel;
  /** Settings of the channel, as environment variables, with which it talks to this simulator. */
  env: Record<string, string>;
  /** Origin of the simulated provider's API, e.g. `http://127.0.0.1:4711`. */
  origin: string;
  /** Deliveries go to these nodes in turn, e.g. `http://127.0.0.1:3978`. */
  deliverTo(...origins: string[]): void;
  customer(options?: { name?: string; locale?: string }): SimulatedCustomer;
  /** A message of hers, signed and not yet delivered; each call is a new message, later than the one before. */
  prepare(customer: SimulatedCustomer, text: string): Delivery;
  /** Signs any body, for what no customer would send. */
  sign(body: Buffer): Delivery;
  /** Posts a delivery once, with no retry. @param origin of a node; default: the nodes in turn */
  deliver(delivery: Delivery, origin?: string): Promise<Response>;
  faults: SimulatorFaults;
  /** Every request the channel made, oldest first; credentials are left out. */
  requests: { method: string; path: string; body: unknown; at: number }[];
  /** Milliseconds to add to the provider's clock (windows, tokens, media that expire). */
  advance(ms: number): void;
  close(): Promise<void>;
}

export interface SimulatorOptions {
  /** Epoch ms; default `Date.now`. */
  now?: () => number;
  /** 0 (default): any free one. */
  port?: number;
}

export type StartSimulator = (options?: SimulatorOptions) => Promise<ProviderSimulator>;
