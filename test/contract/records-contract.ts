/** What every engine's records must do; an engine's own tests call this with a way to open an empty one. */
import { describe, expect, test } from 'vitest';
import type { Storage } from '../../src/ports/storage.ts';
import { T0 } from './fixtures.ts';
import { opened } from './opened.ts';

export function recordsContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: records`, () => {
    const storage = opened(open);
    const keys = async (collection: string, query?: { name: string; value: string; limit?: number }, now = T0) =>
      (await storage().records.list(collection, now, query)).map(({ key }) => key);

    test('come back as they were put', async () => {
      const { records } = storage();
      const value = { name: 'Sari 👩', nested: { list: [1, null, 'x\u0000y'] }, on: true };
      expect(await records.put('people', 'sari', value)).toBe(true);
      expect(await records.get('people', 'sari', T0)).toEqual({ collection: 'people', key: 'sari', value, version: 1 });
      expect(await records.get('people', 'budi', T0)).toBeUndefined();
      expect(await records.get('tickets', 'sari', T0)).toBeUndefined();
    });

    test('are kept as they were when handed over, whatever the caller does next', async () => {
      const { records } = storage();
      const value = { state: 'then' };
      const put = records.put('people', 'sari', value);
      value.state = 'now';
      await put;
      expect((await records.get('people', 'sari', T0))?.value).toEqual({ state: 'then' });
    });

    test('without an expected version the last write wins and counts', async () => {
      const { records } = storage();
      await records.put('people', 'sari', { n: 1 });
      expect(await records.put('people', 'sari', { n: 2 })).toBe(true);
      expect(await records.get('people', 'sari', T0)).toMatchObject({ value: { n: 2 }, version: 2 });
    });

    test('an expected version that does not hold changes nothing', async () => {
      const { records } = storage();
      expect(await records.put('people', 'sari', { n: 0 }, { expectedVersion: 1 })).toBe(false);
      expect(await records.get('people', 'sari', T0)).toBeUndefined();
      expect(await records.put('people', 'sari', { n: 1 }, { expectedVersion: 0 })).toBe(true);
      expect(await records.put('people', 'sari', { n: 2 }, { expectedVersion: 0 })).toBe(false);
      expect(await records.put('people', 'sari', { n: 2 }, { expectedVersion: 1, index: { team: 'fraud' } })).toBe(true);
      expect(await records.put('people', 'sari', { n: 3 }, { expectedVersion: 1, index: { team: 'other' }, expiresAt: T0 })).toBe(false);
      expect(await records.get('people', 'sari', T0)).toEqual({ collection: 'people', key: 'sari', value: { n: 2 }, version: 2 });
      expect(await keys('people', { name: 'team', value: 'fraud' })).toEqual(['sari']);
      expect(await keys('people', { name: 'team', value: 'other' })).toEqual([]);
    });

    test('of many writers who expect the same version one wins', async () => {
      const { records } = storage();
      for (const expectedVersion of [0, 1]) {
        const results = await Promise.all(Array.from({ length: 10 }, (_, n) => records.put('locks', 'one', { n }, { expectedVersion })));
        expect(results.filter(Boolean)).toHaveLength(1);
      }
      expect((await records.get('locks', 'one', T0))?.version).toBe(2);
    });

    test('are gone from the moment they expire', async () => {
      const { records } = storage();
      await records.put('sessions', 's', { agent: 'a1' }, { expiresAt: T0 + 10, index: { agent: 'a1' } });
      expect(await records.get('sessions', 's', T0 + 9)).toMatchObject({ expiresAt: T0 + 10 });
      expect(await keys('sessions', { name: 'agent', value: 'a1' }, T0 + 9)).toEqual(['s']);
      expect(await records.get('sessions', 's', T0 + 10)).toBeUndefined();
      expect(await keys('sessions', undefined, T0 + 10)).toEqual([]);
      expect(await keys('sessions', { name: 'agent', value: 'a1' }, T0 + 10)).toEqual([]);
    });

    test('a later put sets expiry and index anew', async () => {
      const { records } = storage();
      await records.put('sessions', 's', {}, { expiresAt: T0 + 10, index: { agent: 'a1', team: 'x' } });
      await records.put('sessions', 's', {}, { index: { agent: 'a2' } });
      const record = await records.get('sessions', 's', T0 + 1000);
      expect(record).toBeDefined();
      expect(record && 'expiresAt' in record).toBe(false);
      expect(await keys('sessions', { name: 'agent', value: 'a1' })).toEqual([]);
      expect(await keys('sessions', { name: 'team', value: 'x' })).toEqual([]);
      expect(await keys('sessions', { name: 'agent', value: 'a2' })).toEqual(['s']);
    });

    test('a sweep deletes what expired, however much, and tells how many', async () => {
      const { records } = storage();
      await Promise.all(
        Array.from({ length: 1100 }, (_, n) => records.put('old', String(n), {}, { expiresAt: T0, index: { kind: 'old' } })),
      );
      await records.put('old', 'later', {}, { expiresAt: T0 + 1, index: { kind: 'old' } });
      await records.put('old', 'forever', {}, { index: { kind: 'old' } });
      expect(await records.sweep(T0)).toBe(1100);
      expect(await records.sweep(T0)).toBe(0);
      expect(await keys('old', { name: 'kind', value: 'old' })).toEqual(['forever', 'later']);
      expect(await records.put('old', '7', {}, { expectedVersion: 0 })).toBe(true);
      expect(await keys('old', { name: 'kind', value: 'old' })).toEqual(['forever', 'later']);
    });

    test('a deleted one is found no more and starts again from version 1', async () => {
      const { records } = storage();
      await records.put('people', 'sari', { n: 1 }, { index: { team: 'x' } });
      await records.put('people', 'sari', { n: 2 }, { index: { team: 'x' } });
      await records.delete('people', 'sari');
      await records.delete('people', 'never-there');
      expect(await records.get('people', 'sari', T0)).toBeUndefined();
      expect(await keys('people', { name: 'team', value: 'x' })).toEqual([]);
      await records.put('people', 'sari', { n: 3 }, { expectedVersion: 0 });
      expect(await records.get('people', 'sari', T0)).toMatchObject({ value: { n: 3 }, version: 1 });
      expect(await keys('people', { name: 'team', value: 'x' })).toEqual([]);
    });

    test('are listed by key, all of a collection or those of one index value', async () => {
      const { records } = storage();
      for (const [key, agent] of [
        ['t3', 'sari'],
        ['t1', 'sari'],
        ['t2', 'budi'],
        ['T9', 'sari'],
      ] as const) {
        await records.put('tickets', key, { agent }, { index: { agent, state: 'open' } });
      }
      await records.put('ratings', 't1', {}, { index: { agent: 'sari' } });
      expect(await keys('tickets')).toEqual(['T9', 't1', 't2', 't3']);
      expect(await keys('tickets', { name: 'agent', value: 'sari' })).toEqual(['T9', 't1', 't3']);
      expect(await keys('tickets', { name: 'agent', value: 'sari', limit: 2 })).toEqual(['T9', 't1']);
      expect(await keys('tickets', { name: 'state', value: 'sari' })).toEqual([]);
      expect(await records.list('tickets', T0, { name: 'agent', value: 'budi' })).toEqual([await records.get('tickets', 't2', T0)]);
    });

    test('a list holds 200 unless told otherwise', async () => {
      const { records } = storage();
      await Promise.all(Array.from({ length: 205 }, (_, n) => records.put('many', String(n), {}, { index: { all: 'yes' } })));
      expect(await keys('many')).toHaveLength(200);
      expect(await keys('many', { name: 'all', value: 'yes' })).toHaveLength(200);
      expect(await keys('many', { name: 'all', value: 'yes', limit: 1000 })).toHaveLength(205);
    });
  });

  describe(`${name}: lists`, () => {
    const storage = opened(open);

    test('keep what is appended, latest first', async () => {
      const { records } = storage();
      for (let n = 1; n <= 3; n++) await records.append('audit', { n, who: 'maya' });
      await records.append('other', { n: 9 });
      expect(await records.entries('audit')).toEqual([
        { n: 3, who: 'maya' },
        { n: 2, who: 'maya' },
        { n: 1, who: 'maya' },
      ]);
      expect(await records.entries('audit', 1)).toEqual([{ n: 3, who: 'maya' }]);
      expect(await records.entries('empty')).toEqual([]);
    });

    test('lose nothing when many append at once; 100 are read unless told otherwise', async () => {
      const { records } = storage();
      await Promise.all(Array.from({ length: 150 }, (_, n) => records.append('audit', { n })));
      expect(await records.entries('audit')).toHaveLength(100);
      const whole = await records.entries('audit', 1000);
      expect(new Set(whole.map(({ n }) => n)).size).toBe(150);
    });
  });
}
