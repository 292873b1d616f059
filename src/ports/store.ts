/** Where conversations live. Every method is safe to call from many nodes at once. */
import type { Activity } from '../core/activity.ts';
import type { Conversation, FlowStanding } from '../core/conversation.ts';
import type { Commit, Effect, Timer } from '../core/turn-types.ts';

export type CommitResult =
  | { ok: true }
  /** `conflict`: another turn came first. `duplicate`: the input is already in. `capacity`: the agent is full. */
  | { ok: false; reason: 'conflict' | 'duplicate' | 'capacity' };

export interface Loaded {
  /** Never changed by whoever loads it: others may have been given the same one. */
  conversation: Conversation | undefined;
  /** The input was committed before. */
  seen: boolean;
}

export interface ActivityPage {
  /** Never changed either. */
  activities: Activity[];
  /** `seq` up to which this page is complete, withheld activities included. */
  watermark: number;
  /** More follow after the watermark. */
  more: boolean;
}

export type Due =
  | { kind: 'effect'; id: string; effect: Effect; attempts: number }
  | { kind: 'timer'; id: string; timer: Timer; attempts: number };

export type Settlement =
  | { outcome: 'done' }
  /** Epoch ms of the next try. */
  | { outcome: 'retry'; dueAt: number; error: string }
  /** Kept for a person to look at, never tried again. */
  | { outcome: 'dead'; error: string };

export interface OwnerFilter {
  owner: 'queue' | 'agent' | 'bot' | 'any';
  team?: string;
  locale?: string;
  agentId?: string;
  status?: 'open' | 'closed';
}

export interface Change {
  /** Place in the feed of commits, from 1. */
  cursor: number;
  conversationId: string;
}

export interface QueuePosition {
  /** From 1; at most `limit` + 1, which means "more than limit". */
  position: number;
}

export interface Store {
  load(conversationId: string, inputId?: string): Promise<Loaded>;
  /** Resolves once the commit is durable. */
  commit(commit: Commit): Promise<CommitResult>;
  /**
   * @param after watermark: the last `seq` already read, 0 for all
   * @param reader `customer` never gets what only the desk may read
   */
  activitiesAfter(conversationId: string, after: number, reader: 'customer' | 'desk', limit?: number): Promise<ActivityPage>;
  /** Waiting ones by score, others by latest update; `limit` at most 200 (default 50). */
  listByOwner(filter: OwnerFilter, page?: { limit?: number; offset?: number }): Promise<Conversation[]>;
  /** All of one customer, on whatever channel the wallet has vouched for her, latest update first; `limit` at most 200 (default 50). */
  conversationsOf(walletId: string, limit?: number): Promise<Conversation[]>;
  countByOwner(filter: OwnerFilter): Promise<number>;
  /** Place in its team × language queue; undefined when it does not wait. Counts no further than `limit`. */
  queuePosition(conversationId: string, limit?: number): Promise<QueuePosition | undefined>;
  /**
   * Takes what is due under a lease: nobody else gets it until `now + leaseMs`. Sends of one conversation come in
   * order, one at a time.
   */
  claimDue(claim: { now: number; leaseMs: number; limit: number }): Promise<Due[]>;
  /**
   * Called once at start: what an earlier process of this desk had claimed is due again at once. Does nothing in an
   * engine that many nodes share, where leases run out by themselves.
   */
  recover(): Promise<void>;
  /** Keeps what was claimed from others for longer; does nothing for what is settled, or leased for longer already. */
  renewLeases(ids: string[], leasedUntil: number): Promise<void>;
  settle(id: string, settlement: Settlement): Promise<void>;
  /** Epoch ms when something next falls due (leases included), if anything is there. */
  nextDueAt(): Promise<number | undefined>;
  /** What was given up, latest first. */
  deadLetters(limit?: number): Promise<{ id: string; conversationId: string; error: string }[]>;
  /** Where in flows any conversation stands, each place once: few, however many conversations there are. */
  standings(): Promise<FlowStanding[]>;
  changesAfter(cursor: number, limit?: number): Promise<Change[]>;
  /** Cursor of the latest commit; 0 before the first. */
  lastCursor(): Promise<number>;
  /**
   * Called after each durable commit on this desk, on whichever node: as a rule at once, and within a moment where news
   * between nodes got lost. That is the engine's to see to, so that one look serves all who listen on a node.
   */
  onChange(listener: (change: Change) => void): () => void;
  /** @throws when the store can't serve */
  health(): Promise<void>;
  /** What an operator should change lest something be lost, in sentences; absent where there is nothing to get wrong. */
  warnings?(): Promise<string[]>;
  close(): Promise<void>;
}
