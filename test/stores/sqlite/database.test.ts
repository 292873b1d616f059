import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/stores/sqlite/database.ts';
import { tempDir } from './temp.ts';

test('a file is opened so that a commit is on the disk when it returns', () => {
  const db = openDatabase(join(tempDir(), 'estafet.db'));
  expect(db.one('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(db.one('PRAGMA synchronous')).toEqual({ synchronous: 2 });
  expect(db.one('PRAGMA busy_timeout')).toEqual({ timeout: 2000 });
  db.close();
});

test('missing folders are made, and nobody else may read the files', () => {
  const dir = join(tempDir(), 'a', 'b');
  const db = openDatabase(join(dir, 'estafet.db'));
  db.run('INSERT INTO entries (list, body) VALUES (?, ?)', 'l', '{}');
  expect(readdirSync(dir)).toContain('estafet.db-wal');
  for (const name of readdirSync(dir)) expect([name, statSync(join(dir, name)).mode & 0o777]).toEqual([name, 0o600]);
  db.close();
});

test('the schema is made once, strict everywhere, and its version kept in the file', () => {
  const file = join(tempDir(), 'estafet.db');
  openDatabase(file).close();
  const db = openDatabase(file);
  expect(db.one('PRAGMA user_version')).toEqual({ user_version: 4 });
  const tables = db.all<{ name: string; strict: number }>(
    `SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  expect(tables.length).toBeGreaterThan(8);
  expect(tables.filter(({ strict }) => !strict)).toEqual([]);
  db.close();
});

test('a file of a newer version is refused by name and left as it is', () => {
  const file = join(tempDir(), 'estafet.db');
  openDatabase(file).close();
  const raw = new DatabaseSync(file);
  raw.exec('PRAGMA user_version = 99');
  raw.close();
  expect(() => openDatabase(file)).toThrow(
    `can not open the SQLite store ${file}: it was written by a newer Estafet (schema 99, this one knows 4)`,
  );
});

test("another program's database is refused and left as it is", () => {
  const file = join(tempDir(), 'other.db');
  const raw = new DatabaseSync(file);
  raw.exec('CREATE TABLE theirs (x)');
  raw.close();
  expect(() => openDatabase(file)).toThrow('it is the database of another program');
  const again = new DatabaseSync(file);
  expect(again.prepare('SELECT name FROM sqlite_schema').all()).toMatchObject([{ name: 'theirs' }]);
  again.close();
});

test('what is no database, or can not be made, is refused by name', () => {
  const dir = tempDir();
  const text = join(dir, 'letter.txt');
  writeFileSync(text, 'Dear customer, this is no database at all.'.repeat(100));
  expect(() => openDatabase(text)).toThrow(`can not open the SQLite store ${text}: file is not a database`);
  expect(() => openDatabase(join(text, 'estafet.db'))).toThrow(`can not open the SQLite store ${join(text, 'estafet.db')}`);
  expect(() => openDatabase('')).toThrow('the SQLite store needs a file');
  expect(existsSync(join(dir, 'estafet.db'))).toBe(false);
});

test('a closed database says so', () => {
  const db = openDatabase(':memory:');
  db.one('SELECT 1');
  db.close();
  expect(() => db.one('SELECT 1')).toThrow(expect.objectContaining({ code: 'shutting-down' }));
});
