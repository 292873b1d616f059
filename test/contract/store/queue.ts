import { describe, expect, test } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import { commitTurn, inQueue, T0, withAgent } from '../fixtures.ts';
import { opened } from '../opened.ts';

export function queueContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: a place in the queue`, () => {
    const storage = opened(open);
    const wait = (id: string, entry: Parameters<typeof inQueue>[0] = {}) =>
      commitTurn(storage().store, undefined, { id, change: { owner: inQueue(entry) } });
    const position = async (id: string, limit?: number) => (await storage().store.queuePosition(id, limit))?.position;

    test('is counted by score from 1, equal scores in the same order as the list', async () => {
      const { store } = storage();
      await wait('later', { score: T0 + 5 });
      await wait('same-b', { score: T0 });
      await wait('boosted', { score: T0 - 600_000 });
      await wait('same-a', { score: T0 });
      const listed = (await store.listByOwner({ owner: 'queue', team: 'general', locale: 'id' })).map(({ id }) => id);
      expect(listed.at(0)).toBe('boosted');
      expect(listed.at(-1)).toBe('later');
      expect(await Promise.all(listed.map((id) => position(id)))).toEqual([1, 2, 3, 4]);
    });

    test('is that of its own team and language', async () => {
      await wait('mine', { score: T0 });
      await wait('other-team', { team: 'fraud', score: T0 - 10 });
      await wait('other-language', { locale: 'zh', score: T0 - 20 });
      expect(await position('mine')).toBe(1);
    });

    test('moves up when one before it is taken, and ends when it is taken itself', async () => {
      const { store } = storage();
      const first = await wait('first', { score: T0 });
      const second = await wait('second', { score: T0 + 1 });
      expect(await position('second')).toBe(2);
      await commitTurn(store, first, { change: { owner: withAgent('sari') } });
      expect(await position('second')).toBe(1);
      expect(await position('first')).toBeUndefined();
      await commitTurn(store, second, { change: { owner: { kind: 'bot' } } });
      expect(await position('second')).toBeUndefined();
    });

    test('nobody waits who is with the bot, closed or unknown', async () => {
      await commitTurn(storage().store, undefined, { id: 'with-bot' });
      await commitTurn(storage().store, undefined, { id: 'closed', change: { owner: inQueue(), status: 'closed' } });
      expect(await position('with-bot')).toBeUndefined();
      expect(await position('closed')).toBeUndefined();
      expect(await position('nobody')).toBeUndefined();
    });

    test('is counted no further than the limit', async () => {
      for (let index = 1; index <= 8; index++) await wait(`w${index}`, { score: T0 + index });
      expect(await position('w5', 5)).toBe(5);
      expect(await position('w6', 5)).toBe(6);
      expect(await position('w8', 5)).toBe(6);
      expect(await position('w8')).toBe(8);
    });

    test('says 1,001 for more than 1,000 unless told otherwise', async () => {
      await Promise.all(Array.from({ length: 1005 }, (_, index) => wait(`many-${index}`, { score: T0 + index })));
      expect(await position('many-999')).toBe(1000);
      expect(await position('many-1000')).toBe(1001);
      expect(await position('many-1004')).toBe(1001);
    });
  });
}
