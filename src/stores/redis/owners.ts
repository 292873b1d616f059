/** Who holds which conversations: lists, counts and places in the queue, merged from the sorted sets of places.ts. */
import type { Conversation } from '../../core/conversation.ts';
import type { OwnerFilter, QueuePosition } from '../../ports/store.ts';
import { fromRecord } from './commit.ts';
import type { Connection } from './connection.ts';
import { isThere, type Source, sourcesOf, waitingList } from './places.ts';

const MAX_LIST = 200;

interface Found {
  id: string;
  score: number;
}

export async function listByOwner(
  connection: Connection,
  filter: OwnerFilter,
  page: { limit?: number; offset?: number },
): Promise<Conversation[]> {
  const limit = Math.min(MAX_LIST, Math.max(0, page.limit ?? 50));
  const offset = Math.max(0, page.offset ?? 0);
  const sources = await sourcesFor(connection, filter);
  if (!sources.length || !limit) return [];
  const found = (await Promise.all(sources.map((source) => first(connection, source, offset + limit)))).flat();
  found.sort((a, b) => a.score - b.score || (a.id < b.id ? -1 : 1));
  const ids = found.slice(offset, offset + limit).map(({ id }) => id);
  if (!ids.length) return [];
  const records = await connection.run((client) => client.mget(ids.map((id) => connection.key('conversation', id))));
  return records.flatMap((record) => (record === null ? [] : [fromRecord(record)])).filter((one) => isThere(one, filter));
}

export async function conversationsOf(connection: Connection, walletId: string, limit: number): Promise<Conversation[]> {
  const last = Math.min(MAX_LIST, Math.max(0, limit)) - 1;
  if (last < 0) return [];
  const ids = await connection.run((client) => client.zrange(connection.key('wallet', walletId), '0', String(last)));
  if (!ids.length) return [];
  const records = await connection.run((client) => client.mget(ids.map((id) => connection.key('conversation', id))));
  return records.flatMap((record) => (record === null ? [] : [fromRecord(record)]));
}

export async function countByOwner(connection: Connection, filter: OwnerFilter): Promise<number> {
  const counts = (await sourcesFor(connection, filter)).map(async (source) => {
    if ('list' in source && source.within !== undefined) return (await first(connection, source, Infinity)).length;
    return connection.run((client) => client.zcard(keyOf(connection, source)));
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

export async function queuePosition(connection: Connection, conversationId: string, limit: number): Promise<QueuePosition | undefined> {
  const record = await connection.run((client) => client.get(connection.key('conversation', conversationId)));
  if (record === null) return undefined;
  const { owner, status } = fromRecord(record);
  if (owner.kind !== 'queue' || status !== 'open') return undefined;
  const list = connection.key('list', waitingList('open', owner.team, owner.locale));
  const rank = await connection.run((client) => client.zrank(list, conversationId));
  return rank === null ? undefined : { position: Math.min(rank, limit) + 1 };
}

async function sourcesFor(connection: Connection, filter: OwnerFilter): Promise<Source[]> {
  return sourcesOf(filter, await connection.run((client) => client.smembers(connection.key('views'))));
}

function keyOf(connection: Connection, source: Source): string {
  return 'list' in source ? connection.key('list', source.list) : connection.key('view', source.view);
}

async function first(connection: Connection, source: Source, count: number): Promise<Found[]> {
  const key = keyOf(connection, source);
  const pairs = await connection.run((client) => {
    if ('view' in source || source.within === undefined) return client.zrange(key, '0', String(count - 1), 'WITHSCORES');
    return client.zinter(2, key, connection.key('view', source.within), 'WEIGHTS', '1', '0', 'WITHSCORES');
  });
  const found: Found[] = [];
  for (let place = 0; place < pairs.length; place += 2) found.push({ id: pairs[place] ?? '', score: Number(pairs[place + 1]) });
  return found;
}
