/** The sandbox wallet's own SQLite file. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS customers (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL UNIQUE, email TEXT NOT NULL UNIQUE, locale TEXT NOT NULL,
  status TEXT NOT NULL, reachable INTEGER NOT NULL, verified INTEGER NOT NULL, balance INTEGER NOT NULL, member_since INTEGER NOT NULL,
  password TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS devices (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, name TEXT NOT NULL, seen_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS payments (
  id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, order_number TEXT NOT NULL, amount INTEGER NOT NULL, merchant TEXT NOT NULL,
  created_at INTEGER NOT NULL, status TEXT NOT NULL, failure_reason TEXT, deducted INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS payments_of ON payments (customer_id, created_at DESC);
CREATE TABLE IF NOT EXISTS resets (
  id TEXT PRIMARY KEY, page_token TEXT NOT NULL UNIQUE, customer_id TEXT NOT NULL, channel TEXT NOT NULL, contact TEXT NOT NULL,
  code TEXT NOT NULL, status TEXT NOT NULL, tries INTEGER NOT NULL, resends_left INTEGER NOT NULL, created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS resets_of ON resets (customer_id, created_at);
CREATE TABLE IF NOT EXISTS confirmations (
  id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, number TEXT NOT NULL, choices TEXT NOT NULL, status TEXT NOT NULL,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS confirmations_of ON confirmations (customer_id, created_at);
CREATE TABLE IF NOT EXISTS messages (
  no INTEGER PRIMARY KEY, customer_id TEXT NOT NULL, channel TEXT NOT NULL, recipient TEXT NOT NULL, text TEXT NOT NULL,
  code TEXT, link TEXT, at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, status INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

export class Database {
  readonly #db: DatabaseSync;

  /** @param file a path, or `:memory:` */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#db = new DatabaseSync(file);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 2000;');
    this.#db.exec(SCHEMA);
  }

  one<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#db.prepare(sql).get(...values) as T | undefined;
  }

  all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#db.prepare(sql).all(...values) as T[];
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#db.prepare(sql).run(...values);
  }

  /** All of `work` or nothing. */
  transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }
}
