import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { open } from '../../../src/stores/sqlite/index.ts';
import { commitTurn, T0, turn } from '../../contract/fixtures.ts';
import { tempDir } from './temp.ts';

test('closing leaves one file, with everything in it', async () => {
  const dir = tempDir();
  const storage = await open(join(dir, 'estafet.db'));
  await commitTurn(storage.store, undefined, { says: ['hi'] });
  await storage.close();
  expect(readdirSync(dir)).toEqual(['estafet.db']);
});

test('two that have one file open see each other and still let one turn win', async () => {
  const file = join(tempDir(), 'estafet.db');
  const [left, right] = await Promise.all([open(file), open(file)]);
  const before = await commitTurn(left.store, undefined, { says: ['hi'], calls: ['call'] });
  expect((await right.store.load(before.id)).conversation).toEqual(before);
  const results = await Promise.all([left.store.commit(turn(before)), right.store.commit(turn(before))]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  const claim = { now: T0, leaseMs: 1000, limit: 10 };
  const claims = await Promise.all([left.store.claimDue(claim), right.store.claimDue(claim)]);
  expect(claims.flat().map(({ id }) => id)).toEqual(['call']);
  await Promise.all([left.close(), right.close()]);
});

test('each memory is its own', async () => {
  const [left, right] = await Promise.all([open(':memory:'), open(':memory:')]);
  const { id } = await commitTurn(left.store, undefined);
  expect((await right.store.load(id)).conversation).toBeUndefined();
  await Promise.all([left.close(), right.close()]);
});
