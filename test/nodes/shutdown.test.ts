import { expect, it } from 'vitest';
import { type Node, openNodes } from './nodes.ts';

const LIVE = '/desk/api/live';

it('a node that stops sends everyone to the others; nobody’s presence, conversation or message is lost', async () => {
  const { nodes } = await openNodes(2);
  const [a, b] = nodes as [Node, Node];
  const { cookie } = await a.signIn('sari');
  const atA = await a.connect(LIVE, cookie);
  const watcher = await b.connect(LIVE, (await b.signIn('lin')).cookie);
  const { body: session } = await a.call('POST', '/widget/session', { body: { locale: 'en' } });
  const { token, conversationId } = session;
  const path = `/v3/directline/conversations/${conversationId}`;
  const started = await a.call('POST', '/v3/directline/conversations', { token, body: {} });
  const hers = await a.connect(started.body.streamUrl);
  await a.call('POST', `${path}/activities`, { token, body: { type: 'message', text: 'human please' } });
  expect((await a.call('POST', `/desk/api/conversations/${conversationId}/accept`, { cookie, body: {} })).status).toBe(200);
  await expect.poll(() => watcher.of('presence').at(-1)).toMatchObject({ agentsOnline: 2 });
  await expect.poll(() => hers.texts().length).toBeGreaterThan(1);

  const closed = a.close();
  await expect.poll(() => [atA.closed, hers.closed]).toEqual([1012, 1012]);
  // While nobody is connected she is there all the same, and hers is still hers.
  expect(JSON.stringify((await b.call('GET', '/desk/api/agents', { cookie })).body)).toMatch(/"id":"sari"[^}]*"online":true/);
  const sent = await b.call('POST', `/desk/api/conversations/${conversationId}/messages`, { cookie, body: { text: 'Still here.' } });
  expect(sent.status).toBe(200);
  const again = await b.connect(LIVE, cookie);
  const { watermark } = hers.received.at(-1);
  const { body } = await b.call('GET', `${path}?watermark=${watermark}`, { token });
  const hersAgain = await b.connect(body.streamUrl);
  await expect.poll(hersAgain.texts).toEqual(['Still here.']);
  await expect.poll(() => again.of('presence').at(-1)).toMatchObject({ agentsOnline: 2 });
  await closed;
  await expect(fetch(a.url)).rejects.toThrow();
  // Once both were there, nobody was told that one had left.
  const counts = watcher.of('presence').map((message) => (message as { agentsOnline: number }).agentsOnline);
  expect(counts.slice(counts.indexOf(2))).toEqual(counts.slice(counts.indexOf(2)).map(() => 2));
});
