import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { open } from '../../../src/stores/sqlite/index.ts';
import { Recent } from '../../../src/stores/sqlite/recent.ts';
import { turn } from '../../contract/fixtures.ts';

const row = (seq: number) => ({ seq, visibility: 'customer', body: `{"seq":${seq}}` });

test('a reader is given the latest turn only when nothing is missing before it', () => {
  const recent = new Recent();
  recent.keep('c', { body: '{}', activities: [row(4), row(5)], inputId: 'i', first: false });
  expect(recent.activitiesAfter('c', 3, 10)).toEqual([row(4), row(5)]);
  expect(recent.activitiesAfter('c', 4, 10)).toEqual([row(5)]);
  expect(recent.activitiesAfter('c', 5, 10)).toEqual([]);
  expect(recent.activitiesAfter('c', 2, 10)).toBeUndefined();
  expect(recent.activitiesAfter('c', 3, 1)).toBeUndefined();
  expect(recent.activitiesAfter('another', 3, 10)).toBeUndefined();
});

test('who was silent for longest makes room', () => {
  const recent = new Recent(25);
  for (const id of ['a', 'b', 'a', 'c']) recent.keep(id, { body: '0123456789', activities: [], inputId: 'i', first: false });
  expect(['a', 'b', 'c'].map((id) => recent.body(id) !== undefined)).toEqual([true, false, true]);
  recent.forget('a');
  recent.keep('d', { body: '0123456789', activities: [], inputId: 'i', first: false });
  expect(['a', 'c', 'd'].map((id) => recent.body(id) !== undefined)).toEqual([false, true, true]);
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

test('what is changed in a conversation that was loaded changes no other load', async () => {
  const storage = await open(':memory:');
  await storage.store.commit(turn(undefined, { id: 'c' }));
  const { conversation } = await storage.store.load('c');
  if (conversation) conversation.topic = 'changed';
  expect((await storage.store.load('c')).conversation?.topic).toBeUndefined();
  await storage.close();
});

test('tells of an input only where it has all there were', () => {
  const recent = new Recent();
  const kept = (inputId: string, first: boolean) => ({ body: '{}', activities: [], inputId, first });
  recent.keep('new', kept('one', true));
  recent.keep('new', kept('two', false));
  expect(['one', 'two', 'three'].map((id) => recent.seen('new', id))).toEqual([true, true, false]);
  recent.keep('old', kept('two', false));
  expect(recent.seen('old', 'one')).toBeUndefined();
  recent.forget('new');
  recent.keep('new', kept('three', false));
  expect(recent.seen('new', 'three')).toBeUndefined();
});
