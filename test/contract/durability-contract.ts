/** What a store that outlives its process must still know; for engines with a place that can be opened again. */
import { describe, expect, test } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import { commitTurn, inQueue, T0, turn } from './fixtures.ts';

/** @param place a new empty place each time; what it returns opens it, as often as wanted */
export function durabilityContract(name: string, place: () => Promise<() => Promise<Storage>>): void {
  describe(`${name}: after closing and opening again`, () => {
    async function reopened(fill: (storage: Storage) => Promise<void>): Promise<Storage> {
      const open = await place();
      const before = await open();
      await fill(before);
      await before.close();
      return open();
    }

    test('conversations, logs, inputs and the feed are there and go on', async () => {
      const commit = turn(undefined, { id: 'c', inputId: 'i1', says: ['open'], notes: ['note'], change: { owner: inQueue() } });
      const { store, close } = await reopened(async (storage) => {
        await storage.store.commit(commit);
      });
      expect(await store.load('c', 'i1')).toEqual({ conversation: commit.conversation, seen: true });
      expect((await store.activitiesAfter('c', 0, 'desk')).activities).toEqual(commit.activities);
      expect(await store.commit(turn(commit.conversation, { inputId: 'i1' }))).toEqual({ ok: false, reason: 'duplicate' });
      expect(await store.queuePosition('c')).toEqual({ position: 1 });
      expect(await store.countByOwner({ owner: 'queue', team: 'general' })).toBe(1);
      const [first] = await store.changesAfter(0);
      await commitTurn(store, commit.conversation, { says: ['next'] });
      const later = await store.changesAfter(first?.cursor ?? 0);
      expect(later.map(({ conversationId }) => conversationId)).toEqual(['c']);
      await close();
    });

    test('effects and timers, leases, attempts, order and what was given up are there', async () => {
      const { store, close } = await reopened(async (storage) => {
        await commitTurn(storage.store, undefined, {
          id: 'c',
          inputId: 'i',
          says: ['1', '2'],
          sends: true,
          calls: ['call', 'hopeless'],
          timers: { set: [{ id: 'timer', dueAt: T0 + 5000 }] },
        });
        await storage.store.claimDue({ now: T0, leaseMs: 1000, limit: 10 });
        await storage.store.settle('hopeless', { outcome: 'dead', error: 'no use' });
      });
      expect(await store.claimDue({ now: T0 + 999, leaseMs: 1000, limit: 10 })).toEqual([]);
      const due = await store.claimDue({ now: T0 + 1000, leaseMs: 9000, limit: 10 });
      expect(due.map(({ id, attempts }) => [id, attempts]).toSorted()).toEqual([
        ['call', 2],
        ['i|0|send', 2],
      ]);
      expect(await store.nextDueAt()).toBe(T0 + 5000);
      await store.settle('i|0|send', { outcome: 'done' });
      expect((await store.claimDue({ now: T0 + 1000, leaseMs: 9000, limit: 10 })).map(({ id }) => id)).toEqual(['i|1|send']);
      expect(await store.deadLetters()).toEqual([{ id: 'hopeless', conversationId: 'c', error: 'no use' }]);
      await close();
    });

    test('records, their versions and index, and lists are there', async () => {
      const { records, close } = await reopened(async (storage) => {
        await storage.records.put('people', 'sari', { n: 1 });
        await storage.records.put('people', 'sari', { n: 2 }, { expiresAt: T0 + 10, index: { team: 'x' } });
        await storage.records.append('audit', { n: 1 });
      });
      const sari = { collection: 'people', key: 'sari', value: { n: 2 }, version: 2, expiresAt: T0 + 10 };
      expect(await records.list('people', T0, { name: 'team', value: 'x' })).toEqual([sari]);
      expect(await records.put('people', 'sari', {}, { expectedVersion: 1 })).toBe(false);
      await records.append('audit', { n: 2 });
      expect(await records.entries('audit')).toEqual([{ n: 2 }, { n: 1 }]);
      await close();
    });

    test('what waited when it was closed is there', async () => {
      const open = await place();
      const before = await open();
      const written = Array.from({ length: 200 }, (_, index) => before.store.commit(turn(undefined, { id: `w${index}` })));
      await before.close();
      expect(await Promise.all(written)).toEqual(written.map(() => ({ ok: true })));
      const after = await open();
      expect(await after.store.countByOwner({ owner: 'bot' })).toBe(200);
      await after.close();
    });
  });
}
