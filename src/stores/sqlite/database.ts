/** One SQLite file, opened the one way that loses nothing, with its statements kept prepared. */
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { EstafetError } from '../../errors.ts';
import { takeAlong } from './earlier-schemas.ts';

/** "ESTF": marks the file as ours, whatever its name. */
const APPLICATION_ID = 0x45_53_54_46;
const SCHEMA_VERSION = 4;
/** How long another process may hold the write lock before a group of commits is given up. The event loop waits. */
const BUSY_TIMEOUT_MS = 2_000;

/** Every method throws `shutting-down` once closed. */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** False again as soon as SQLite has given up a transaction by itself. */
  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  /** Every SQL text prepared so far. */
  get statements(): string[] {
    return [...this.#statements.keys()];
  }

  one<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[];
  }

  /** @returns rows changed */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** @returns rowid of the row inserted; undefined when it gave way to another */
  insert(sql: string, ...values: SQLInputValue[]): number | undefined {
    const { changes, lastInsertRowid } = this.#prepared(sql).run(...values);
    return changes ? Number(lastInsertRowid) : undefined;
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      if (!this.#db.isOpen) throw new EstafetError('shutting-down');
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * @param location a file, whose folder is made when missing, or `:memory:`
 * @throws {Error} naming the file, when it can't be opened, is no Estafet store or was written by a newer version
 */
export function openDatabase(location: string): Database {
  if (!location) throw new Error('the SQLite store needs a file: sqlite:./data/estafet.db');
  const file = location === ':memory:' ? location : resolve(location);
  let db: DatabaseSync | undefined;
  try {
    if (file !== ':memory:') createPrivate(file);
    db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    prepareDatabase(db);
    return new Database(db);
  } catch (error) {
    db?.close();
    throw new Error(`can not open the SQLite store ${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** It holds what customers wrote, so nobody else on the machine reads it; SQLite gives its side files the same mode. */
function createPrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
}

function prepareDatabase(db: DatabaseSync): void {
  // Of a new file. What the bot says with its quick replies is longer than SQLite's usual pages keep in one piece.
  db.exec('PRAGMA page_size = 8192');
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  if (mode !== 'wal' && mode !== 'memory') throw new Error(`its file system allows no write-ahead log (journal mode is ${String(mode)})`);
  // FULL: a commit is on the disk when it returns, not only in the system's cache.
  db.exec('PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY;');
  // What turns touch stays in memory (32 MiB), and pages that many turns change are written back once (every 16 MiB).
  db.exec('PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 2000;');
  db.exec('BEGIN IMMEDIATE');
  try {
    migrate(db);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function migrate(db: DatabaseSync): void {
  const version = pragma(db, 'user_version');
  const applicationId = pragma(db, 'application_id');
  const tables = Number(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n']);
  if (applicationId !== APPLICATION_ID && (applicationId !== 0 || version !== 0 || tables > 0)) {
    throw new Error('it is the database of another program');
  }
  if (version > SCHEMA_VERSION) {
    throw new Error(`it was written by a newer Estafet (schema ${version}, this one knows ${SCHEMA_VERSION})`);
  }
  if (version === SCHEMA_VERSION) return;
  const schema = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8');
  if (version === 0) db.exec(schema);
  else takeAlong(db, schema);
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION};`);
}

function pragma(db: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
