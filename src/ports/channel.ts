import type { Logger } from 'pino';
import type { Activity } from '../core/activity.ts';
import type { Conversation, UndeliveredReason } from '../core/conversation.ts';
import type { Texts } from '../core/render.ts';
import type { ConversationOrigin } from '../core/turn-types.ts';
import type { Deliveries } from './deliveries.ts';
import type { Engine } from './engine.ts';
import type { Files } from './files.ts';
import type { Doors } from './http.ts';
import type { QueueStatusOf } from './queue-status.ts';
import type { Storage } from './storage.ts';
import type { Wallet } from './wallet.ts';

/** The outcome of sending one activity to a provider. */
export type SendResult =
  | { ok: true }
  /** Worth another try, not before `retryAfterMs`. */
  | { ok: false; retry: true; error: string; retryAfterMs?: number }
  /** Given up; the agents read of it. `reason` default: `rejected`. */
  | { ok: false; retry: false; error: string; reason?: UndeliveredReason };

/** Whether a message of ours would be let through to her now. */
export interface Reach {
  open: boolean;
  /** Epoch ms when that ends, where it does. */
  until?: number;
  /** While it is not open, she can be sent the invitation that the provider has approved. */
  invitation?: boolean;
}

export interface Channel extends Doors {
  /** Folder name below `src/channels`, and the `channel` of its conversations. */
  name: string;
  /** Push channels only: sends one activity to where the conversation lives. @param key the effect's id, idempotent */
  send?(conversation: Conversation, activity: Activity, key: string): Promise<SendResult>;
  /** Absent: always open. @param now epoch ms */
  reach?(conversation: Conversation, now: number): Reach;
  /** Where a business may write first, to somebody who has not written yet. */
  opening?: {
    /** What she is found by; `phone`: E.164. */
    by: 'phone';
    /** Where the conversation with her lives, whether it exists already or not. */
    find(to: string): { conversationId: string; origin: ConversationOrigin };
  };
  close?(): Promise<void>;
}

/** What the house lends a channel. */
export interface ChannelContext {
  engine: Engine;
  storage: Storage;
  files: Files;
  deliveries: Deliveries;
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
  /** Undefined when the channel's settings are absent: off, at no cost, its code not even read. @throws {ZodError} on bad settings */
  createChannel(context: ChannelContext): Promise<Channel | undefined>;
}
