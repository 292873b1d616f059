/** Limits that nodes share, and what becomes of them while Redis is away. */
import { expect, test } from 'vitest';
import { openNode, tempRedis } from './temp.ts';

test('two nodes count together, and each for itself while Redis is away', async () => {
  const server = await tempRedis();
  const nodes = await Promise.all([openNode(server), openNode(server)]);
  const [left, right] = nodes.map(({ limits }) => limits.create({ name: 'sign-in', points: 3, seconds: 300 }));
  const outcome = async (use: Promise<void> | undefined) => use?.then(() => 'ok').catch((error: { code?: string }) => error.code);
  const four = [left, right, left, right];
  const outcomes = [];
  for (const limit of four) outcomes.push(await outcome(limit?.use('sari')));
  expect(outcomes).toEqual(['ok', 'ok', 'ok', 'too-many-requests']);

  await server.kill();
  await expect.poll(() => outcome(left?.use('budi'))).toBe('ok');
  const alone = [];
  for (let n = 0; n < 3; n++) alone.push(await outcome(left?.use('budi')));
  expect(alone).toEqual(['ok', 'ok', 'too-many-requests']);

  await server.start();
  await expect.poll(() => outcome(right?.use('sari')), { timeout: 5_000 }).toBe('too-many-requests');
});
