/** What a desk does while Redis is away, frozen or read-only, and when it is back. */
import { expect, test } from 'vitest';
import type { Change } from '../../../src/ports/store.ts';
import { commitTurn, T0, turn } from '../../contract/fixtures.ts';
import { openNode, tempCluster, tempRedis } from './temp.ts';

const UNAVAILABLE = { code: 'store-unavailable', status: 503, headers: { 'Retry-After': '1' } };

async function took(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work.catch(() => undefined);
  return performance.now() - began;
}

test.each([
  ['Redis', tempRedis, ''],
  ['a cluster', tempCluster, '?cluster=true'],
])('while %s is down everything is refused soon; when it is back all goes on, and nothing is lost', async (_what, start, query) => {
  const server = await start();
  const { store, records, live } = await openNode({ location: server.location + query });
  const heard: Change[] = [];
  store.onChange((change) => heard.push(change));
  const before = await commitTurn(store, undefined, { says: ['before'] });

  await server.kill();
  const attempts = [
    () => store.commit(turn(before)),
    () => store.load(before.id),
    () => store.claimDue({ now: T0, leaseMs: 1, limit: 1 }),
    () => records.put('people', 'sari', {}),
    () => store.health(),
  ];
  for (const attempt of attempts) {
    const refused = attempt();
    expect(await took(refused)).toBeLessThan(4_000);
    await expect(refused).rejects.toMatchObject(UNAVAILABLE);
  }
  live.publish({ kind: 'typing', conversationId: 'c', from: { id: 'bot', role: 'bot' } });

  await server.start();
  await expect.poll(() => store.health().then(() => 'ok'), { timeout: 5_000 }).toBe('ok');
  expect((await store.load(before.id)).conversation).toEqual(before);
  await commitTurn(store, before, { says: ['after'] });
  await expect.poll(() => heard, { timeout: 4_000 }).toEqual(await store.changesAfter(0));
});

test('a Redis that takes commands and answers none fails in seconds, health sooner', async () => {
  const server = await tempRedis();
  const { store } = await openNode(server);
  const commit = turn(undefined);
  server.freeze(true);
  const attempts = await Promise.allSettled([store.commit(commit), store.health()]);
  expect(attempts).toMatchObject(attempts.map(() => ({ status: 'rejected', reason: UNAVAILABLE })));
  expect(await took(store.health())).toBeLessThan(1_500);
  server.freeze(false);
  await expect.poll(() => store.health().then(() => 'ok'), { timeout: 5_000 }).toBe('ok');
  // It may have been written after all: who sends it again learns so.
  expect(await store.commit(commit)).toMatchObject({ ok: false, reason: 'duplicate' });
});

test.each([
  ['it is a replica', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']],
  ['its memory is full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']],
  ['too few replicas follow', ['CONFIG', 'SET', 'min-replicas-to-write', '1'], ['CONFIG', 'SET', 'min-replicas-to-write', '0']],
])('it says that it can not write when %s, and goes on when it can', async (_what, fail, mend) => {
  const server = await tempRedis();
  const { store } = await openNode(server);
  const before = await commitTurn(store, undefined);
  await server.cli(...fail);
  await expect(store.commit(turn(before))).rejects.toMatchObject(UNAVAILABLE);
  await expect(store.health()).rejects.toMatchObject(UNAVAILABLE);
  await server.cli(...mend);
  await expect.poll(() => store.health().then(() => 'ok'), { timeout: 5_000 }).toBe('ok');
  expect(await store.commit(turn(before))).toEqual({ ok: true });
});

test('scripts that Redis has forgotten are sent again', async () => {
  const server = await tempRedis();
  const { store } = await openNode(server);
  const before = await commitTurn(store, undefined);
  await server.cli('SCRIPT', 'FLUSH');
  const beside = Array.from({ length: 20 }, () => store.commit(turn(undefined)));
  expect(await store.commit(turn(before))).toEqual({ ok: true });
  expect(await Promise.all(beside)).toEqual(beside.map(() => ({ ok: true })));
});

test('closing while Redis is down does not hang', async () => {
  const server = await tempRedis();
  const storage = await openNode(server);
  await server.kill();
  const waiting = storage.store.commit(turn(undefined));
  expect(await took(Promise.all([storage.close(), waiting]))).toBeLessThan(4_000);
  await expect(storage.store.health()).rejects.toMatchObject({ code: 'shutting-down' });
});
