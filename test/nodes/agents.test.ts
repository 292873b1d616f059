import { expect, it } from 'vitest';
import { type Node, openNodes } from './nodes.ts';

const LIVE = '/desk/api/live';
const HEARTBEAT = '{"type":"heartbeat"}';
const GRACE_MS = 60_000;

async function online(node: Node, cookie: string): Promise<string[]> {
  const { body } = await node.call('GET', '/desk/api/agents', { cookie });
  return body.agents.filter((agent: { online: boolean }) => agent.online).map((agent: { id: string }) => agent.id);
}

it('an agent signs in on one node and works on the others', async () => {
  const { harness, nodes } = await openNodes(3);
  const [a, b, c] = nodes as [Node, Node, Node];
  const { cookie } = await a.signIn('sari');
  const socket = await c.connect(LIVE, cookie);
  const chat = harness.chat();
  await chat.say('human please');
  const path = `/desk/api/conversations/${chat.id}`;
  expect((await b.call('POST', `${path}/accept`, { cookie, body: {} })).status).toBe(200);
  expect((await c.call('POST', `${path}/messages`, { cookie, body: { text: 'Hello, I am Sari.' } })).status).toBe(200);
  expect((await a.call('POST', `${path}/close`, { cookie, body: {} })).status).toBe(200);
  expect((await chat.log()).map(({ text }) => text)).toContain('Hello, I am Sari.');
  const last = await harness.storage.store.lastCursor();
  await expect.poll(() => socket.of('changed').at(-1)).toEqual({ type: 'changed', conversationId: chat.id, cursor: last });
});

it('of agents who accept on different nodes at once one wins', async () => {
  const { harness, nodes } = await openNodes(3);
  const cookies = await Promise.all(['sari', 'budi', 'maya'].map(async (name, n) => (await nodes[n]?.signIn(name))?.cookie ?? ''));
  for (let round = 0; round < 5; round++) {
    const chat = harness.chat();
    await chat.say('human please');
    const path = `/desk/api/conversations/${chat.id}/accept`;
    const answers = await Promise.all(nodes.map((node, n) => node.call('POST', path, { cookie: cookies[n], body: {} })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  }
});

it('presence is one for the whole desk: told on every node, counted once, ended by the grace', async () => {
  const { harness, nodes } = await openNodes(2);
  const [a, b] = nodes as [Node, Node];
  const [sari, budi] = [(await a.signIn('sari')).cookie, (await b.signIn('budi')).cookie];
  const tabs = [await a.connect(LIVE, sari), await b.connect(LIVE, sari)];
  for (const tab of tabs) await expect.poll(() => tab.of('presence').at(-1)).toMatchObject({ agentsOnline: 1 });
  const budis = await b.connect(LIVE, budi);
  for (const line of [...tabs, budis]) await expect.poll(() => line.of('presence').at(-1)).toMatchObject({ agentsOnline: 2 });
  for (const node of nodes) expect(await online(node, sari)).toEqual(['budi', 'sari']);

  // One tab closes; the other's heartbeat keeps her there.
  tabs[0]?.leave();
  const leases = async () => (await harness.storage.records.list('presence', harness.clock.now())).map(({ expiresAt = 0 }) => expiresAt);
  for (let beats = 0; beats < 7; beats++) {
    harness.clock.advance(10_000);
    const due = harness.clock.now() + GRACE_MS;
    for (const line of [tabs[1], budis]) line?.say(HEARTBEAT);
    await expect.poll(async () => (await leases()).filter((expiresAt) => expiresAt === due).length).toBe(2);
  }
  expect(await leases()).toHaveLength(2);
  for (const node of nodes) expect(await online(node, sari)).toEqual(['budi', 'sari']);
  tabs[1]?.leave();
  harness.clock.advance(GRACE_MS - 1);
  budis.say(HEARTBEAT);
  await expect.poll(async () => Math.max(...(await leases()))).toBe(harness.clock.now() + GRACE_MS);
  expect(await online(a, budi)).toEqual(['budi', 'sari']);
  harness.clock.advance(1);
  for (const node of nodes) expect(await online(node, budi)).toEqual(['budi']);
});

it('a sign-out on one node closes that session on every node at once, and no other', async () => {
  const { nodes } = await openNodes(3);
  const [a, b, c] = nodes as [Node, Node, Node];
  const [first, second, budi] = [(await a.signIn('sari')).cookie, (await b.signIn('sari')).cookie, (await c.signIn('budi')).cookie];
  const [onB, onC, elsewhere] = [await b.connect(LIVE, first), await c.connect(LIVE, first), await b.connect(LIVE, second)];
  await expect.poll(() => online(c, budi)).toEqual(['sari']);
  expect((await a.call('DELETE', '/desk/api/session', { cookie: first })).status).toBe(204);
  await expect.poll(() => [onB.closed, onC.closed]).toEqual([4401, 4401]);
  expect((await c.call('GET', '/desk/api/session', { cookie: first })).status).toBe(401);
  expect(elsewhere.closed).toBeUndefined();
  expect(await online(c, budi)).toEqual(['sari']);
  await a.call('DELETE', '/desk/api/session', { cookie: second });
  await expect.poll(() => elsewhere.closed).toBe(4401);
  await expect.poll(() => online(c, budi)).toEqual([]);
});

it('a sign-out of which a node heard nothing closes there with the next heartbeat', async () => {
  const { harness, nodes } = await openNodes(2);
  const [a, b] = nodes as [Node, Node];
  const { cookie } = await a.signIn('sari');
  const socket = await b.connect(LIVE, cookie);
  await expect.poll(() => socket.of('presence').length).toBeGreaterThan(0);
  b.deafen();
  await a.call('DELETE', '/desk/api/session', { cookie });
  harness.clock.advance(10_000);
  socket.say(HEARTBEAT);
  await expect.poll(() => socket.closed).toBe(4401);
  expect(await harness.storage.records.list('presence', harness.clock.now())).toEqual([]);
});

it('wrong passwords count together, on whichever node', async () => {
  const { nodes } = await openNodes(3);
  const statuses: (number | undefined)[] = [];
  for (let tries = 0; tries < 7; tries++) statuses.push((await nodes[tries % 3]?.signIn('sari', 'wrong'))?.status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429]);
  for (const node of nodes) {
    const refused = await node.signIn('sari');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await node.signIn('budi')).status).toBe(200);
  }
});
