/** Who holds which conversations: lists, counts and places in the queue, each by its own index. */
import type { Conversation, FlowStanding } from '../../core/conversation.ts';
import type { OwnerFilter, QueuePosition } from '../../ports/store.ts';
import type { Database } from './database.ts';

type OwnerKind = 'bot' | 'queue' | 'agent';

interface Where {
  sql: string;
  values: string[];
}

const MAX_LIST = 200;

export function listByOwner(db: Database, filter: OwnerFilter, page: { limit?: number; offset?: number }): Conversation[] {
  const limit = Math.min(MAX_LIST, Math.max(0, page.limit ?? 50));
  const offset = Math.max(0, page.offset ?? 0);
  const list = filter.owner === 'queue' ? waiting(filter) : latest(filter);
  if (!list) return [];
  const rows = db.all<{ body: string }>(`${list.sql} LIMIT ? OFFSET ?`, ...list.values, limit, offset);
  return rows.map((row) => JSON.parse(row.body) as Conversation);
}

export function conversationsOf(db: Database, walletId: string, limit: number): Conversation[] {
  const sql = `SELECT body FROM conversations WHERE wallet_id = ? AND wallet_id <> '' ORDER BY updated_at DESC, id LIMIT ?`;
  const rows = db.all<{ body: string }>(sql, walletId, Math.min(MAX_LIST, Math.max(0, limit)));
  return rows.map((row) => JSON.parse(row.body) as Conversation);
}

export function countByOwner(db: Database, filter: OwnerFilter): number {
  let total = 0;
  for (const kind of kindsOf(filter)) {
    const { sql, values } = where(kind, filter);
    total += db.one<{ n: number }>(`SELECT coalesce(sum(n), 0) AS n FROM owner_counts WHERE ${sql}`, ...values)?.n ?? 0;
  }
  return total;
}

export function queuePosition(db: Database, conversationId: string, limit: number): QueuePosition | undefined {
  const self = db.one<{ team: string; locale: string; score: number }>(
    `SELECT team, locale, score FROM conversations WHERE id = ? AND owner = 'queue' AND status = 'open'`,
    conversationId,
  );
  if (!self) return undefined;
  const before = db.one<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM conversations
       WHERE owner = 'queue' AND status = 'open' AND team = ? AND locale = ? AND (score, id) < (?, ?) LIMIT ?)`,
    self.team,
    self.locale,
    self.score,
    conversationId,
    limit,
  );
  return { position: (before?.n ?? 0) + 1 };
}

function waiting(filter: OwnerFilter): Where | undefined {
  if (filter.agentId !== undefined) return undefined;
  const { sql, values } = where('queue', filter);
  return { sql: `SELECT body FROM conversations WHERE ${sql} ORDER BY score, id`, values };
}

/** One branch for each owner and status, merged in order: SQLite reads no more rows than it gives. */
function latest(filter: OwnerFilter): Where | undefined {
  const statuses = filter.status ? [filter.status] : (['open', 'closed'] as const);
  const branches = kindsOf(filter).flatMap((kind) => statuses.map((status) => where(kind, { ...filter, status })));
  if (!branches.length) return undefined;
  return {
    sql: `${branches.map(({ sql }) => `SELECT id, updated_at, body FROM conversations WHERE ${sql}`).join(' UNION ALL ')} ORDER BY updated_at DESC, id`,
    values: branches.flatMap(({ values }) => values),
  };
}

/** Only a queue has a team and only an agent an id: the others need not be looked through. */
function kindsOf(filter: OwnerFilter): OwnerKind[] {
  const kinds: OwnerKind[] = filter.owner === 'any' ? ['bot', 'queue', 'agent'] : [filter.owner];
  return kinds.filter((kind) => (filter.team === undefined || kind === 'queue') && (filter.agentId === undefined || kind === 'agent'));
}

/** The owner stands in the SQL itself, or the planner could not use the indexes that hold one owner only. */
function where(kind: OwnerKind, filter: OwnerFilter): Where {
  const columns: [string, string | undefined][] = [
    ['status', filter.status],
    ['agent_id', filter.agentId],
    ['team', filter.team],
    // The plus keeps the planner from the index by language: an agent's own are far fewer.
    [filter.agentId === undefined ? 'locale' : '+locale', filter.locale],
  ];
  const given = columns.flatMap(([column, value]) => (value === undefined ? [] : [{ column, value }]));
  return {
    sql: [`owner = '${kind}'`, ...given.map(({ column }) => `${column} = ?`)].join(' AND '),
    values: given.map(({ value }) => value),
  };
}

/** From one place to the next in the index: as many looks as there are places, not conversations. */
export function standings(db: Database): FlowStanding[] {
  const found = new Map<string, FlowStanding>();
  let last = '';
  for (;;) {
    const row = db.one<{ standings: string }>(
      `SELECT standings FROM conversations WHERE standings <> '' AND standings > ? ORDER BY standings LIMIT 1`,
      last,
    );
    if (!row) return [...found.values()];
    last = row.standings;
    for (const standing of JSON.parse(last) as FlowStanding[]) found.set(JSON.stringify(standing), standing);
  }
}
