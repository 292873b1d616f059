/** The store for many nodes: one Redis, or one desk on a cluster of them. */
import * as z from 'zod';
import type { Signal } from '../../ports/live.ts';
import type { Storage } from '../../ports/storage.ts';
import { Emitter } from '../emitter.ts';
import { parseAddress } from './address.ts';
import { Connection } from './connection.ts';
import { FeedNews } from './feed.ts';
import { requireFit } from './health.ts';
import { createRedisLimits } from './limits.ts';
import { RedisRecords } from './records.ts';
import { RedisIncoming } from './incoming.ts';
import { RedisStore } from './store.ts';

/** Of the keys as README.md describes them. */
const LAYOUT = 1;

const signal = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('typing'),
    conversationId: z.string(),
    from: z.object({ id: z.string(), name: z.string().optional(), role: z.enum(['user', 'bot', 'agent']) }),
  }),
  z.object({ kind: z.literal('session-ended'), session: z.string() }),
  z.object({ kind: z.literal('presence') }),
  z.object({
    kind: z.literal('delivery'),
    conversationId: z.string(),
    activityId: z.string(),
    state: z.enum(['sent', 'delivered', 'read', 'failed']),
  }),
]);

/**
 * @param location what follows `redis:` or `rediss:`, as address.ts reads it
 * @throws {Error} when it is not written so, when no Redis answers there, or when it is none that a desk can live in
 */
export async function open(location: string, { secure = false } = {}): Promise<Storage> {
  const address = parseAddress(location, secure);
  const connection = await Connection.open(address);
  try {
    await requireFit(connection, address.cluster);
    await requireLayout(connection);
    const news = await FeedNews.open(connection);
    const signals = new Emitter<Signal>();
    await connection.listen(connection.channels.live, (text) => hear(signals, text));

    const close = async () => {
      await news.close();
      await connection.close();
    };
    return {
      store: new RedisStore(connection, news, close),
      records: new RedisRecords(connection),
      incoming: new RedisIncoming(connection),
      live: {
        publish: (sent) => connection.tell(connection.channels.live, written(sent)),
        subscribe: (listener) => signals.subscribe(listener),
      },
      limits: createRedisLimits(connection),
      close,
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Takes no more than `signal` reads: the compiler refuses a kind of news that would be lost on its way. */
function written(sent: z.infer<typeof signal>): string {
  return JSON.stringify(sent);
}

/** A node that is older or newer than this one may share the desk, and may say what this one does not know. */
function hear(signals: Emitter<Signal>, text: string): void {
  const parsed = signal.safeParse(JSON.parse(text));
  if (parsed.success) signals.emit(parsed.data);
}

async function requireLayout(connection: Connection): Promise<void> {
  const key = connection.key('layout');
  await connection.run((client) => client.setnx(key, LAYOUT));
  const layout = await connection.run((client) => client.get(key));
  if (Number(layout) > LAYOUT) throw new Error(`it was written by a newer Estafet (layout ${layout}, this one knows ${LAYOUT})`);
}
