import { expect, it } from 'vitest';
import { type Line, type Node, openNodes } from './nodes.ts';

const DIRECT_LINE = '/v3/directline';
const LIVE = '/desk/api/live';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64');

interface Chat {
  token: string;
  conversationId: string;
  resumeToken: string;
  path: string;
}

/** Her session, begun on one node and the conversation on another. */
async function begin(first: Node, second: Node): Promise<Chat & { streamUrl: string }> {
  const { body: session } = await first.call('POST', '/widget/session', { body: { locale: 'en' } });
  const { body, status } = await second.call('POST', `${DIRECT_LINE}/conversations`, { token: session.token, body: {} });
  expect(status).toBe(201);
  return { ...session, streamUrl: body.streamUrl, path: `${DIRECT_LINE}/conversations/${session.conversationId}` };
}

async function say(node: Node, { path, token }: Chat, text: string): Promise<void> {
  const answer = await node.call('POST', `${path}/activities`, { token, body: { type: 'message', text } });
  expect(answer.status).toBe(200);
}

/** The latest news of her place. */
function placeOf(line: Line | undefined) {
  const entries = line?.received.flatMap(({ activities = [] }) => activities) ?? [];
  return entries.findLast(({ name }: { name?: string }) => name === 'queue.update')?.value;
}

it('a customer’s requests go to any node; her socket hears on one what an agent sends on another', async () => {
  const { harness, nodes } = await openNodes(3);
  const [a, b, c] = nodes as [Node, Node, Node];
  const chat = await begin(a, b);
  const hers = await c.connect(chat.streamUrl);
  await say(a, chat, 'human please');
  const { cookie } = await b.signIn('sari');
  const desk = `/desk/api/conversations/${chat.conversationId}`;
  await b.call('POST', `${desk}/accept`, { cookie, body: {} });
  await b.call('POST', `${desk}/messages`, { cookie, body: { text: 'Hello, I am Sari.' } });
  await expect.poll(hers.texts).toContain('Hello, I am Sari.');
  await say(c, chat, 'Hello Sari');
  const log = await harness.chat({ id: chat.conversationId }).log();
  expect(log.map(({ text }) => text).slice(-2)).toEqual(['Hello, I am Sari.', 'Hello Sari']);
  const refreshed = await c.call('POST', `${DIRECT_LINE}/tokens/refresh`, { token: chat.token });
  expect((await b.call('GET', chat.path, { token: refreshed.body.token })).status).toBe(200);
});

it('she finds back to her conversation on a node she was never at', async () => {
  const { nodes } = await openNodes(3);
  const [a, b, c] = nodes as [Node, Node, Node];
  const { resumeToken, conversationId } = await begin(a, b);
  const resumed = await c.call('POST', '/widget/session', { body: { resumeToken } });
  expect(resumed.body).toMatchObject({ conversationId, resumeToken });
});

it('a file sent to one node is given out by the others', async () => {
  const { nodes } = await openNodes(3);
  const [a, b, c] = nodes as [Node, Node, Node];
  const chat = await begin(a, b);
  const sent = await fetch(`${a.url}${chat.path}/upload`, {
    method: 'POST',
    headers: {
      'Authorization': `Bearer ${chat.token}`,
      'Content-Type': 'image/png',
      'Content-Disposition': 'name="file"; filename="a.png"',
    },
    body: PNG,
  });
  expect(sent.status).toBe(200);
  const { body } = await b.call('GET', `${chat.path}/activities`, { token: chat.token });
  const { contentUrl } = body.activities.flatMap(({ attachments = [] }: { attachments?: unknown[] }) => attachments)[0];
  const file = await fetch(new URL(new URL(contentUrl).pathname, c.url));
  expect(Buffer.from(await file.arrayBuffer()).equals(PNG)).toBe(true);
});

it('who waits is told on her node when an agent accepts on another, and how long others took', async () => {
  const { harness, nodes } = await openNodes(2, { queueEveryMs: 50 });
  const [a, b] = nodes as [Node, Node];
  const { cookie } = await a.signIn('sari');
  await a.connect(LIVE, cookie);
  const desk = (conversationId = '', command = '') =>
    a.call('POST', `/desk/api/conversations/${conversationId}/${command}`, { cookie, body: {} });
  const waiting: { chat: Chat; line: Line }[] = [];
  for (let n = 0; n < 3; n++) {
    const chat = await begin(a, b);
    const line = await b.connect(chat.streamUrl);
    harness.clock.advance(1_000);
    await say(a, chat, 'human please');
    await expect.poll(() => placeOf(line)).toEqual({ position: n + 1, agentsOnline: 1 });
    waiting.push({ chat, line });
  }
  const [first, second, third] = waiting;
  await desk(first?.chat.conversationId, 'accept');
  // Answers about the queue stay good for a second.
  harness.clock.advance(1_000);
  await expect.poll(() => placeOf(second?.line)).toMatchObject({ position: 1 });
  await expect.poll(() => placeOf(third?.line)).toMatchObject({ position: 2 });
  harness.clock.advance(19_000);
  await desk(first?.chat.conversationId, 'close');
  harness.clock.advance(1_000);
  await expect.poll(() => placeOf(third?.line)).toEqual({ position: 2, agentsOnline: 1, estimateSeconds: 40 });
});

it('typing is seen across nodes, both ways', async () => {
  const { nodes } = await openNodes(2);
  const [a, b] = nodes as [Node, Node];
  const chat = await begin(a, b);
  const hers = await a.connect(chat.streamUrl);
  const { cookie } = await b.signIn('sari');
  const sari = await b.connect(LIVE, cookie);
  await say(a, chat, 'human please');
  const path = `/desk/api/conversations/${chat.conversationId}`;
  await b.call('POST', `${path}/accept`, { cookie, body: {} });
  await a.call('POST', `${chat.path}/activities`, { token: chat.token, body: { type: 'typing' } });
  await expect.poll(() => sari.of('typing')).toMatchObject([{ conversationId: chat.conversationId, from: { role: 'user' } }]);
  await b.call('POST', `${path}/typing`, { cookie, body: {} });
  const heard = () => hers.received.flatMap(({ activities }) => activities).filter(({ type }) => type === 'typing');
  await expect.poll(heard).toMatchObject([{ channelData: { estafet: { author: 'agent' } } }]);
});

it('new sessions of one address, messages and uploads of one conversation count together', async () => {
  const { nodes } = await openNodes(3, { sessionsPerMinute: 4, messagesPer10s: 4 });
  const [a, b] = nodes as [Node, Node, Node];
  const chat = await begin(a, b);
  const statuses: { sessions: (number | undefined)[]; messages: (number | undefined)[] } = { sessions: [], messages: [] };
  for (let n = 0; n < 4; n++) {
    const node = nodes[n % 3];
    statuses.sessions.push((await node?.call('POST', '/widget/session', { body: {} }))?.status);
    const body = { type: 'message', text: `${n}` };
    statuses.messages.push((await node?.call('POST', `${chat.path}/activities`, { token: chat.token, body }))?.status);
  }
  // Her own session and the start of her conversation were the first of each.
  expect(statuses).toEqual({ sessions: [200, 200, 200, 429], messages: [200, 200, 200, 429] });
});
