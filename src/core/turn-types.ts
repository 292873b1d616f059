/** What goes into a turn and what comes out of it. */
import type { Activity, Attachment, IncomingActivity, Json, JsonObject } from './activity.ts';
import type { Conversation, Delivery, UndeliveredReason } from './conversation.ts';
import type { OpenSecret } from './mask-across.ts';
import type { Mood } from './mood.ts';
import type { WalletFailure, WalletOperation } from './wallet-operations.ts';

export interface Entity {
  kind: string;
  /** Canonical form, e.g. E.164 for a phone. */
  value: string;
  /** Place in the text, UTF-16 code units. */
  start: number;
  end: number;
}

export interface Classification {
  /** An intent's id, or `none`. */
  intent: string;
  /** 0…1, calibrated as well as the classifier can. */
  score: number;
  band: 'answer' | 'offer' | 'none';
  alternatives: { intent: string; score: number }[];
  /**
   * The message's own language, where it shows one; confidence 0…1. `brief`: a word or two, which may be a stray.
   * `mixed`: another of our languages is in it too.
   */
  language?: { locale: string; confidence: number; brief?: true; mixed?: true };
  entities: Entity[];
  /** Absent where she shows none. */
  mood?: Mood;
}

/** Who a new conversation is with and how it is reached; given by the channel with every activity. */
export interface ConversationOrigin {
  channel: string;
  delivery: Delivery;
  address?: Json;
  locale?: string;
  customer: { id: string; name?: string; walletId?: string };
}

export interface ActivityInput {
  kind: 'activity';
  /** The delivery's stable id; a repeated delivery is recognised by it. */
  id: string;
  conversationId: string;
  activity: IncomingActivity;
  origin: ConversationOrigin;
  /** Kinds of secrets that were masked out of the text. */
  masked?: string[];
  /** What it leaves open for the next one. */
  openSecret?: OpenSecret;
  classification?: Classification;
  /** The channel answers in the same response, so nothing is to be sent. */
  repliesInline?: boolean;
}

export interface EffectResultInput {
  kind: 'effectResult';
  id: string;
  conversationId: string;
  effectId: string;
  result: { ok: true; output: Json } | { ok: false; error: WalletFailure };
}

export interface TimerDueInput {
  kind: 'timerDue';
  id: string;
  conversationId: string;
  timerId: string;
}

export interface AgentRef {
  id: string;
  name: string;
  /** How many conversations she may hold at once. */
  capacity: number;
}

export type AgentCommand =
  | { type: 'accept' }
  /** Takes a conversation that waits for nobody, or begins one with somebody who has not written yet. */
  | { type: 'start'; origin?: ConversationOrigin }
  /** The invitation to write, in the words that the channel's provider has approved. */
  | { type: 'invite' }
  /** Words, a file, or both. */
  | { type: 'message'; text?: string; attachments?: Attachment[]; clientActivityId?: string }
  | { type: 'note'; text: string; clientActivityId?: string }
  | { type: 'transfer'; to: { team: string } | { agent: AgentRef } }
  /** Back to the bot: at the state it left, or at one of the asking states she came through. */
  | { type: 'return'; state?: string }
  /** What it is really about. */
  | { type: 'topic'; topic: string }
  | { type: 'close' };

export interface AgentCommandInput {
  kind: 'agentCommand';
  id: string;
  conversationId: string;
  agent: AgentRef;
  command: AgentCommand;
  masked?: string[];
}

/** A push channel could not bring an activity to her, for good. */
export interface UndeliveredInput {
  kind: 'undelivered';
  id: string;
  conversationId: string;
  activityId: string;
  reason: UndeliveredReason;
  /** The provider's words for it, for the agents. */
  detail: string;
  /** When it was so, where that is told. Epoch ms by the provider's clock. */
  at?: number;
}

export type Input = ActivityInput | EffectResultInput | TimerDueInput | AgentCommandInput | UndeliveredInput;

export type Effect =
  | { id: string; conversationId: string; kind: 'send'; activity: Activity; dueAt: number }
  | {
      id: string;
      conversationId: string;
      kind: 'callWallet';
      operation: WalletOperation;
      input: JsonObject;
      dueAt: number;
    };

export interface Timer {
  id: string;
  conversationId: string;
  /** Epoch ms. */
  dueAt: number;
}

/** All that one turn changes, written in one transaction. */
export interface Commit {
  inputId: string;
  /** 0 creates the conversation. */
  expectedVersion: number;
  conversation: Conversation;
  activities: Activity[];
  effects: Effect[];
  timers: { set: Timer[]; cancel: string[] };
  /** The commit holds only while this agent owns fewer than `max` conversations. */
  capacity?: { agentId: string; max: number };
}
