import type { Activity } from '../../core/activity.ts';
import type { Conversation } from '../../core/conversation.ts';

/**
 * The latest turn of conversations that are under way: what her next message loads and her open tabs read. This process
 * alone writes turns into the file, so nothing newer can be there; were it so all the same, the next commit is refused as
 * a conflict and the conversation forgotten here.
 */

/** Most of all that is kept together, in UTF-16 code units of JSON. */
const MOST = 16 * 1024 * 1024;

export interface Turn {
  /** The conversation's, in the file. */
  no: number;
  conversation: Conversation;
  /** What the turn added to the log, in order. */
  activities: Activity[];
  /** Of both as JSON, in UTF-16 code units. */
  length: number;
  /** The input that it was for. */
  inputId: string;
  /** Whether it was the conversation's first. */
  first: boolean;
}

interface Kept extends Turn {
  /** Every input there was, where all were kept here since the first. */
  seen: Set<string> | undefined;
  size: number;
}

export class Recent {
  readonly #turns = new Map<string, Kept>();
  readonly #most: number;
  #size = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Only what is durable. The conversations that were silent for longest make room. */
  keep(conversationId: string, turn: Turn): void {
    const before = this.#turns.get(conversationId);
    const seen = turn.first ? new Set<string>() : before?.seen;
    seen?.add(turn.inputId);
    const size = turn.length + (seen?.size ?? 0) * turn.inputId.length;
    this.forget(conversationId);
    // The same object: a Map that was outgrown holds what it had until the next full collection.
    this.#turns.set(conversationId, before ? Object.assign(before, turn, { seen, size }) : { ...turn, seen, size });
    this.#size += size;
    for (const [oldest] of this.#turns) {
      if (this.#size <= this.#most) return;
      this.forget(oldest);
    }
  }

  /** Others are given the same one: it is not to be changed. */
  conversation(conversationId: string): Conversation | undefined {
    return this.#turns.get(conversationId)?.conversation;
  }

  no(conversationId: string): number | undefined {
    return this.#turns.get(conversationId)?.no;
  }

  /** Whether there was such an input; undefined when that is not known here. */
  seen(conversationId: string, inputId: string): boolean | undefined {
    return this.#turns.get(conversationId)?.seen?.has(inputId);
  }

  /** All that follows `after`; undefined when more than the latest turn does, or than `limit`. */
  activitiesAfter(conversationId: string, after: number, limit: number): Activity[] | undefined {
    const activities = this.#turns.get(conversationId)?.activities;
    const first = activities?.[0];
    if (!activities || !first || after < first.seq - 1 || activities.length > limit) return undefined;
    return activities.filter(({ seq }) => seq > after);
  }

  forget(conversationId: string): void {
    const turn = this.#turns.get(conversationId);
    if (!turn) return;
    this.#turns.delete(conversationId);
    this.#size -= turn.size;
  }

  clear(): void {
    this.#turns.clear();
    this.#size = 0;
  }
}
