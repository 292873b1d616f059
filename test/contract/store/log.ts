import { describe, expect, test } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import { commitTurn } from '../fixtures.ts';
import { opened } from '../opened.ts';

export function logContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: the log`, () => {
    const storage = opened(open);

    test('is read from a watermark on, in order', async () => {
      const { store } = storage();
      const first = await commitTurn(store, undefined, { says: ['1', '2'] });
      await commitTurn(store, first, { says: ['3'] });
      const page = await store.activitiesAfter(first.id, 1, 'customer');
      expect(page.activities.map(({ seq, text }) => [seq, text])).toEqual([
        [2, '2'],
        [3, '3'],
      ]);
      expect(page).toMatchObject({ watermark: 3, more: false });
    });

    test('at its end a page is empty and the watermark stays', async () => {
      const { store } = storage();
      const { id } = await commitTurn(store, undefined, { says: ['1', '2'] });
      expect(await store.activitiesAfter(id, 2, 'customer')).toEqual({ activities: [], watermark: 2, more: false });
      expect(await store.activitiesAfter('nobody', 0, 'desk')).toEqual({ activities: [], watermark: 0, more: false });
    });

    test('conversations with kindred ids do not mix', async () => {
      const { store } = storage();
      for (const id of ['c', 'c1', 'c:1', 'C', 'c%']) await commitTurn(store, undefined, { id, says: [id] });
      for (const id of ['c', 'c1', 'c:1', 'C', 'c%']) {
        expect((await store.activitiesAfter(id, 0, 'desk')).activities.map(({ text }) => text)).toEqual([id]);
      }
    });

    test('what only the desk may read is withheld from the customer, whose watermark passes it all the same', async () => {
      const { store } = storage();
      const first = await commitTurn(store, undefined, { says: ['open'], notes: ['secret 1', 'secret 2'] });
      const customer = await store.activitiesAfter(first.id, 0, 'customer');
      expect(customer.activities.map(({ text }) => text)).toEqual(['open']);
      expect(customer).toMatchObject({ watermark: 3, more: false });
      expect(await store.activitiesAfter(first.id, 1, 'customer')).toEqual({ activities: [], watermark: 3, more: false });
      const desk = await store.activitiesAfter(first.id, 0, 'desk');
      expect(desk.activities.map(({ text }) => text)).toEqual(['open', 'secret 1', 'secret 2']);
      expect(desk.watermark).toBe(3);
    });

    test('page after page gives everything once, through long stretches of notes too', async () => {
      const { store } = storage();
      const notes = Array.from({ length: 12 }, (_, index) => `note ${index}`);
      const first = await commitTurn(store, undefined, { says: ['a', 'b', 'c'], notes });
      await commitTurn(store, first, { says: ['d', 'e'] });
      for (const [reader, expected] of [
        ['customer', ['a', 'b', 'c', 'd', 'e']],
        ['desk', ['a', 'b', 'c', ...notes, 'd', 'e']],
      ] as const) {
        const read: (string | undefined)[] = [];
        let watermark = 0;
        let pages = 0;
        for (let more = true; more; pages++) {
          const page = await store.activitiesAfter(first.id, watermark, reader, 4);
          expect(page.activities.length).toBeLessThanOrEqual(4);
          if (page.more) expect(page.watermark).toBeGreaterThan(watermark);
          read.push(...page.activities.map(({ text }) => text));
          ({ watermark, more } = page);
        }
        expect(read).toEqual(expected);
        expect(watermark).toBe(17);
        expect(pages).toBeGreaterThan(1);
      }
    });

    test('a page that ends exactly at the end promises no more', async () => {
      const { store } = storage();
      const { id } = await commitTurn(store, undefined, { says: ['1', '2', '3', '4'] });
      expect(await store.activitiesAfter(id, 0, 'customer', 4)).toMatchObject({ watermark: 4, more: false });
      expect(await store.activitiesAfter(id, 0, 'customer', 3)).toMatchObject({ watermark: 3, more: true });
    });

    test('a page holds 200 unless told otherwise', async () => {
      const { store } = storage();
      const { id } = await commitTurn(store, undefined, { says: Array.from({ length: 201 }, (_, index) => String(index)) });
      const page = await store.activitiesAfter(id, 0, 'customer');
      expect(page.activities).toHaveLength(200);
      expect(page).toMatchObject({ watermark: 200, more: true });
    });
  });
}
