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
      change: { owner: inQueue({ score: T0 - n }), ...(n < 2 && { customer: { id: 'u', walletId: 'w-1' } }) },
    });
  }
  const [first, second] = await store.claimDue({ now: T0, leaseMs: 1, limit: 2 });
  for (const due of [first, second]) if (due) await store.settle(due.id, { outcome: 'dead', error: 'nobody there' });
  for (const key of ['a', 'b', 'c']) await records.put('people', key, { name: key }, { index: { team: 'general', initial: key } });
  await records.put('people', 'a', { name: 'A' }, { index: { team: 'support' }, expiresAt: T0 + 1 });
  for (const n of [1, 2, 3]) for (const list of ['audit', 'other']) await records.append(list, { n });
}

export async function readAll({ outgoing }: Storage, kind: PartKind, limit?: number): Promise<Part[]> {
  if (!outgoing) throw new Error('a desk can not be read out of this engine');
  const parts: Part[] = [];
  let after: string | undefined;
  do {
    const page = await outgoing.read(kind, after, limit);
    parts.push(...page.parts);
    after = page.next;
  } while (after !== undefined);
  return parts;
}

/** For engines that a desk can leave. */
export function outgoingContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: moving out`, () => {
    const storage = opened(open);

    test.each(KINDS)('every %s is read once, whatever the page', async (kind) => {
      await fillDesk(storage());
      const all = await readAll(storage(), kind);
      expect(all.length).toBe(await storage().outgoing?.count(kind));
      expect(all.length).toBeGreaterThan(1);
      const inTwos = await readAll(storage(), kind, 2);
      expect(new Set(inTwos.map((part) => JSON.stringify(part)))).toEqual(new Set(all.map((part) => JSON.stringify(part))));
    });
  });
}

/** @param openSource an engine that a desk can leave */
export function incomingContract(name: string, open: () => Promise<Storage>, openSource: () => Promise<Storage>): void {
  describe(`${name}: moving in`, () => {
    const source = opened(openSource);
    const target = opened(open);

    test('what is written is what was read, and a second time changes nothing', async () => {
      await fillDesk(source());
      for (let round = 0; round < 2; round += 1) {
        for (const kind of KINDS) {
          const parts = await readAll(source(), kind);
          await target().incoming.write(parts);
          expect(await target().incoming.count(kind)).toBe(parts.length);
          expect(await target().incoming.find(parts)).toEqual(parts);
        }
      }
    });

    test('what is not there is not found', async () => {
      await fillDesk(source());
      for (const kind of KINDS) {
        const parts = await readAll(source(), kind);
        expect(await target().incoming.find(parts)).toEqual(parts.map(() => undefined));
      }
    });

    test('the moved desk works on: queue, log, dedupe, due work in its order', async () => {
      await fillDesk(source());
      for (const kind of KINDS) await target().incoming.write(await readAll(source(), kind));
      const filter = { owner: 'queue' } as const;
      const waiting = await source().store.listByOwner(filter);
      expect(await target().store.listByOwner(filter)).toEqual(waiting);
      expect(await target().store.countByOwner(filter)).toBe(7);
      const hers = await source().store.conversationsOf('w-1');
      expect(hers).toHaveLength(2);
      expect(await target().store.conversationsOf('w-1')).toEqual(hers);
      const [next] = waiting;
      const id = next?.id ?? '';
      expect(await target().store.queuePosition(id)).toEqual({ position: 1 });
      expect(await target().store.activitiesAfter(id, 0, 'desk')).toEqual(await source().store.activitiesAfter(id, 0, 'desk'));
      const [moved] = (await readAll(source(), 'conversation')).flatMap((part) =>
        part.kind === 'conversation' && part.conversation.id === id ? [part] : [],
      );
      for (const input of moved?.inputs ?? []) expect((await target().store.load(id, input.id)).seen).toBe(true);
      expect(moved?.inputs.length).toBe(2);
      const claim = { now: T0 + 120_000, leaseMs: 60_000, limit: 100 };
      const ids = async ({ store }: Storage) => (await store.claimDue(claim)).map((due) => `${due.id} ${due.attempts}`).sort();
      expect(await ids(target())).toEqual(await ids(source()));
      expect((await target().store.deadLetters()).length).toBe(2);
      expect((await target().store.changesAfter(0)).length).toBe(7);
      expect(await target().records.entries('audit')).toEqual([{ n: 3 }, { n: 2 }, { n: 1 }]);
      await commitTurn(target().store, next, { says: ['still here'] });
    });
  });
}
