/** Keyed records and append-only lists, in the same file and the same groups as the conversations. */
import type { JsonObject } from '../../core/activity.ts';
import type { PutOptions, Records, StoredRecord } from '../../ports/records.ts';
import type { Database } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

interface RecordRow {
  collection: string;
  key: string;
  version: number;
  expires_at: number | null;
  body: string;
}

/** Expired records deleted in one step, so that a sweep never holds up the turns for long. */
const SWEEP_ROWS = 500;

export class SqliteRecords implements Records {
  readonly #db: Database;
  readonly #group: GroupCommit;

  constructor(db: Database, group: GroupCommit) {
    this.#db = db;
    this.#group = group;
  }

  async get(collection: string, key: string, now: number): Promise<StoredRecord | undefined> {
    const row = this.#db.one<RecordRow>(
      'SELECT * FROM records WHERE collection = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)',
      collection,
      key,
      now,
    );
    return row && toRecord(row);
  }

  put(collection: string, key: string, value: JsonObject, options: PutOptions = {}): Promise<boolean> {
    // Taken now: the caller may change its object before the group runs.
    const body = JSON.stringify(value);
    const index = Object.entries(options.index ?? {});
    return this.#group.run(() => {
      const current =
        this.#db.one<{ version: number }>('SELECT version FROM records WHERE collection = ? AND key = ?', collection, key)?.version ?? 0;
      if (options.expectedVersion !== undefined && options.expectedVersion !== current) return false;
      this.#db.run(
        `INSERT INTO records (collection, key, version, expires_at, body) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET version = excluded.version, expires_at = excluded.expires_at, body = excluded.body`,
        collection,
        key,
        current + 1,
        options.expiresAt === undefined ? null : Math.ceil(options.expiresAt),
        body,
      );
      if (current > 0) this.#db.run('DELETE FROM record_index WHERE collection = ? AND key = ?', collection, key);
      for (const [name, indexed] of index) {
        this.#db.run('INSERT INTO record_index (collection, name, value, key) VALUES (?, ?, ?, ?)', collection, name, indexed, key);
      }
      return true;
    });
  }

  async delete(collection: string, key: string): Promise<void> {
    await this.#group.run(() => this.#db.run('DELETE FROM records WHERE collection = ? AND key = ?', collection, key));
  }

  async list(collection: string, now: number, query?: { name: string; value: string; limit?: number }): Promise<StoredRecord[]> {
    const limit = Math.max(0, query?.limit ?? 200);
    const rows = query
      ? this.#db.all<RecordRow>(
          `SELECT records.* FROM record_index AS found CROSS JOIN records USING (collection, key)
             WHERE found.collection = ? AND found.name = ? AND found.value = ? AND (expires_at IS NULL OR expires_at > ?)
             ORDER BY found.key LIMIT ?`,
          collection,
          query.name,
          query.value,
          now,
          limit,
        )
      : this.#db.all<RecordRow>(
          'SELECT * FROM records WHERE collection = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY key LIMIT ?',
          collection,
          now,
          limit,
        );
    return rows.map(toRecord);
  }

  async append(list: string, entry: JsonObject): Promise<void> {
    const body = JSON.stringify(entry);
    await this.#group.run(() => this.#db.run('INSERT INTO entries (list, body) VALUES (?, ?)', list, body));
  }

  async entries(list: string, limit = 100): Promise<JsonObject[]> {
    const rows = this.#db.all<{ body: string }>(
      'SELECT body FROM entries WHERE list = ? ORDER BY no DESC LIMIT ?',
      list,
      Math.max(0, limit),
    );
    return rows.map((row) => JSON.parse(row.body) as JsonObject);
  }

  async sweep(now: number): Promise<number> {
    let swept = 0;
    for (;;) {
      const deleted = await this.#group.run(() =>
        this.#db.run('DELETE FROM records WHERE rowid IN (SELECT rowid FROM records WHERE expires_at <= ? LIMIT ?)', now, SWEEP_ROWS),
      );
      swept += deleted;
      if (deleted < SWEEP_ROWS) return swept;
    }
  }
}

function toRecord(row: RecordRow): StoredRecord {
  return {
    collection: row.collection,
    key: row.key,
    value: JSON.parse(row.body) as JsonObject,
    version: row.version,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
  };
}
