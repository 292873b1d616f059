import { describe, expect, test } from 'vitest';
import { EstafetError } from '../../../src/errors.ts';
import type { Storage } from '../../../src/ports/storage.ts';
import type { Change } from '../../../src/ports/store.ts';
import { commitTurn, turn } from '../fixtures.ts';
import { opened } from '../opened.ts';
import { quietWarnings } from '../quiet.ts';

export function feedContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: the feed of commits`, () => {
    const storage = opened(open);

    test('has every commit in order, once, and can be read on from any cursor', async () => {
      const { store } = storage();
      const a = await commitTurn(store, undefined, { id: 'a' });
      await commitTurn(store, undefined, { id: 'b' });
      await commitTurn(store, a);
      const whole = await store.changesAfter(0);
      expect(whole.map(({ conversationId }) => conversationId)).toEqual(['a', 'b', 'a']);
      const cursors = whole.map(({ cursor }) => cursor);
      expect(cursors).toEqual(cursors.toSorted((left, right) => left - right));
      expect(new Set(cursors).size).toBe(3);
      expect(cursors[0]).toBeGreaterThan(0);
      expect(await store.changesAfter(cursors[0] ?? 0)).toEqual(whole.slice(1));
      expect(await store.changesAfter(0, 2)).toEqual(whole.slice(0, 2));
      expect(await store.changesAfter(cursors[2] ?? 0)).toEqual([]);
    });

    test('knows its end', async () => {
      const { store } = storage();
      expect(await store.lastCursor()).toBe(0);
      await commitTurn(store, undefined, { id: 'a' });
      await commitTurn(store, undefined, { id: 'b' });
      expect(await store.lastCursor()).toBe((await store.changesAfter(0)).at(-1)?.cursor);
    });

    test('knows nothing of refused turns', async () => {
      const { store } = storage();
      const commit = turn(undefined, { id: 'a' });
      await Promise.all([store.commit(commit), store.commit(commit), store.commit(turn(undefined, { id: 'a' }))]);
      expect(await store.changesAfter(0)).toHaveLength(1);
    });

    test('tells listeners of each commit once it can be read, with its cursor', async () => {
      const { store } = storage();
      const heard: Change[] = [];
      const readable: Promise<unknown>[] = [];
      store.onChange((change) => {
        heard.push(change);
        readable.push(store.load(change.conversationId).then(({ conversation }) => conversation?.id));
      });
      await Promise.all(['a', 'b', 'c'].map((id) => commitTurn(store, undefined, { id })));
      await expect.poll(() => heard.length).toBe(3);
      expect(heard).toEqual(await store.changesAfter(0));
      expect(await Promise.all(readable)).toEqual(heard.map(({ conversationId }) => conversationId));
    });

    test('tells nobody who has left, and nothing of a refused turn', async () => {
      const { store } = storage();
      const stayed: string[] = [];
      const left: string[] = [];
      store.onChange(({ conversationId }) => stayed.push(conversationId));
      store.onChange(({ conversationId }) => left.push(conversationId))();
      const a = await commitTurn(store, undefined, { id: 'a' });
      await commitTurn(store, a);
      await store.commit(turn(a));
      await commitTurn(store, undefined, { id: 'b' });
      await expect.poll(() => stayed).toEqual(['a', 'a', 'b']);
      expect(left).toEqual([]);
    });

    test('a listener that throws disturbs neither the turn nor the others', async () => {
      quietWarnings();
      const { store } = storage();
      const heard: string[] = [];
      store.onChange(() => {
        throw new Error('this listener throws on purpose');
      });
      store.onChange(({ conversationId }) => heard.push(conversationId));
      expect(await store.commit(turn(undefined, { id: 'a' }))).toEqual({ ok: true });
      expect(await store.commit(turn(undefined, { id: 'b' }))).toEqual({ ok: true });
      await expect.poll(() => heard).toEqual(['a', 'b']);
    });
  });

  describe(`${name}: closing`, () => {
    test('a healthy store says so; a closed one refuses everything, politely', async () => {
      const { store, records, close } = await open();
      await store.health();
      await close();
      const attempts = [
        store.health(),
        store.load('a'),
        store.commit(turn(undefined)),
        records.get('people', 'a', 0),
        records.put('people', 'a', {}),
      ];
      for (const attempt of await Promise.allSettled(attempts)) {
        expect(attempt).toMatchObject({ status: 'rejected', reason: expect.any(EstafetError) });
        expect(attempt).toMatchObject({ reason: { code: 'shutting-down' } });
      }
    });

    test('what was handed in before is still written, and closing twice is fine', async () => {
      const { store, close } = await open();
      const waiting = Array.from({ length: 300 }, () => store.commit(turn(undefined)));
      await Promise.all([close(), store.close()]);
      expect(await Promise.all(waiting)).toEqual(waiting.map(() => ({ ok: true })));
      await close();
    });
  });
}
