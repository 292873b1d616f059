import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { openNode, type WebhookNode } from './meta-node.ts';
import { createWebhooks, encodeNotification } from './meta-webhooks.ts';

const settings = { path: '/webhooks/whatsapp', appSecret: 'key', verifyToken: 'let-me-in' };
const open: { close(): unknown }[] = [];

async function pair(): Promise<{ node: WebhookNode; webhooks: ReturnType<typeof createWebhooks> }> {
  const node = await openNode('let-me-in');
  const webhooks = createWebhooks(settings);
  webhooks.deliverTo(node.origin);
  open.push(webhooks, node);
  return { node, webhooks };
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

test('a signature is the HMAC-SHA256 of the raw body', () => {
  const { headers } = createWebhooks(settings).sign(Buffer.from('The quick brown fox jumps over the lazy dog'));
  expect(headers['X-Hub-Signature-256']).toBe('sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8');
});

test('what is not ASCII is escaped, and signed so', () => {
  const body = encodeNotification({ text: 'äöå/😀' });
  expect(body.toString()).toBe('{"text":"\\u00e4\\u00f6\\u00e5\\/\\ud83d\\ude00"}');
  expect(JSON.parse(body.toString())).toEqual({ text: 'äöå/😀' });
  const { headers } = createWebhooks(settings).signed({ text: 'äöå/😀' });
  expect(headers['X-Hub-Signature-256']).toBe(`sha256=${createHmac('sha256', 'key').update(body).digest('hex')}`);
});

test('a delivery is tried again, byte by byte the same, on anything but 200', async () => {
  const { node, webhooks } = await pair();
  node.answers.push(500, 202, 'drop', 404);
  const delivery = webhooks.signed({ object: 'page', entry: [] });
  await webhooks.insist(delivery);
  expect(node.attempts()).toBe(5);
  expect(node.taken).toHaveLength(1);
  expect(node.taken[0]?.body).toEqual(delivery.body);
  expect(node.taken[0]?.headers['x-hub-signature-256']).toBe(delivery.headers['X-Hub-Signature-256']);
});

test('deliveries go to the nodes in turn; deliver() tries once', async () => {
  const { node, webhooks } = await pair();
  const other = await openNode();
  open.push(other);
  webhooks.deliverTo(node.origin, other.origin);
  const delivery = webhooks.signed({ object: 'page', entry: [] });
  await webhooks.insist(delivery);
  await webhooks.insist(delivery);
  expect([node.taken.length, other.taken.length]).toEqual([1, 1]);
  other.answers.push(503);
  expect((await webhooks.deliver(delivery, other.origin)).status).toBe(503);
  expect(other.attempts()).toBe(2);
});

test('what is told later arrives in order, the next after the one before is taken', async () => {
  const { node, webhooks } = await pair();
  node.answers.push(500);
  webhooks.later('siti', { object: 'page', entry: [{ id: '1' }] });
  webhooks.later('siti', { object: 'page', entry: [{ id: '2' }] });
  await webhooks.settled();
  expect(node.taken.map(({ notification }) => notification.entry[0]?.id)).toEqual(['1', '2']);
});

test('the handshake asks with the token', async () => {
  const { webhooks } = await pair();
  const right = await webhooks.verify('1158201444');
  expect([right.status, await right.text()]).toEqual([200, '1158201444']);
  expect((await webhooks.verify('1158201444', 'guessed')).status).toBe(403);
});

test('a closed simulator gives up', async () => {
  const { node, webhooks } = await pair();
  node.answers.push(...Array.from({ length: 50 }, () => 500));
  const insisting = webhooks.insist(webhooks.signed({ object: 'page', entry: [] }));
  webhooks.close();
  await expect(insisting).rejects.toThrow('never took');
});
