/** The sandbox wallet's own SQLite file. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Raised when the tables change. */
const VERSION = 2;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS customers (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL UNIQUE, email TEXT NOT NULL UNIQUE, locale TEXT NOT NULL,
  status TEXT NOT NULL, reachable INTEGER NOT NULL, verified INTEGER NOT NULL, balance INTEGER NOT NULL, member_since INTEGER NOT NULL,
  password TEXT, password_changed_at INTEGER NOT NULL, two_factor INTEGER NOT NULL, frozen_at INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS devices (
  id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, seen_at INTEGER NOT NULL, current INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sign_ins (
  customer_id TEXT NOT NULL, at INTEGER NOT NULL, device TEXT NOT NULL, place TEXT NOT NULL, known INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sign_ins_of ON sign_ins (customer_id, at DESC);
CREATE TABLE IF NOT EXISTS freeze_requests (number TEXT PRIMARY KEY, customer_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS refunds (
  id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, payment_id TEXT NOT NULL, amount INTEGER NOT NULL, reason TEXT NOT NULL,
  status TEXT NOT NULL, decline_reason TEXT, requested_at INTEGER NOT NULL, pay_by INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS refunds_of ON refunds (payment_id, requested_at DESC);
CREATE TABLE IF NOT EXISTS transactions (
  id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL, counterparty TEXT NOT NULL,
  created_at INTEGER NOT NULL, status TEXT NOT NULL, expected_by INTEGER NOT NULL, arrives_at INTEGER NOT NULL,
  suspicious INTEGER NOT NULL, investigation_number TEXT, answer_by INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS transactions_of ON transactions (customer_id, created_at DESC);
CREATE TABLE IF NOT EXISTS payments (
  id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, order_number TEXT NOT NULL, amount INTEGER NOT NULL, merchant TEXT NOT NULL,
  created_at INTEGER NOT NULL, status TEXT NOT NULL, failure_reason TEXT, deducted INTEGER NOT NULL,
  refunded INTEGER NOT NULL DEFAULT 0, pay_to TEXT NOT NULL DEFAULT 'balance'
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
  readonly #statements = new Map<string, StatementSync>();

  /** @param file a path, or `:memory:` */
  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    this.#db = new DatabaseSync(file);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 2000;');
    this.#clearOlder();
    this.#db.exec(SCHEMA);
    this.#db.exec(`PRAGMA user_version = ${VERSION}`);
  }

  one<T>(sql: string, ...values: SQLInputValue[]): T | undefined {
    return this.#prepared(sql).get(...values) as T | undefined;
  }

  all<T>(sql: string, ...values: SQLInputValue[]): T[] {
    return this.#prepared(sql).all(...values) as T[];
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#prepared(sql).run(...values);
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

  /** A demo's data may go: a file of an older version starts anew. */
  #clearOlder(): void {
    if (this.one<{ user_version: number }>('PRAGMA user_version')?.user_version === VERSION) return;
    const tables = this.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
    for (const { name } of tables) if (name !== 'settings') this.#db.exec(`DROP TABLE ${name}`);
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}
