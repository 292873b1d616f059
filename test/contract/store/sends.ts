import { describe, expect, test } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import type { Due } from '../../../src/ports/store.ts';
import { commitTurn, T0 } from '../fixtures.ts';
import { opened } from '../opened.ts';

export function sendsContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: sends of one conversation`, () => {
    const storage = opened(open);
    const claim = (now = T0) => storage().store.claimDue({ now, leaseMs: 1000, limit: 100 });
    const texts = (due: Due[]) =>
      due.map((item) => (item.kind === 'effect' && item.effect.kind === 'send' ? item.effect.activity.text : item.id));
    const settle = async (due: Due[], settlement: Parameters<Storage['store']['settle']>[1]) => {
      for (const { id } of due) await storage().store.settle(id, settlement);
    };

    test('go one at a time, in the order they were said, across turns', async () => {
      const { store } = storage();
      const before = await commitTurn(store, undefined, { says: ['1', '2'], sends: true });
      await commitTurn(store, before, { says: ['3'], sends: true });
      for (const expected of ['1', '2', '3']) {
        const due = await claim();
        expect(texts(due)).toEqual([expected]);
        expect(await claim()).toEqual([]);
        await settle(due, { outcome: 'done' });
      }
      expect(await claim(T0 + 100_000)).toEqual([]);
      expect(await store.nextDueAt()).toBeUndefined();
    });

    test('one that comes while another is under way waits for it', async () => {
      const { store } = storage();
      const before = await commitTurn(store, undefined, { says: ['1'], sends: true });
      const first = await claim();
      await commitTurn(store, before, { says: ['2'], sends: true });
      expect(await claim()).toEqual([]);
      await settle(first, { outcome: 'done' });
      expect(texts(await claim())).toEqual(['2']);
    });

    test('one that must be tried again holds back those after it, however early they are due', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { says: ['1', '2'], sends: true });
      await settle(await claim(), { outcome: 'retry', dueAt: T0 + 60_000, error: 'busy' });
      expect(await claim(T0 + 59_999)).toEqual([]);
      expect(await store.nextDueAt()).toBe(T0 + 60_000);
      const again = await claim(T0 + 60_000);
      expect(texts(again)).toEqual(['1']);
      expect(again).toMatchObject([{ attempts: 2 }]);
      await settle(again, { outcome: 'done' });
      expect(texts(await claim(T0 + 60_000))).toEqual(['2']);
    });

    test('one whose sender died comes again before those after it', async () => {
      await commitTurn(storage().store, undefined, { says: ['1', '2'], sends: true });
      expect(texts(await claim(T0))).toEqual(['1']);
      expect(await claim(T0 + 999)).toEqual([]);
      expect(texts(await claim(T0 + 1000))).toEqual(['1']);
    });

    test('one that was given up makes way for the next', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { says: ['1', '2'], sends: true });
      await settle(await claim(), { outcome: 'dead', error: 'blocked by her' });
      expect(await store.deadLetters()).toMatchObject([{ error: 'blocked by her' }]);
      expect(texts(await claim())).toEqual(['2']);
    });

    test('do not wait for other conversations, nor calls and timers for them', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, {
        says: ['a1', 'a2'],
        sends: true,
        calls: ['call'],
        timers: { set: [{ id: 'timer', dueAt: T0 }] },
      });
      await commitTurn(store, undefined, { says: ['b1', 'b2'], sends: true });
      expect(texts(await claim()).toSorted()).toEqual(['a1', 'b1', 'call', 'timer']);
      expect(await claim()).toEqual([]);
    });

    test('a call that is settled does not let a send overtake', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { says: ['1', '2'], sends: true, calls: ['call'] });
      await claim();
      await store.settle('call', { outcome: 'done' });
      expect(await claim()).toEqual([]);
    });
  });
}
