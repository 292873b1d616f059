/** The store over Redis: reads are single commands, writes one script each; those of one moment travel together. */
import type { Activity } from '../../core/activity.ts';
import type { FlowStanding } from '../../core/conversation.ts';
import type { Commit } from '../../core/turn-types.ts';
import type { ActivityPage, Change, CommitResult, Due, Loaded, OwnerFilter, Settlement, Store } from '../../ports/store.ts';
import { commitArguments, fromRecord, fromStandings, inputDigest } from './commit.ts';
import type { Connection } from './connection.ts';
import * as due from './due.ts';
import { changesAfter, type FeedNews, lastCursor } from './feed.ts';
import { checkHealth, warningsOf } from './health.ts';
import * as owners from './owners.ts';

export class RedisStore implements Store {
  readonly #connection: Connection;
  readonly #news: FeedNews;
  readonly #close: () => Promise<void>;

  /** @param close closes the whole engine */
  constructor(connection: Connection, news: FeedNews, close: () => Promise<void>) {
    this.#connection = connection;
    this.#news = news;
    this.#close = close;
  }

  async load(conversationId: string, inputId?: string): Promise<Loaded> {
    const { run, key } = bound(this.#connection);
    const [record, seenAt] = await Promise.all([
      run((client) => client.get(key('conversation', conversationId))),
      inputId === undefined ? null : run((client) => client.zscore(key('inputs', conversationId), inputDigest(inputId))),
    ]);
    return { conversation: record === null ? undefined : fromRecord(record), seen: seenAt !== null };
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const values = commitArguments(commit, this.#connection.channels.changes);
    const [answer] = await this.#connection.run((client) => client.commit(this.#connection.tag, ...values));
    return answer === 'ok' ? { ok: true } : { ok: false, reason: answer };
  }

  async activitiesAfter(conversationId: string, after: number, reader: 'customer' | 'desk', limit = 200): Promise<ActivityPage> {
    const size = Math.max(1, limit);
    const start = Math.max(0, after);
    const { run, key } = bound(this.#connection);
    const found = await run((client) => client.lrange(key('log', conversationId), start, start + size));
    const page = eachOnce(found.slice(0, size).map((text) => JSON.parse(text) as Activity));
    return {
      activities: reader === 'desk' ? page : page.filter(({ visibility }) => visibility === 'customer'),
      watermark: page.at(-1)?.seq ?? after,
      more: found.length > size,
    };
  }

  listByOwner(filter: OwnerFilter, page: { limit?: number; offset?: number } = {}): ReturnType<Store['listByOwner']> {
    return owners.listByOwner(this.#connection, filter, page);
  }

  conversationsOf(walletId: string, limit = 50): ReturnType<Store['conversationsOf']> {
    return owners.conversationsOf(this.#connection, walletId, limit);
  }

  countByOwner(filter: OwnerFilter): Promise<number> {
    return owners.countByOwner(this.#connection, filter);
  }

  queuePosition(conversationId: string, limit = 1000): ReturnType<Store['queuePosition']> {
    return owners.queuePosition(this.#connection, conversationId, limit);
  }

  claimDue(claim: { now: number; leaseMs: number; limit: number }): Promise<Due[]> {
    return due.claimDue(this.#connection, claim);
  }

  renewLeases(ids: string[], leasedUntil: number): Promise<void> {
    return due.renewLeases(this.#connection, ids, leasedUntil);
  }

  /** Other nodes are at work: leases run out by themselves. */
  async recover(): Promise<void> {}

  settle(id: string, settlement: Settlement): Promise<void> {
    return due.settle(this.#connection, id, settlement);
  }

  nextDueAt(): Promise<number | undefined> {
    return due.nextDueAt(this.#connection);
  }

  deadLetters(limit = 100): ReturnType<Store['deadLetters']> {
    return due.deadLetters(this.#connection, limit);
  }

  async standings(): Promise<FlowStanding[]> {
    const { run, key } = bound(this.#connection);
    return fromStandings(await run((client) => client.hkeys(key('standings'))));
  }

  changesAfter(cursor: number, limit = 1000): Promise<Change[]> {
    return changesAfter(this.#connection, cursor, limit);
  }

  lastCursor(): Promise<number> {
    return lastCursor(this.#connection);
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#news.subscribe(listener);
  }

  health(): Promise<void> {
    return checkHealth(this.#connection);
  }

  warnings(): Promise<string[]> {
    return warningsOf(this.#connection);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

function bound(connection: Connection): { run: Connection['run']; key: Connection['key'] } {
  return { run: connection.run.bind(connection), key: connection.key.bind(connection) };
}

/** Until the next turn sets it right, a log may end with entries that a torn transaction left twice (commit.lua). */
function eachOnce(activities: Activity[]): Activity[] {
  let last = 0;
  return activities.filter(({ seq }) => {
    if (seq <= last) return false;
    last = seq;
    return true;
  });
}
