import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Activity } from '../../../src/core/activity.ts';
import { open } from '../../../src/stores/sqlite/index.ts';
import { Recent, type Turn } from '../../../src/stores/sqlite/recent.ts';
import { turn } from '../../contract/fixtures.ts';

const { conversation } = turn(undefined, { id: 'c' });
const row = (seq: number) => ({ seq, visibility: 'customer' }) as Activity;
const kept = (given: Partial<Turn>): Turn => ({ no: 1, conversation, activities: [], length: 10, inputId: 'i', first: false, ...given });

test('a reader is given the latest turn only when nothing is missing before it', () => {
  const recent = new Recent();
  recent.keep('c', kept({ activities: [row(4), row(5)] }));
  expect(recent.activitiesAfter('c', 3, 10)).toEqual([row(4), row(5)]);
  expect(recent.activitiesAfter('c', 4, 10)).toEqual([row(5)]);
  expect(recent.activitiesAfter('c', 5, 10)).toEqual([]);
  expect(recent.activitiesAfter('c', 2, 10)).toBeUndefined();
  expect(recent.activitiesAfter('c', 3, 1)).toBeUndefined();
  expect(recent.activitiesAfter('another', 3, 10)).toBeUndefined();
});

test('who was silent for longest makes room', () => {
  const recent = new Recent(25);
  for (const id of ['a', 'b', 'a', 'c']) recent.keep(id, kept({}));
  expect(['a', 'b', 'c'].map((id) => recent.conversation(id) !== undefined)).toEqual([true, false, true]);
  recent.forget('a');
  recent.keep('d', kept({}));
  expect(['a', 'c', 'd'].map((id) => recent.conversation(id) !== undefined)).toEqual([false, true, true]);
});

test('what another process has written meanwhile is a conflict once, then seen', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'estafet-recent-'));
  const [ours, theirs] = [await open(join(dir, 'desk.db')), await open(join(dir, 'desk.db'))];
  try {
    const first = turn(undefined, { id: 'c' });
    expect(await ours.store.commit(first)).toEqual({ ok: true });
    const second = turn((await theirs.store.load('c')).conversation, { id: 'c' });
    expect(await theirs.store.commit(second)).toEqual({ ok: true });
    const late = turn((await ours.store.load('c')).conversation, { id: 'c' });
    expect(await ours.store.commit(late)).toEqual({ ok: false, reason: 'conflict' });
    expect((await ours.store.load('c')).conversation?.version).toBe(2);
  } finally {
    await ours.close();
    await theirs.close();
    rmSync(dir, { recursive: true, force: true });
  }
});

test('tells of an input only where it has all there were', () => {
  const recent = new Recent();
  recent.keep('new', kept({ inputId: 'one', first: true }));
  recent.keep('new', kept({ inputId: 'two', first: false }));
  expect(['one', 'two', 'three'].map((id) => recent.seen('new', id))).toEqual([true, true, false]);
  recent.keep('old', kept({ inputId: 'two', first: false }));
  expect(recent.seen('old', 'one')).toBeUndefined();
  recent.forget('new');
  recent.keep('new', kept({ inputId: 'three', first: false }));
  expect(recent.seen('new', 'three')).toBeUndefined();
});
