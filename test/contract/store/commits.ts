import { describe, expect, test } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import type { CommitResult } from '../../../src/ports/store.ts';
import { commitTurn, inQueue, T0, turn, unique, withAgent } from '../fixtures.ts';
import { opened } from '../opened.ts';

export function commitContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: commits`, () => {
    const storage = opened(open);
    const all = (commits: Parameters<Storage['store']['commit']>[0][]) =>
      Promise.all(commits.map((commit) => storage().store.commit(commit)));

    test('what was committed is loaded as it was', async () => {
      const { store } = storage();
      const commit = turn(undefined, {
        says: ['Halo!'],
        change: {
          owner: inQueue(),
          address: { serviceUrl: 'https://example.test', user: { id: '1' } },
          runs: [
            {
              id: 'run-1',
              flow: 'reset-password@1',
              snapshot: {
                value: { asking: 'contact' },
                context: { tries: 2, nothing: null },
                status: 'active',
                history: { hist: ['a.b'] },
              },
              calls: { call: 'effect-1' },
              timers: { 'xstate.after': { dueAt: T0, remainingMs: 5, event: { type: 'LATE' } } },
              trail: [{ state: 'contact', at: T0 }],
            },
          ],
        },
      });
      expect(await store.commit(commit)).toEqual({ ok: true });
      expect(await store.load(commit.conversation.id, commit.inputId)).toEqual({ conversation: commit.conversation, seen: true });
    });

    test('an unknown conversation is undefined and none of its inputs was seen', async () => {
      expect(await storage().store.load('nobody', 'input')).toEqual({ conversation: undefined, seen: false });
    });

    test.each([
      ['emoji and joiners', '👩‍👩‍👧‍👦 🇮🇩 e\u0301'],
      ['other scripts', '退款 مرحبا ไทย'],
      ['quotes and SQL', `'); DROP TABLE conversations; -- "'\`\\`],
      ['control characters', 'a\u0000b\u0007c\r\n\t'],
      ['half a surrogate pair', 'x\ud83dy'],
      ['64 KiB of emoji', '🎉'.repeat(16_384)],
    ])('text comes back unharmed: %s', async (_what, text) => {
      const { store } = storage();
      const { id } = await commitTurn(store, undefined, { says: [text] });
      expect((await store.activitiesAfter(id, 0, 'customer')).activities[0]?.text).toBe(text);
    });

    test('an input id is known to its own conversation only', async () => {
      const { store } = storage();
      await commitTurn(store, undefined, { id: 'one', inputId: 'same' });
      expect((await store.load('two', 'same')).seen).toBe(false);
      expect(await store.commit(turn(undefined, { id: 'two', inputId: 'same' }))).toEqual({ ok: true });
      expect((await store.load('one', 'other')).seen).toBe(false);
      expect((await store.load('one')).seen).toBe(false);
    });

    test('two turns from the same version: one wins, the other changes nothing', async () => {
      const { store } = storage();
      const before = await commitTurn(store, undefined, { says: ['first'] });
      const [a, b] = [turn(before, { says: ['from a'], calls: ['call-a'] }), turn(before, { says: ['from b'], calls: ['call-b'] })];
      expect(await all([a, b])).toEqual([{ ok: true }, { ok: false, reason: 'conflict' }]);
      expect((await store.load(before.id, b.inputId)).seen).toBe(false);
      expect((await store.load(before.id)).conversation?.version).toBe(2);
      expect((await store.activitiesAfter(before.id, 0, 'desk')).activities.map(({ text }) => text)).toEqual(['first', 'from a']);
      expect((await store.claimDue({ now: T0, leaseMs: 1, limit: 10 })).map(({ id }) => id)).toEqual(['call-a']);
    });

    test('of many turns that create one conversation exactly one wins', async () => {
      const results = await all(Array.from({ length: 20 }, () => turn(undefined, { id: 'new', says: ['hi'] })));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.filter((result) => !result.ok && result.reason === 'conflict')).toHaveLength(19);
      expect((await storage().store.activitiesAfter('new', 0, 'desk')).activities).toHaveLength(1);
    });

    test('a conversation that is not there has no later version', async () => {
      const ghost = turn(undefined, { id: 'ghost' }).conversation;
      expect(await storage().store.commit(turn(ghost))).toEqual({ ok: false, reason: 'conflict' });
      expect((await storage().store.load('ghost')).conversation).toBeUndefined();
    });

    test('an input delivered twice counts once, also when both arrive together', async () => {
      const { store } = storage();
      const first = turn(undefined, { inputId: 'delivery', says: ['hi'] });
      expect(await all([first, first])).toEqual([{ ok: true }, { ok: false, reason: 'duplicate' }]);
      expect(await store.commit(turn(first.conversation, { inputId: 'delivery' }))).toEqual({ ok: false, reason: 'duplicate' });
      expect((await store.load(first.conversation.id)).conversation?.version).toBe(1);
    });

    test('duplicate is told before conflict, and conflict before capacity', async () => {
      const { store } = storage();
      const first = await commitTurn(store, undefined, { inputId: 'seen' });
      await commitTurn(store, first);
      const full = { agentId: 'agent', max: 0 };
      expect(await store.commit(turn(first, { inputId: 'seen', capacity: full }))).toEqual({ ok: false, reason: 'duplicate' });
      expect(await store.commit(turn(first, { capacity: full }))).toEqual({ ok: false, reason: 'conflict' });
    });

    test('refused turns leave those beside them alone', async () => {
      const { store } = storage();
      const kept = await Promise.all(Array.from({ length: 5 }, () => commitTurn(store, undefined)));
      const stale = await commitTurn(store, undefined);
      await commitTurn(store, stale);
      const results = await all([
        ...kept.slice(0, 2).map((before) => turn(before, { says: ['in'] })),
        turn(stale, { says: ['out'] }),
        ...kept.slice(2, 4).map((before) => turn(before, { says: ['in'] })),
        turn(undefined, { id: 'refused', capacity: { agentId: 'a', max: 0 } }),
        ...kept.slice(4).map((before) => turn(before, { says: ['in'] })),
      ]);
      expect(results.map((result) => (result.ok ? 'ok' : result.reason))).toEqual(['ok', 'ok', 'conflict', 'ok', 'ok', 'capacity', 'ok']);
      for (const { id } of kept) expect((await store.activitiesAfter(id, 0, 'desk')).activities.map(({ text }) => text)).toEqual(['in']);
      expect((await store.activitiesAfter(stale.id, 0, 'desk')).activities).toEqual([]);
      expect((await store.load('refused')).conversation).toBeUndefined();
    });

    test('a turn whose log contradicts the stored one fails alone and changes nothing', async () => {
      const { store } = storage();
      const before = await commitTurn(store, undefined, { says: ['one', 'two'] });
      const broken = turn({ ...before, activityCount: 1 }, { says: ['overwrites two'], calls: ['broken-call'] });
      const [failed, beside] = await Promise.allSettled([store.commit(broken), store.commit(turn(undefined, { id: 'beside' }))]);
      expect(failed.status).toBe('rejected');
      expect(beside).toEqual({ status: 'fulfilled', value: { ok: true } });
      expect((await store.load(before.id, broken.inputId)).seen).toBe(false);
      expect((await store.load(before.id)).conversation).toEqual(before);
      expect((await store.activitiesAfter(before.id, 0, 'desk')).activities.map(({ text }) => text)).toEqual(['one', 'two']);
      expect(await store.nextDueAt()).toBeUndefined();
    });

    test('many turns on many conversations at once all get in, each in its own log', async () => {
      const { store } = storage();
      const ids = Array.from({ length: 300 }, () => unique('crowd'));
      const conversations = await Promise.all(ids.map((id) => commitTurn(store, undefined, { id, says: [`${id} 1`] })));
      await Promise.all(conversations.map((before) => commitTurn(store, before, { says: [`${before.id} 2`] })));
      for (const id of ids) {
        const { activities } = await store.activitiesAfter(id, 0, 'customer');
        expect(activities.map(({ seq, text }) => [seq, text])).toEqual([
          [1, `${id} 1`],
          [2, `${id} 2`],
        ]);
      }
    });
  });

  describe(`${name}: an agent's capacity`, () => {
    const storage = opened(open);
    const waiting = (count: number) =>
      Promise.all(Array.from({ length: count }, () => commitTurn(storage().store, undefined, { change: { owner: inQueue() } })));
    const accept = (before: Awaited<ReturnType<typeof commitTurn>>, agentId: string, max: number): Promise<CommitResult> =>
      storage().store.commit(turn(before, { change: { owner: withAgent(agentId) }, capacity: { agentId, max } }));

    test('of many accepts at once exactly as many win as she may hold', async () => {
      const results = await Promise.all((await waiting(12)).map((before) => accept(before, 'sari', 3)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(3);
      expect(results.filter((result) => !result.ok && result.reason === 'capacity')).toHaveLength(9);
      expect(await storage().store.countByOwner({ owner: 'agent', agentId: 'sari', status: 'open' })).toBe(3);
      expect(await storage().store.countByOwner({ owner: 'queue' })).toBe(9);
    });

    test('of two agents who accept one conversation exactly one wins', async () => {
      const [before] = await waiting(1);
      if (!before) throw new Error('nobody waits');
      const results = await Promise.all([accept(before, 'sari', 3), accept(before, 'budi', 3)]);
      expect(results).toEqual([{ ok: true }, { ok: false, reason: 'conflict' }]);
      expect((await storage().store.load(before.id)).conversation?.owner).toEqual(withAgent('sari'));
    });

    test('one agent fills up without keeping another from hers', async () => {
      const [a, b, c] = await waiting(3);
      if (!a || !b || !c) throw new Error('too few wait');
      expect(await accept(a, 'sari', 1)).toEqual({ ok: true });
      expect(await accept(b, 'sari', 1)).toEqual({ ok: false, reason: 'capacity' });
      expect(await accept(b, 'budi', 1)).toEqual({ ok: true });
    });

    test('returning or closing one frees a place; the one she holds does not count against itself', async () => {
      const { store } = storage();
      const [a, b, c] = await waiting(3);
      if (!a || !b || !c) throw new Error('too few wait');
      await accept(a, 'sari', 1);
      const held = (await store.load(a.id)).conversation;
      expect(await store.commit(turn(held, { capacity: { agentId: 'sari', max: 1 } }))).toEqual({ ok: true });
      const again = (await store.load(a.id)).conversation;
      await commitTurn(store, again, { change: { owner: { kind: 'bot' } } });
      expect(await accept(b, 'sari', 1)).toEqual({ ok: true });
      await commitTurn(store, (await store.load(b.id)).conversation, { change: { status: 'closed' } });
      expect(await accept(c, 'sari', 1)).toEqual({ ok: true });
    });
  });
}
