/** Nodes that reach for the same conversation and for the same timer at the same moment. */
import { expect } from 'vitest';
import { until } from '../helpers/official-client.ts';
import { check, WAIT_MS } from './checks.ts';
import { openLoadClient } from './load-client.ts';
import { type NodeDesk, SECRET } from './node-desk.ts';
import { openResetCustomer } from './reset-customer.ts';

interface DeskAgent {
  id: string;
  cookie: string;
}

interface Answer {
  status: number;
  body: { conversation?: { owner: { kind: string; agentId?: string } }; error?: { code: string } };
}

/** Two agents take one customer through two nodes, while she writes through any. */
export async function raceForConversations(desk: NodeDesk, rounds: number): Promise<void> {
  const sari = await signIn(desk, 'sari');
  const lin = await signIn(desk, 'lin');
  for (let round = 0; round < rounds; round++) {
    const customer = await openLoadClient(desk.url, SECRET, `raced${round}`, 'en');
    await customer.write('human please');
    await until(() => customer.shown.some(({ name }) => name === 'handoff.initiate'), 'she waits', WAIT_MS);
    const path = `conversations/${encodeURIComponent(customer.conversationId)}`;
    const [here, there] = [round % desk.nodes.length, (round + 1) % desk.nodes.length];
    const [first, second] = await Promise.all([
      post(desk, here, sari, `${path}/accept`),
      post(desk, there, lin, `${path}/accept`),
      customer.write('is somebody there?'),
    ]);
    expect([first.status, second.status].toSorted()).toEqual([200, 409]);
    const loserAnswer = first.status === 409 ? first : second;
    expect(loserAnswer.body.error?.code).toBe('conversation-already-taken');
    const [winner, loser] = first.status === 200 ? [sari, lin] : [lin, sari];

    // Each node knows the one owner, and serves nobody else in her place.
    for (const node of desk.nodes.keys()) {
      const refused = await post(desk, node, loser, `${path}/messages`, { text: 'I am here, too.' });
      expect(refused.body.error?.code).toBe('conversation-not-yours');
      const { body } = await post(desk, node, winner, `${path}/messages`, { text: `I am here, at ${node}.` });
      expect(body.conversation?.owner).toMatchObject({ kind: 'agent', agentId: winner.id });
    }
    expect((await post(desk, there, winner, `${path}/close`)).status).toBe(200);
    await check(customer);
    const joined = customer.shown.filter(({ name, value }) => name === 'handoff.status' && JSON.stringify(value).includes('accepted'));
    expect(joined).toHaveLength(1);
    customer.end();
  }
}

/** Between two looks of a flow at a reset: its timer, less what clocks round. */
const BETWEEN_LOOKS_MS = 2_900;
const CUSTOMERS = 5;

/** Every node wakes when a timer is due; one of them acts. */
export async function raceForTimers(desk: NodeDesk, rounds: number): Promise<void> {
  const customers = await Promise.all(Array.from({ length: CUSTOMERS }, (_, place) => openResetCustomer(desk, `watched${place}`)));
  const { calls } = desk.wallet;
  const first = calls.length;
  await Promise.all(customers.map((customer) => customer.nameContact()));
  await Promise.all(customers.map((customer) => customer.hasLink()));
  const looks = () => calls.slice(first).filter(({ operation }) => operation === 'look');
  await until(() => looks().length >= rounds + CUSTOMERS, 'the timers fire', rounds * WAIT_MS);
  const byReset = Map.groupBy(looks(), ({ key }) => key);
  expect(byReset.size).toBe(CUSTOMERS);
  for (const hers of byReset.values()) {
    const pauses = hers.slice(1).map(({ at }, place) => at - (hers[place]?.at ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(BETWEEN_LOOKS_MS);
  }
  const nodes = new Set(looks().map(({ node }) => node));
  process.stdout.write(`${looks().length} timers due at ${desk.nodes.length} nodes: each fired once, at ${nodes.size} of them\n`);
  await Promise.all(customers.map((customer) => customer.finish()));
}

async function signIn(desk: NodeDesk, id: string): Promise<DeskAgent> {
  const response = await request(desk, 0, '', 'session', { email: `${id}@demo.test`, password: 'demo' });
  expect(response.status).toBe(200);
  return { id, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

async function post(desk: NodeDesk, node: number, agent: DeskAgent, path: string, body: object = {}): Promise<Answer> {
  const response = await request(desk, node, agent.cookie, path, body);
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

function request(desk: NodeDesk, node: number, cookie: string, path: string, body: object): Promise<Response> {
  return fetch(`${desk.nodes[node]?.url}/desk/api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Cookie': cookie },
    body: JSON.stringify(body),
  });
}
