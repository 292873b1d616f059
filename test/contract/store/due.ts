import { describe, expect, test } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import { commitTurn, T0, turn } from '../fixtures.ts';
import { opened } from '../opened.ts';

export function dueContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: what falls due`, () => {
    const storage = opened(open);
    const claim = (now: number, limit = 100) => storage().store.claimDue({ now, leaseMs: 1000, limit });
    const ids = async (now: number, limit?: number) => (await claim(now, limit)).map(({ id }) => id);

    test('an effect is handed out whole, under its own id', async () => {
      const { store } = storage();
      const commit = turn(undefined, { calls: ['call-1'] });
      await store.commit(commit);
      expect(await claim(T0)).toEqual([{ kind: 'effect', id: 'call-1', effect: commit.effects[0], attempts: 1 }]);
    });

    test('a timer is handed out whole, at its time and not before', async () => {
      const { store } = storage();
      const { id } = await commitTurn(store, undefined, { timers: { set: [{ id: 'timer-1', dueAt: T0 + 500 }] } });
      expect(await store.nextDueAt()).toBe(T0 + 500);
      expect(await claim(T0 + 499)).toEqual([]);
      expect(await claim(T0 + 500)).toEqual([
        { kind: 'timer', id: 'timer-1', timer: { id: 'timer-1', conversationId: id, dueAt: T0 + 500 }, attempts: 1 },
      ]);
    });

    test('a time that is no whole millisecond is never early', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { timers: { set: [{ id: 'timer-1', dueAt: T0 + 0.25 }] } });
      expect(await ids(T0)).toEqual([]);
      expect(await ids(T0 + 1)).toEqual(['timer-1']);
      await store.settle('timer-1', { outcome: 'retry', dueAt: T0 + 20.5, error: 'later' });
      expect(await ids(T0 + 20)).toEqual([]);
      expect(await ids(T0 + 21)).toEqual(['timer-1']);
    });

    test('with nothing to do nothing is due', async () => {
      expect(await storage().store.nextDueAt()).toBeUndefined();
      expect(await claim(Number.MAX_SAFE_INTEGER)).toEqual([]);
    });

    test('what is overdue longest comes first, and no more than asked for', async () => {
      await commitTurn(storage().store, undefined, {
        calls: ['call'],
        timers: {
          set: [
            { id: 'late', dueAt: T0 + 2 },
            { id: 'early', dueAt: T0 - 2 },
          ],
        },
      });
      expect(await ids(T0 + 10, 2)).toEqual(['early', 'call']);
      expect(await ids(T0 + 10, 2)).toEqual(['late']);
      expect(await ids(T0 + 10, 2)).toEqual([]);
    });

    test('calls and timers of one conversation run beside each other', async () => {
      await commitTurn(storage().store, undefined, { calls: ['call-a', 'call-b'], timers: { set: [{ id: 'timer', dueAt: T0 }] } });
      expect((await ids(T0)).toSorted()).toEqual(['call-a', 'call-b', 'timer']);
    });

    test('claimed at once by many, each is handed out once', async () => {
      await commitTurn(storage().store, undefined, { calls: Array.from({ length: 40 }, (_, index) => `call-${index}`) });
      const claims = await Promise.all(Array.from({ length: 8 }, () => ids(T0, 10)));
      const handed = claims.flat();
      expect(handed).toHaveLength(40);
      expect(new Set(handed).size).toBe(40);
    });

    test('a lease keeps others away until it ends, and then counts another attempt', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { calls: ['call'] });
      expect(await claim(T0)).toMatchObject([{ attempts: 1 }]);
      expect(await claim(T0 + 999)).toEqual([]);
      expect(await store.nextDueAt()).toBe(T0 + 1000);
      expect(await claim(T0 + 1000)).toMatchObject([{ id: 'call', attempts: 2 }]);
      expect(await claim(T0 + 1001)).toEqual([]);
    });

    test('a lease that is renewed ends later, never earlier; what is not leased any more is left alone', async () => {
      const { store } = storage();
      const before = await commitTurn(store, undefined, {
        calls: ['kept', 'done', 'again'],
        timers: { set: [{ id: 'timer', dueAt: T0 }] },
      });
      await claim(T0);
      await store.settle('done', { outcome: 'done' });
      await store.settle('again', { outcome: 'retry', dueAt: T0 + 5000, error: 'busy' });
      await commitTurn(store, before, { timers: { cancel: ['timer'] } });
      await store.renewLeases(['kept', 'done', 'timer', 'never-there'], T0 + 1500.5);
      await store.renewLeases(['kept', 'again'], T0 + 1200);
      await store.renewLeases([], T0 + 9000);
      expect(await claim(T0 + 1500)).toEqual([]);
      expect(await claim(T0 + 1501)).toMatchObject([{ id: 'kept', attempts: 2 }]);
      expect(await claim(T0 + 4999)).toMatchObject([{ id: 'kept', attempts: 3 }]);
      expect((await claim(T0 + 5000)).map(({ id }) => id)).toEqual(['again']);
    });

    test('a retry comes at its time with its attempts counted', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { calls: ['call'] });
      await claim(T0);
      await store.settle('call', { outcome: 'retry', dueAt: T0 + 50, error: 'no answer' });
      expect(await store.nextDueAt()).toBe(T0 + 50);
      expect(await claim(T0 + 49)).toEqual([]);
      expect(await claim(T0 + 50)).toMatchObject([{ id: 'call', attempts: 2 }]);
    });

    test('what is done is gone', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { calls: ['call'] });
      await claim(T0);
      await store.settle('call', { outcome: 'done' });
      expect(await store.nextDueAt()).toBeUndefined();
      expect(await claim(T0 + 100_000)).toEqual([]);
      expect(await store.deadLetters()).toEqual([]);
    });

    test('what is given up is kept for a person, latest first, and never tried again', async () => {
      const { store } = storage();
      const { id } = await commitTurn(store, undefined, { calls: ['call-1', 'call-2', 'call-3'] });
      await claim(T0);
      for (const call of ['call-2', 'call-1', 'call-3']) await store.settle(call, { outcome: 'dead', error: `${call} failed` });
      expect(await store.deadLetters()).toEqual([
        { id: 'call-3', conversationId: id, error: 'call-3 failed' },
        { id: 'call-1', conversationId: id, error: 'call-1 failed' },
        { id: 'call-2', conversationId: id, error: 'call-2 failed' },
      ]);
      expect(await store.deadLetters(1)).toHaveLength(1);
      expect(await claim(T0 + 100_000)).toEqual([]);
    });

    test('settling what is unknown or settled already does no harm', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { calls: ['call'] });
      await claim(T0);
      await store.settle('call', { outcome: 'done' });
      for (const id of ['call', 'never-there']) {
        await store.settle(id, { outcome: 'done' });
        await store.settle(id, { outcome: 'retry', dueAt: T0, error: 'late' });
        await store.settle(id, { outcome: 'dead', error: 'late' });
      }
      expect(await store.deadLetters()).toEqual([]);
      expect(await store.nextDueAt()).toBeUndefined();
    });

    test('a timer that a turn cancels is gone, also while somebody has it', async () => {
      const { store } = storage();
      const set = ['waiting', 'claimed', 'kept'].map((id, index) => ({ id, dueAt: id === 'claimed' ? T0 : T0 + 100 + index }));
      const before = await commitTurn(store, undefined, { timers: { set } });
      expect(await ids(T0)).toEqual(['claimed']);
      await commitTurn(store, before, { timers: { cancel: ['waiting', 'claimed', 'never-set'] } });
      await store.settle('claimed', { outcome: 'retry', dueAt: T0, error: 'busy' });
      expect(await ids(T0 + 100_000)).toEqual(['kept']);
    });

    test('a timer that is set again starts afresh', async () => {
      const { store } = storage();
      const before = await commitTurn(store, undefined, { timers: { set: [{ id: 'idle', dueAt: T0 }] } });
      expect(await claim(T0)).toMatchObject([{ id: 'idle', attempts: 1 }]);
      await commitTurn(store, before, { timers: { set: [{ id: 'idle', dueAt: T0 + 50 }], cancel: ['idle'] } });
      expect(await store.nextDueAt()).toBe(T0 + 50);
      expect(await claim(T0 + 50)).toMatchObject([{ id: 'idle', timer: { dueAt: T0 + 50 }, attempts: 1 }]);
      const { conversation } = await store.load(before.id);
      await commitTurn(store, conversation, { timers: { set: [{ id: 'idle', dueAt: T0 + 70 }] } });
      expect(await claim(T0 + 69)).toEqual([]);
      expect(await claim(T0 + 70)).toMatchObject([{ id: 'idle', timer: { dueAt: T0 + 70 }, attempts: 1 }]);
    });

    test('a refused turn leaves nothing to do and cancels nothing', async () => {
      const { store } = storage();
      const before = await commitTurn(store, undefined, { timers: { set: [{ id: 'standing', dueAt: T0 }] } });
      await commitTurn(store, before);
      const late = turn(before, { calls: ['stray'], timers: { set: [{ id: 'stray-timer', dueAt: T0 }], cancel: ['standing'] } });
      expect(await store.commit(late)).toEqual({ ok: false, reason: 'conflict' });
      expect(await ids(T0 + 1000)).toEqual(['standing']);
    });
  });
}
