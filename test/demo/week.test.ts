/** The demo's week, in a real process. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { sleep, until } from '../helpers/official-client.ts';

interface Item {
  id: string;
  demo?: boolean;
  status: string;
  owner: { kind: string };
  updatedAt: number;
  followUp?: { kind: string };
}

let server: ServerProcess;
let cookie = '';

beforeAll(async () => {
  server = await createServerProcess({ ESTAFET_DEMO_WEEK: 'on' });
  await server.start();
  const session = await fetch(`${server.url}/desk/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'sari@demo.test', password: 'demo' }),
  });
  cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  // Those who wait come last.
  await until(async () => (await inbox('waiting')).length === 3, 'the waiting ones', 20_000);
});
afterAll(() => server.dispose());

async function inbox(view: string): Promise<Item[]> {
  const response = await fetch(`${server.url}/desk/api/inbox?view=${view}&limit=200`, { headers: { cookie } });
  return ((await response.json()) as { conversations: Item[] }).conversations;
}

it('fills the lists with conversations of the last seven days, every one marked', async () => {
  const all = await inbox('all');
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter(({ demo }) => !demo)).toEqual([]);
  const days = new Set(all.map(({ updatedAt }) => Math.floor((Date.now() - updatedAt) / 86_400_000)));
  expect(days.size).toBeGreaterThanOrEqual(6);
  expect(Math.max(...days)).toBeLessThanOrEqual(8);
  expect(all.some(({ status }) => status === 'closed')).toBe(true);
  expect(all.some(({ owner }) => owner.kind === 'agent')).toBe(false);
});

it('lets some wait, yet a real customer is next', async () => {
  expect((await inbox('waiting')).map(({ followUp }) => followUp?.kind)).toEqual(['ticket', undefined, undefined]);
  const { token, conversationId } = (await (await post('/widget/session', { locale: 'id' })).json()) as {
    token: string;
    conversationId: string;
  };
  const path = `/v3/directline/conversations/${conversationId}/activities`;
  await post('/v3/directline/conversations', {}, token);
  await post(path, { type: 'message', text: 'mau bicara dengan petugas', from: { id: 'me' } }, token);
  expect((await inbox('waiting'))[0]?.id).toBe(conversationId);
});

it('is not made twice, nor where somebody has written already', async () => {
  const before = (await inbox('all')).length;
  await server.stop();
  await server.start();
  await sleep(1_500);
  expect((await inbox('all')).length).toBe(before);
});

function post(path: string, body: object, token?: string): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
}
