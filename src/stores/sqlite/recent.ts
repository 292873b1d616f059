/**
 * The latest turn of conversations that are under way, as it was written: what her next message loads and her open tabs
 * read. This process alone writes turns into the file, so nothing newer can be there; were it so all the same, the next
 * commit is refused as a conflict and the conversation forgotten here.
 */

/** Most of all that is kept together, in UTF-16 code units. */
const MOST = 16 * 1024 * 1024;

export interface ActivityRow {
  seq: number;
  visibility: string;
  /** JSON. */
  body: string;
}

export interface Turn {
  /** The conversation as JSON. */
  body: string;
  /** What the turn added to the log, in order. */
  activities: ActivityRow[];
}

export class Recent {
  readonly #turns = new Map<string, Turn>();
  readonly #most: number;
  #size = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Only what is durable. The conversations that were silent for longest make room. */
  keep(conversationId: string, turn: Turn): void {
    this.forget(conversationId);
    this.#turns.set(conversationId, turn);
    this.#size += sizeOf(turn);
    for (const [oldest] of this.#turns) {
      if (this.#size <= this.#most) return;
      this.forget(oldest);
    }
  }

  body(conversationId: string): string | undefined {
    return this.#turns.get(conversationId)?.body;
  }

  /** All that follows `after`; undefined when more than the latest turn does, or than `limit`. */
  activitiesAfter(conversationId: string, after: number, limit: number): ActivityRow[] | undefined {
    const activities = this.#turns.get(conversationId)?.activities;
    const first = activities?.[0];
    if (!activities || !first || after < first.seq - 1 || activities.length > limit) return undefined;
    return activities.filter(({ seq }) => seq > after);
  }

  forget(conversationId: string): void {
    const turn = this.#turns.get(conversationId);
    if (!turn) return;
    this.#turns.delete(conversationId);
    this.#size -= sizeOf(turn);
  }

  clear(): void {
    this.#turns.clear();
    this.#size = 0;
  }
}

function sizeOf({ body, activities }: Turn): number {
  return activities.reduce((sum, activity) => sum + activity.body.length, body.length);
}
