import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/stores/sqlite/database.ts';
import { GroupCommit } from '../../../src/stores/sqlite/group-commit.ts';
import { tempDir } from './temp.ts';

function scratch(location = ':memory:') {
  const db = openDatabase(location);
  db.run('CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT');
  db.run(
    'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED) STRICT',
  );
  return { db, group: new GroupCommit(db) };
}

function write(db: Database, text: string, parent: number | null = null): string {
  db.run('INSERT INTO notes (text, parent) VALUES (?, ?)', text, parent);
  return text;
}

function written(db: Database): string[] {
  return db.all<{ text: string }>('SELECT text FROM notes ORDER BY id').map(({ text }) => text);
}

test('those who wait at the same time share one commit, in the order they came', async () => {
  const { db, group } = scratch();
  const log: string[] = [];
  const commit = (text: string) =>
    group.run(
      () => {
        log.push(`write ${text}`);
        return write(db, text);
      },
      (value) => log.push(`committed ${value}`),
    );
  expect(await Promise.all([commit('a'), commit('b'), commit('c')])).toEqual(['a', 'b', 'c']);
  expect(log).toEqual(['write a', 'write b', 'write c', 'committed a', 'committed b', 'committed c']);
});

test('nobody is told before the group is committed', async () => {
  const { db, group } = scratch();
  const states: boolean[] = [];
  const seen = group.run(() => write(db, 'a')).then(() => states.push(db.inTransaction));
  const beside = group.run(
    () => states.push(db.inTransaction),
    () => states.push(db.inTransaction),
  );
  await Promise.all([seen, beside]);
  expect(states).toEqual([true, false, false]);
});

test('one that throws is undone alone and told why', async () => {
  const { db, group } = scratch();
  const results = await Promise.allSettled([
    group.run(() => write(db, 'a')),
    group.run(() => {
      write(db, 'half done');
      throw new Error('own fault');
    }),
    group.run(() => {
      write(db, 'half done too');
      db.run('INSERT INTO notes (id, text) VALUES (1, ?)', 'same id');
    }),
    group.run(() => write(db, 'b')),
  ]);
  expect(results).toMatchObject([
    { value: 'a' },
    { status: 'rejected', reason: { message: 'own fault' } },
    { status: 'rejected', reason: { message: 'UNIQUE constraint failed: notes.id' } },
    { value: 'b' },
  ]);
  expect(written(db)).toEqual(['a', 'b']);
});

test('when the commit itself fails everyone of the group is told and nothing is half done', async () => {
  const { db, group } = scratch();
  const told: string[] = [];
  const results = await Promise.allSettled([
    group.run(
      () => write(db, 'a'),
      () => told.push('a'),
    ),
    // Refused only by COMMIT: the constraint is deferred.
    group.run(() => write(db, 'orphan', 99)),
    group.run(() => {
      throw new Error('own fault');
    }),
  ]);
  const refused = { status: 'rejected', reason: { message: 'FOREIGN KEY constraint failed' } };
  expect(results).toMatchObject([refused, refused, refused]);
  expect(told).toEqual([]);
  expect(written(db)).toEqual([]);
  expect(await group.run(() => write(db, 'after'))).toBe('after');
  expect(written(db)).toEqual(['after']);
});

test('a full disk fails what needs room; once there is room all goes on', async () => {
  const { db, group } = scratch(join(tempDir(), 'small.db'));
  await group.run(() => write(db, 'before'));
  const pages = db.one<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
  db.one(`PRAGMA max_page_count = ${pages}`);
  const results = await Promise.allSettled([
    group.run(() => write(db, 'x'.repeat(100_000))),
    group.run(() => write(db, 'y'.repeat(100_000))),
  ]);
  expect(results).toMatchObject([
    { status: 'rejected', reason: { message: 'database or disk is full' } },
    { status: 'rejected', reason: { message: 'database or disk is full' } },
  ]);
  expect(written(db)).toEqual(['before']);
  db.one(`PRAGMA max_page_count = ${pages + 1000}`);
  await group.run(() => write(db, 'after'));
  expect(written(db)).toEqual(['before', 'after']);
});

test('a lock held by another process fails the group, and the next one goes through when it is free', async () => {
  const file = join(tempDir(), 'shared.db');
  const { db, group } = scratch(file);
  db.run('PRAGMA busy_timeout = 0');
  const other = openDatabase(file);
  other.run('BEGIN IMMEDIATE');
  const results = await Promise.allSettled([group.run(() => write(db, 'a')), group.run(() => write(db, 'b'))]);
  expect(results).toMatchObject([
    { status: 'rejected', reason: { message: 'database is locked' } },
    { status: 'rejected', reason: { message: 'database is locked' } },
  ]);
  other.run('COMMIT');
  expect(await group.run(() => write(db, 'c'))).toBe('c');
  expect(written(db)).toEqual(['c']);
});

test('a long queue is written in several groups, so that the event loop turns in between', async () => {
  const { db, group } = scratch();
  let done = 0;
  const all = Array.from({ length: 1000 }, (_, index) =>
    group.run(
      () => write(db, String(index)),
      () => done++,
    ),
  );
  // Comes after the first group, which was asked for before.
  const doneByThen = await new Promise<number>((resolve) => setImmediate(() => resolve(done)));
  expect(doneByThen).toBeGreaterThan(0);
  expect(doneByThen).toBeLessThan(1000);
  await Promise.all(all);
  expect(written(db)).toEqual(Array.from({ length: 1000 }, (_, index) => String(index)));
});

test('work asked for while a group commits comes in the next one', async () => {
  const { db, group } = scratch();
  let later: Promise<string> | undefined;
  await group.run(() => {
    later = group.run(() => write(db, 'b'));
    return write(db, 'a');
  });
  expect(written(db)).toEqual(['a']);
  await later;
  expect(written(db)).toEqual(['a', 'b']);
});

test('closing writes what waits and refuses what comes after', async () => {
  const { db, group } = scratch();
  const waiting = Array.from({ length: 300 }, (_, index) => group.run(() => write(db, String(index))));
  group.close();
  expect(written(db)).toHaveLength(300);
  await Promise.all(waiting);
  await expect(group.run(() => write(db, 'late'))).rejects.toMatchObject({ code: 'shutting-down' });
  expect(written(db)).toHaveLength(300);
});
