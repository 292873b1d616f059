/** The store over one SQLite file: reads at once, writes through the group. */
import type { Activity } from '../../core/activity.ts';
import type { Conversation, FlowStanding } from '../../core/conversation.ts';
import type { Commit } from '../../core/turn-types.ts';
import type { ActivityPage, Change, CommitResult, Due, Loaded, OwnerFilter, QueuePosition, Settlement, Store } from '../../ports/store.ts';
import { isSeen, OF_CONVERSATION, writeCommit } from './commit.ts';
import type { Database } from './database.ts';
import * as due from './due.ts';
import { Emitter } from '../emitter.ts';
import type { GroupCommit } from './group-commit.ts';
import * as owners from './owners.ts';
import type { Recent } from './recent.ts';

export class SqliteStore implements Store {
  readonly #db: Database;
  readonly #group: GroupCommit;
  readonly #recent: Recent;
  readonly #changes = new Emitter<Change>();
  readonly #close: () => Promise<void>;

  /** @param close closes the whole engine */
  constructor(db: Database, group: GroupCommit, recent: Recent, close: () => Promise<void>) {
    this.#db = db;
    this.#group = group;
    this.#recent = recent;
    this.#close = close;
  }

  async load(conversationId: string, inputId?: string): Promise<Loaded> {
    const conversation = this.#recent.conversation(conversationId);
    if (conversation) {
      const seen = inputId !== undefined && (this.#recent.seen(conversationId, inputId) ?? isSeen(this.#db, conversationId, inputId));
      return { conversation, seen };
    }
    // In one statement: each of its own would lock and unlock the file.
    const row = this.#db.one<{ body: string; seen: number }>(
      `SELECT body, EXISTS (SELECT 1 FROM inputs WHERE conversation_no = conversations.no AND input_id = ?) AS seen
         FROM conversations WHERE id = ?`,
      inputId ?? null,
      conversationId,
    );
    return { conversation: row && (JSON.parse(row.body) as Conversation), seen: row?.seen === 1 };
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const { id } = commit.conversation;
    const { result } = await this.#group.run(
      () => writeCommit(this.#db, commit, this.#recent.no(id)),
      ({ change }) => {
        if (!change) return this.#recent.forget(id);
        this.#recent.keep(id, change.turn);
        this.#changes.emit({ cursor: change.cursor, conversationId: id });
      },
    );
    return result;
  }

  async activitiesAfter(conversationId: string, after: number, reader: 'customer' | 'desk', limit = 200): Promise<ActivityPage> {
    const size = Math.max(1, limit);
    const recent = this.#recent.activitiesAfter(conversationId, after, size);
    if (recent) {
      const activities = recent.filter(({ visibility }) => visibility === 'customer' || reader === 'desk');
      return { activities, watermark: recent.at(-1)?.seq ?? after, more: false };
    }
    // What is withheld never leaves the database, but its place counts: a poll gets past it.
    const rows = this.#db.all<{ seq: number; body: string | null }>(
      `SELECT seq, CASE WHEN visibility = 'customer' OR ? = 'desk' THEN body END AS body
         FROM activities WHERE ${OF_CONVERSATION} AND seq > ? ORDER BY seq LIMIT ?`,
      reader,
      conversationId,
      after,
      size + 1,
    );
    const page = rows.slice(0, size);
    return {
      activities: page.flatMap(({ body }) => (body === null ? [] : [JSON.parse(body) as Activity])),
      watermark: page.at(-1)?.seq ?? after,
      more: rows.length > size,
    };
  }

  async listByOwner(filter: OwnerFilter, page: { limit?: number; offset?: number } = {}): Promise<Conversation[]> {
    return owners.listByOwner(this.#db, filter, page);
  }

  async conversationsOf(walletId: string, limit = 50): Promise<Conversation[]> {
    return owners.conversationsOf(this.#db, walletId, limit);
  }

  async countByOwner(filter: OwnerFilter): Promise<number> {
    return owners.countByOwner(this.#db, filter);
  }

  async queuePosition(conversationId: string, limit = 1000): Promise<QueuePosition | undefined> {
    return owners.queuePosition(this.#db, conversationId, limit);
  }

  async claimDue(claim: { now: number; leaseMs: number; limit: number }): Promise<Due[]> {
    // A look costs no write: most polls find nothing.
    const next = due.nextDueAt(this.#db);
    if (next === undefined || next > claim.now) return [];
    return this.#group.run(() => due.claimDue(this.#db, claim));
  }

  async recover(): Promise<void> {
    await this.#group.run(() => due.releaseLeases(this.#db));
  }

  async renewLeases(ids: string[], leasedUntil: number): Promise<void> {
    await this.#group.run(() => due.renewLeases(this.#db, ids, leasedUntil));
  }

  async settle(id: string, settlement: Settlement): Promise<void> {
    await this.#group.run(() => due.settle(this.#db, id, settlement));
  }

  async nextDueAt(): Promise<number | undefined> {
    return due.nextDueAt(this.#db);
  }

  async deadLetters(limit = 100): Promise<{ id: string; conversationId: string; error: string }[]> {
    return due.deadLetters(this.#db, limit);
  }

  async standings(): Promise<FlowStanding[]> {
    return owners.standings(this.#db);
  }

  async changesAfter(cursor: number, limit = 1000): Promise<Change[]> {
    const rows = this.#db.all<{ cursor: number; id: string }>(
      `SELECT inputs.no AS cursor, id FROM inputs JOIN conversations ON conversations.no = conversation_no
         WHERE inputs.no > ? ORDER BY inputs.no LIMIT ?`,
      cursor,
      limit,
    );
    return rows.map(({ id, ...change }) => ({ ...change, conversationId: id }));
  }

  async lastCursor(): Promise<number> {
    return this.#db.one<{ no: number }>('SELECT no FROM inputs ORDER BY no DESC LIMIT 1')?.no ?? 0;
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#changes.subscribe(listener);
  }

  async health(): Promise<void> {
    await this.#group.run(() => {
      this.#db.run('INSERT INTO heartbeat (one, beats) VALUES (1, 1) ON CONFLICT DO UPDATE SET beats = beats + 1');
    });
  }

  close(): Promise<void> {
    return this.#close();
  }
}
