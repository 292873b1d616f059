import type { Logger } from 'pino';
import type { Activity } from '../core/activity.ts';
import type { Conversation } from '../core/conversation.ts';
import type { Texts } from '../core/render.ts';
import type { Engine } from './engine.ts';
import type { Doors } from './http.ts';
import type { QueueStatusOf } from './queue-status.ts';
import type { Storage } from './storage.ts';
import type { Wallet } from './wallet.ts';

/** The outcome of sending one activity to a provider. */
export type SendResult =
  | { ok: true }
  /** Worth another try, not before `retryAfterMs`. */
  | { ok: false; retry: true; error: string; retryAfterMs?: number }
  | { ok: false; retry: false; error: string };

export interface Channel extends Doors {
  /** Folder name below `src/channels`, and the `channel` of its conversations. */
  name: string;
  /** Push channels only: sends one activity to where the conversation lives. @param key the effect's id, idempotent */
  send?(conversation: Conversation, activity: Activity, key: string): Promise<SendResult>;
  close?(): Promise<void>;
}

/** What the house lends a channel. */
export interface ChannelContext {
  engine: Engine;
  storage: Storage;
  wallet: Wallet;
  texts: Texts;
  queueStatus: QueueStatusOf;
  /** The settings it reads, with the demo's made-up secrets filled in. */
  env: Readonly<Record<string, string | undefined>>;
  production: boolean;
  /** Base of links and stream URLs; absent: the request's own origin. */
  publicUrl?: string;
  log: Logger;
  /** Epoch ms. */
  now: () => number;
}

/** What `src/channels/<name>/index.ts` exports. */
export interface ChannelModule {
  /** Undefined when the channel's settings are absent: off, at no cost. @throws {ZodError} on bad settings */
  createChannel(context: ChannelContext): Channel | undefined;
}
