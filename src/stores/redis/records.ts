/** Keyed records and append-only lists, under the same tag as the conversations. */
import type { JsonObject } from '../../core/activity.ts';
import type { PutOptions, Records, StoredRecord } from '../../ports/records.ts';
import { bodyOf } from './commit.ts';
import type { Connection } from './connection.ts';

/** Expired records deleted in one step, so that a sweep never holds up the turns for long. */
const SWEEP_SIZE = 500;

export class RedisRecords implements Records {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async get(collection: string, key: string, now: number): Promise<StoredRecord | undefined> {
    const record = await this.#connection.run((client) => client.get(this.#recordKey(collection, key)));
    return record === null ? undefined : toRecord(collection, key, record, now);
  }

  async put(collection: string, key: string, value: JsonObject, options: PutOptions = {}): Promise<boolean> {
    const { expectedVersion = '', expiresAt, index = {} } = options;
    const expiry = expiresAt === undefined ? '' : Math.ceil(expiresAt);
    const indexes = Object.entries(index).map(([name, indexed]) => JSON.stringify([collection, name, indexed]));
    const values = [nameOf(collection, key), collection, key, expectedVersion, expiry, indexes.join('\t'), JSON.stringify(value)];
    return (await this.#connection.run((client) => client.recordPut(this.#connection.tag, ...values))) > 0;
  }

  async delete(collection: string, key: string): Promise<void> {
    await this.#connection.run((client) => client.recordDelete(this.#connection.tag, '', nameOf(collection, key), collection, key));
  }

  async list(collection: string, now: number, query?: { name: string; value: string; limit?: number }): Promise<StoredRecord[]> {
    const limit = Math.max(0, query?.limit ?? 200);
    const order = query
      ? this.#connection.key('index', JSON.stringify([collection, query.name, query.value]))
      : this.#connection.key('collection', collection);
    const found: StoredRecord[] = [];
    let from = '-';
    // Expired ones still stand in the order, so one page may not be enough.
    while (found.length < limit) {
      const keys = await this.#connection.run((client) => client.zrangebylex(order, from, '+', 'LIMIT', 0, limit));
      if (!keys.length) break;
      from = `(${keys.at(-1)}`;
      const records = await this.#connection.run((client) => client.mget(keys.map((key) => this.#recordKey(collection, key))));
      for (const [place, record] of records.entries()) {
        const whole = record === null ? undefined : toRecord(collection, keys[place] ?? '', record, now);
        if (whole) found.push(whole);
      }
      if (keys.length < limit) break;
    }
    return found.slice(0, limit);
  }

  async append(list: string, entry: JsonObject): Promise<void> {
    const body = JSON.stringify(entry);
    await this.#connection.run((client) => client.lpush(this.#connection.key('entries', list), body));
  }

  async entries(list: string, limit = 100): Promise<JsonObject[]> {
    if (limit <= 0) return [];
    const bodies = await this.#connection.run((client) => client.lrange(this.#connection.key('entries', list), 0, limit - 1));
    return bodies.map((body) => JSON.parse(body) as JsonObject);
  }

  async sweep(now: number): Promise<number> {
    const expiry = this.#connection.key('expiry');
    let swept = 0;
    for (;;) {
      const names = await this.#connection.run((client) => client.zrangebyscore(expiry, '-inf', now, 'LIMIT', 0, SWEEP_SIZE));
      const values = names.flatMap((name) => [name, ...(JSON.parse(name) as [string, string])]);
      if (names.length) swept += await this.#connection.run((client) => client.recordDelete(this.#connection.tag, now, ...values));
      if (names.length < SWEEP_SIZE) return swept;
    }
  }

  #recordKey(collection: string, key: string): string {
    return this.#connection.key('record', nameOf(collection, key));
  }
}

/** JSON, so that collection and key never run into one another. */
function nameOf(collection: string, key: string): string {
  return JSON.stringify([collection, key]);
}

/** Undefined when it has expired. */
function toRecord(collection: string, key: string, record: string, now: number): StoredRecord | undefined {
  const [version, expiry] = record.split('\n', 2);
  if (expiry && Number(expiry) <= now) return undefined;
  const value = JSON.parse(bodyOf(record)) as JsonObject;
  return { collection, key, value, version: Number(version), ...(expiry && { expiresAt: Number(expiry) }) };
}
