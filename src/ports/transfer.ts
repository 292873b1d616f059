/** Taking a whole desk from one storage engine to another. */
import type { Activity, JsonObject } from '../core/activity.ts';
import type { Conversation } from '../core/conversation.ts';
import type { Effect, Timer } from '../core/turn-types.ts';

/** One conversation with its log and the deliveries it has seen. */
export interface ConversationPart {
  kind: 'conversation';
  conversation: Conversation;
  activities: Activity[];
  /** Oldest first; `at` in epoch ms. */
  inputs: { id: string; at: number }[];
}

/** An effect or timer that is not settled; leases stay behind. */
export interface DuePart {
  kind: 'due';
  due: { kind: 'effect'; effect: Effect } | { kind: 'timer'; timer: Timer };
  /** Epoch ms. */
  dueAt: number;
  attempts: number;
}

export interface DeadLetterPart {
  kind: 'deadLetter';
  id: string;
  conversationId: string;
  attempts: number;
  error: string;
  due: DuePart['due'];
}

export interface RecordPart {
  kind: 'record';
  collection: string;
  key: string;
  value: JsonObject;
  version: number;
  /** Epoch ms. */
  expiresAt?: number;
  index: Record<string, string>;
}

export interface EntryPart {
  kind: 'entry';
  list: string;
  /** Place in its list, from 0. */
  place: number;
  entry: JsonObject;
}

export type Part = ConversationPart | DuePart | DeadLetterPart | RecordPart | EntryPart;
export type PartKind = Part['kind'];

/** A desk that is to leave its storage engine. Nobody else works on it meanwhile. */
export interface Outgoing {
  /** Keeps other processes from changing the desk until it is closed. @throws {Error} when one is at work */
  hold(): Promise<void>;
  /**
   * Parts of one kind in a lasting order; sends of one conversation in theirs.
   * @param after `next` of the page before; absent: from the start
   */
  read(kind: PartKind, after?: string, limit?: number): Promise<{ parts: Part[]; next?: string }>;
  /** Parts of one kind, those that expired among them. */
  count(kind: PartKind): Promise<number>;
}

/** A desk that comes in from another storage engine. */
export interface Incoming {
  /** Puts parts as they are; a part that is there already changes nothing. Resolves once they are durable. */
  write(parts: Part[]): Promise<void>;
  count(kind: PartKind): Promise<number>;
  /** The same parts as this desk has them, in their order; undefined where there is none. */
  find(parts: Part[]): Promise<(Part | undefined)[]>;
}

export function bodyOfDue(due: DuePart['due']): Effect | Timer {
  return due.kind === 'timer' ? due.timer : due.effect;
}

export function kindOfDue(due: DuePart['due']): Effect['kind'] | 'timer' {
  return due.kind === 'timer' ? 'timer' : due.effect.kind;
}
