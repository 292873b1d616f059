/** Several nodes on one Redis: one desk. */
import { expect, test } from 'vitest';
import type { Signal } from '../../../src/ports/live.ts';
import type { Change, CommitResult } from '../../../src/ports/store.ts';
import { commitTurn, inQueue, T0, turn, withAgent } from '../../contract/fixtures.ts';
import { openNode, tempRedis } from './temp.ts';

test('what one node commits and tells, the others read and hear', async () => {
  const server = await tempRedis();
  const [left, right] = await Promise.all([openNode(server), openNode(server)]);
  const changes: Change[] = [];
  const signals: Signal[] = [];
  right.store.onChange((change) => changes.push(change));
  right.live.subscribe((signal) => signals.push(signal));

  const { id } = await commitTurn(left.store, undefined, { says: ['hi'] });
  const typing: Signal = { kind: 'typing', conversationId: id, from: { id: 'agent:sari', name: 'Sari', role: 'agent' } };
  left.live.publish(typing);
  expect((await right.store.activitiesAfter(id, 0, 'customer')).activities).toMatchObject([{ text: 'hi' }]);
  await expect.poll(() => signals).toEqual([typing]);
  await expect.poll(() => changes).toEqual([{ cursor: 1, conversationId: id }]);
});

test('news that was lost on the way is told within a moment, in order and once', async () => {
  const server = await tempRedis();
  const [left, right] = await Promise.all([openNode(server), openNode(server)]);
  const heard: Change[] = [];
  right.store.onChange((change) => heard.push(change));
  await server.cli('ACL', 'SETUSER', 'default', 'resetchannels');
  await server.cli('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await server.cli('ACL', 'SETUSER', 'default', 'allchannels');
  await Promise.all(Array.from({ length: 50 }, () => commitTurn(left.store, undefined)));
  await expect.poll(() => heard.length, { timeout: 4_000 }).toBe(50);
  await commitTurn(left.store, undefined);
  await expect.poll(() => heard, { timeout: 4_000 }).toEqual(await left.store.changesAfter(0));
});

test('a Redis that came back without its last moments is heard on', async () => {
  const server = await tempRedis();
  const { store } = await openNode(server);
  const heard: string[] = [];
  store.onChange(({ conversationId }) => heard.push(conversationId));
  for (let n = 0; n < 3; n++) await commitTurn(store, undefined);
  await expect.poll(() => heard.length).toBe(3);
  await server.cli('DEL', '{estafet}:feed', '{estafet}:cursor');
  const { id } = await commitTurn(store, undefined);
  await expect.poll(() => heard.slice(3), { timeout: 4_000 }).toEqual([id]);
});

test('two nodes: one of two agents wins, no agent is overfull, a timer is had by one', async () => {
  const server = await tempRedis();
  const nodes = await Promise.all([openNode(server), openNode(server)]);
  const [first] = nodes;
  if (!first) throw new Error('no node');
  for (let round = 0; round < 10; round++) {
    const waiting = await Promise.all(
      Array.from({ length: 4 }, () =>
        commitTurn(first.store, undefined, { change: { owner: inQueue() }, timers: { set: [{ id: `timer-${round}`, dueAt: T0 }] } }),
      ).slice(0, 4),
    );
    const agents = [`sari-${round}`, `budi-${round}`];
    const results: CommitResult[][] = await Promise.all(
      nodes.map((node, which) =>
        Promise.all(
          waiting.map((before) => {
            const agentId = agents[which] ?? '';
            return node.store.commit(turn(before, { change: { owner: withAgent(agentId) }, capacity: { agentId, max: 3 } }));
          }),
        ),
      ),
    );
    for (const [which, agentId] of agents.entries()) {
      const held = await first.store.countByOwner({ owner: 'agent', agentId, status: 'open' });
      expect(held).toBeLessThanOrEqual(3);
      expect(results[which]?.filter(({ ok }) => ok)).toHaveLength(held);
    }
    const claims = await Promise.all(nodes.map((node) => node.store.claimDue({ now: T0, leaseMs: 60_000, limit: 10 })));
    expect(claims.flat().map(({ id }) => id)).toEqual([`timer-${round}`]);
  }
});

test('desks on one Redis know nothing of each other', async () => {
  const server = await tempRedis();
  const [plain, named] = await Promise.all([openNode(server), openNode({ location: `${server.location}?desk=b` })]);
  const heard: Change[] = [];
  named.store.onChange((change) => heard.push(change));
  const { id } = await commitTurn(plain.store, undefined, { calls: ['call'] });
  await plain.records.put('people', 'sari', {});
  expect((await named.store.load(id)).conversation).toBeUndefined();
  expect(await named.records.get('people', 'sari', T0)).toBeUndefined();
  expect(await named.store.claimDue({ now: T0, leaseMs: 1, limit: 9 })).toEqual([]);
  await commitTurn(named.store, undefined, { id: 'own' });
  await expect.poll(() => heard).toEqual([{ cursor: 1, conversationId: 'own' }]);
});
