/** What every engine's limits must do; an engine's own tests call this with a way to open an empty one. */
import { describe, expect, test } from 'vitest';
import type { Limit } from '../../src/ports/limits.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { unique } from './fixtures.ts';
import { opened } from './opened.ts';

/** How many of `times` uses at once go through. */
async function allowed(limit: Limit, key: string, times: number): Promise<number> {
  const uses = await Promise.allSettled(Array.from({ length: times }, () => limit.use(key)));
  return uses.filter(({ status }) => status === 'fulfilled').length;
}

export function limitsContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: limits`, () => {
    const storage = opened(open);
    const limitOf = (points: number, limitName = unique('limit')) => storage().limits.create({ name: limitName, points, seconds: 60 });

    test('let so many through, for each key by itself, and say when to come back', async () => {
      const limit = limitOf(3);
      expect(await allowed(limit, 'a@wallet.test 203.0.113.7', 10)).toBe(3);
      expect(await allowed(limit, 'b', 2)).toBe(2);
      const error: unknown = await limit.use('a@wallet.test 203.0.113.7').catch((refusal: unknown) => refusal);
      expect(error).toMatchObject({ code: 'too-many-requests' });
      const seconds = Number((error as { headers: Record<string, string> }).headers['Retry-After']);
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(60);
    });

    test('of one name are one limit, of different names are not', async () => {
      const shared = unique('limit');
      const [one, other] = [limitOf(3, shared), limitOf(3, shared)];
      expect((await allowed(one, 'a', 2)) + (await allowed(other, 'a', 2))).toBe(3);
      expect(await allowed(limitOf(3), 'a', 4)).toBe(3);
    });

    test('take a use back, and begin anew', async () => {
      const limit = limitOf(2);
      expect(await allowed(limit, 'a', 2)).toBe(2);
      await limit.undo('a');
      expect(await allowed(limit, 'a', 2)).toBe(1);
      await limit.clear('a');
      expect(await allowed(limit, 'a', 3)).toBe(2);
      await limit.clear('never-used');
    });

    test('begin anew after their window', async () => {
      const limit = storage().limits.create({ name: unique('limit'), points: 1, seconds: 1 });
      expect(await allowed(limit, 'a', 2)).toBe(1);
      await expect.poll(() => allowed(limit, 'a', 1), { timeout: 5_000 }).toBe(1);
    });
  });
}
