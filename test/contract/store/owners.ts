import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../../src/core/conversation.ts';
import type { Storage } from '../../../src/ports/storage.ts';
import type { OwnerFilter } from '../../../src/ports/store.ts';
import { commitTurn, inQueue, T0, withAgent } from '../fixtures.ts';
import { opened } from '../opened.ts';

/** id, minutes after T0, what it is. */
const HOUSE: [string, number, Partial<Conversation>][] = [
  ['bot-1', 1, {}],
  ['bot-2', 9, { locale: 'en' }],
  ['bot-closed', 4, { status: 'closed' }],
  ['queue-late', 5, { owner: inQueue({ score: T0 + 500 }) }],
  ['queue-urgent', 8, { owner: inQueue({ score: T0 - 9000 }) }],
  ['queue-zh', 2, { owner: inQueue({ locale: 'zh', score: T0 + 100 }), locale: 'en' }],
  ['queue-fraud', 3, { owner: inQueue({ team: 'fraud', score: T0 + 200 }) }],
  ['sari-1', 6, { owner: withAgent('sari') }],
  ['sari-2', 7, { owner: withAgent('sari'), locale: 'en' }],
  ['sari-closed', 10, { owner: withAgent('sari'), status: 'closed' }],
  ['budi-1', 11, { owner: withAgent('budi') }],
];

const CASES: [string, OwnerFilter, string[]][] = [
  [
    'all',
    { owner: 'any' },
    ['budi-1', 'sari-closed', 'bot-2', 'queue-urgent', 'sari-2', 'sari-1', 'queue-late', 'bot-closed', 'queue-fraud', 'queue-zh', 'bot-1'],
  ],
  [
    'all that are open',
    { owner: 'any', status: 'open' },
    ['budi-1', 'bot-2', 'queue-urgent', 'sari-2', 'sari-1', 'queue-late', 'queue-fraud', 'queue-zh', 'bot-1'],
  ],
  ['all that are closed', { owner: 'any', status: 'closed' }, ['sari-closed', 'bot-closed']],
  ['all of a language', { owner: 'any', locale: 'en' }, ['bot-2', 'sari-2']],
  ['all of a team', { owner: 'any', team: 'fraud' }, ['queue-fraud']],
  ['all of an agent', { owner: 'any', agentId: 'sari' }, ['sari-closed', 'sari-2', 'sari-1']],
  ["the bot's", { owner: 'bot' }, ['bot-2', 'bot-closed', 'bot-1']],
  ["the bot's open ones", { owner: 'bot', status: 'open' }, ['bot-2', 'bot-1']],
  ["the bot's of a team: the bot has none", { owner: 'bot', team: 'general' }, []],
  ["the agents'", { owner: 'agent' }, ['budi-1', 'sari-closed', 'sari-2', 'sari-1']],
  ["an agent's open ones", { owner: 'agent', agentId: 'sari', status: 'open' }, ['sari-2', 'sari-1']],
  ["an agent's of a language", { owner: 'agent', agentId: 'sari', locale: 'en' }, ['sari-2']],
  ["an unknown agent's", { owner: 'agent', agentId: 'nobody' }, []],
  ['the waiting by score', { owner: 'queue' }, ['queue-urgent', 'queue-zh', 'queue-fraud', 'queue-late']],
  ['the waiting of a team', { owner: 'queue', team: 'general' }, ['queue-urgent', 'queue-zh', 'queue-late']],
  ["the waiting of a queue's language", { owner: 'queue', locale: 'zh' }, ['queue-zh']],
  ['the waiting of a team and language', { owner: 'queue', team: 'general', locale: 'id', status: 'open' }, ['queue-urgent', 'queue-late']],
  ['the waiting of an agent: she has none', { owner: 'queue', agentId: 'sari' }, []],
];

export function ownersContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: who holds what`, () => {
    const storage = opened(open);
    const ids = async (filter: OwnerFilter, page?: { limit?: number; offset?: number }) =>
      (await storage().store.listByOwner(filter, page)).map(({ id }) => id);
    const fill = async () => {
      for (const [id, minutes, change] of HOUSE) await commitTurn(storage().store, undefined, { id, now: T0 + minutes * 60_000, change });
    };

    test.each(CASES)('%s', async (_what, filter, expected) => {
      await fill();
      expect(await ids(filter)).toEqual(expected);
      expect(await storage().store.countByOwner(filter)).toBe(expected.length);
    });

    test('pages follow on one another', async () => {
      await fill();
      for (const filter of [{ owner: 'any' }, { owner: 'queue' }] as const) {
        const whole = await ids(filter);
        const paged: string[] = [];
        for (let offset = 0; offset < whole.length; offset += 3) paged.push(...(await ids(filter, { limit: 3, offset })));
        expect(paged).toEqual(whole);
        expect(await ids(filter, { offset: whole.length })).toEqual([]);
      }
    });

    test('a list gives whole conversations, 50 unless told otherwise and never over 200', async () => {
      const { store } = storage();
      const made = await Promise.all(Array.from({ length: 205 }, (_, index) => commitTurn(store, undefined, { now: T0 + index })));
      expect(await store.listByOwner({ owner: 'bot' })).toEqual(made.toReversed().slice(0, 50));
      expect(await ids({ owner: 'bot' }, { limit: 1000 })).toHaveLength(200);
      expect(await store.countByOwner({ owner: 'bot' })).toBe(205);
    });

    test('a conversation that moves on is found where it is now, and only there', async () => {
      const { store } = storage();
      const places: [Partial<Conversation>, OwnerFilter][] = [
        [{}, { owner: 'bot', status: 'open' }],
        [{ owner: inQueue() }, { owner: 'queue', team: 'general', locale: 'id' }],
        [{ owner: withAgent('sari') }, { owner: 'agent', agentId: 'sari', status: 'open' }],
        [{ owner: inQueue({ team: 'fraud' }) }, { owner: 'queue', team: 'fraud', locale: 'id' }],
        [{ owner: withAgent('budi') }, { owner: 'agent', agentId: 'budi', status: 'open' }],
        [
          { owner: { kind: 'bot' }, status: 'closed' },
          { owner: 'bot', status: 'closed' },
        ],
      ];
      let conversation: Conversation | undefined;
      for (const [change] of places) {
        conversation = await commitTurn(store, conversation, { id: 'moving', change });
        for (const [place, filter] of places) {
          expect(await ids(filter)).toEqual(place === change ? ['moving'] : []);
          expect(await store.countByOwner(filter)).toBe(place === change ? 1 : 0);
        }
      }
      expect(await store.countByOwner({ owner: 'any' })).toBe(1);
    });

    test('all of one customer are found, whoever holds them, from when the wallet vouches for her', async () => {
      const { store } = storage();
      const hers = async (limit?: number) => (await store.conversationsOf('w-1', limit)).map(({ id }) => id);
      const customer = { id: 'u', walletId: 'w-1' };
      const guest = await commitTurn(store, undefined, { id: 'telegram', now: T0 + 1 });
      await commitTurn(store, undefined, { id: 'widget', now: T0 + 2, change: { customer, owner: withAgent('sari') } });
      await commitTurn(store, undefined, { id: 'else', now: T0 + 3, change: { customer: { id: 'v', walletId: 'w-2' } } });
      expect(await hers()).toEqual(['widget']);
      const known = await commitTurn(store, guest, { now: T0 + 4, change: { customer } });
      expect(await hers()).toEqual(['telegram', 'widget']);
      await commitTurn(store, known, { now: T0 + 5, change: { status: 'closed' } });
      expect(await hers(1)).toEqual(['telegram']);
      expect([await store.conversationsOf('w-3'), await store.conversationsOf(''), await hers(0)]).toEqual([[], [], []]);
    });

    test('the latest update comes first', async () => {
      const { store } = storage();
      const a = await commitTurn(store, undefined, { id: 'a', now: T0 + 1 });
      await commitTurn(store, undefined, { id: 'b', now: T0 + 2 });
      expect(await ids({ owner: 'any' })).toEqual(['b', 'a']);
      await commitTurn(store, a, { now: T0 + 3 });
      expect(await ids({ owner: 'any' })).toEqual(['a', 'b']);
    });
  });
}
