import { describe, expect, test } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import type { Part, PartKind } from '../../src/ports/transfer.ts';
import { commitTurn, inQueue, T0, unique } from './fixtures.ts';
import { opened } from './opened.ts';

const KINDS: PartKind[] = ['conversation', 'due', 'deadLetter', 'record', 'entry'];

/** A desk in which every kind of part is there more than once. */
export async function fillDesk({ store, records }: Storage): Promise<void> {
  for (let n = 0; n < 7; n += 1) {
    const before = await commitTurn(store, undefined, { says: ['hello', '你好'], notes: ['quiet'], sends: true, calls: [unique('call')] });
    await commitTurn(store, before, {
      timers: { set: [{ id: unique('timer'), dueAt: T0 + 60_000 + n }] },
      change: { owner: inQueue({ score: T0 - n }) },
    });
  }
  const [first, second] = await store.claimDue({ now: T0, leaseMs: 1, limit: 2 });
  for (const due of [first, second]) if (due) await store.settle(due.id, { outcome: 'dead', error: 'nobody there' });
  for (const key of ['a', 'b', 'c']) await records.put('people', key, { name: key }, { index: { team: 'general', initial: key } });
  await records.put('people', 'a', { name: 'A' }, { index: { team: 'support' }, expiresAt: T0 + 1 });
  for (const n of [1, 2, 3]) for (const list of ['audit', 'other']) await records.append(list, { n });
}

export async function readAll({ transfer }: Storage, kind: PartKind, limit?: number): Promise<Part[]> {
  const parts: Part[] = [];
  let after: string | undefined;
  do {
    const page = await transfer.read(kind, after, limit);
    parts.push(...page.parts);
    after = page.next;
  } while (after !== undefined);
  return parts;
}

export function transferContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: moving`, () => {
    const storage = opened(open);
    const other = opened(open);

    test.each(KINDS)('every %s is read once, whatever the page', async (kind) => {
      await fillDesk(storage());
      const all = await readAll(storage(), kind);
      expect(all.length).toBe(await storage().transfer.count(kind));
      expect(all.length).toBeGreaterThan(1);
      const inTwos = await readAll(storage(), kind, 2);
      expect(new Set(inTwos.map((part) => JSON.stringify(part)))).toEqual(new Set(all.map((part) => JSON.stringify(part))));
    });

    test('what is written is what was read, and a second time changes nothing', async () => {
      await fillDesk(storage());
      for (let round = 0; round < 2; round += 1) {
        for (const kind of KINDS) {
          const parts = await readAll(storage(), kind);
          await other().transfer.write(parts);
          expect(await other().transfer.count(kind)).toBe(parts.length);
          expect(await other().transfer.find(parts)).toEqual(parts);
        }
      }
    });

    test('what is not there is not found', async () => {
      await fillDesk(storage());
      for (const kind of KINDS) {
        const parts = await readAll(storage(), kind);
        expect(await other().transfer.find(parts)).toEqual(parts.map(() => undefined));
      }
    });

    test('the moved desk works on: queue, log, dedupe, due work in its order', async () => {
      await fillDesk(storage());
      for (const kind of KINDS) await other().transfer.write(await readAll(storage(), kind));
      const filter = { owner: 'queue' } as const;
      const waiting = await storage().store.listByOwner(filter);
      expect(await other().store.listByOwner(filter)).toEqual(waiting);
      expect(await other().store.countByOwner(filter)).toBe(7);
      const [next] = waiting;
      expect(await other().store.queuePosition(next?.id ?? '')).toEqual({ position: 1 });
      expect(await other().store.activitiesAfter(next?.id ?? '', 0, 'desk')).toEqual(
        await storage().store.activitiesAfter(next?.id ?? '', 0, 'desk'),
      );
      const claim = { now: T0 + 120_000, leaseMs: 60_000, limit: 100 };
      const ids = async ({ store }: Storage) => (await store.claimDue(claim)).map(({ id, attempts }) => `${id} ${attempts}`).sort();
      expect(await ids(other())).toEqual(await ids(storage()));
      expect((await other().store.deadLetters()).length).toBe(2);
      expect((await other().store.changesAfter(0)).length).toBe(7);
      expect(await other().records.entries('audit')).toEqual([{ n: 3 }, { n: 2 }, { n: 1 }]);
      await commitTurn(other().store, next, { says: ['still here'] });
    });
  });
}
