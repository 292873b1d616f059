/** Two agents reach for one customer at the same moment, over the real process and the official client. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateToken, openOfficialClient, until } from '../helpers/official-client.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';

const SECRET = 'direct-line-secret-of-the-tests';
let server: ServerProcess;
beforeAll(async () => {
  server = await createServerProcess({ ESTAFET_DIRECTLINE_SECRET: SECRET });
  await server.start();
});
afterAll(() => server?.dispose());

async function signIn(email: string): Promise<string> {
  const response = await call('/session', '', { email, password: 'demo' });
  expect(response.status).toBe(200);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function call(path: string, cookie: string, body: object): Promise<Response> {
  return fetch(`${server.url}/desk/api${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Cookie': cookie, 'Origin': server.url },
    body: JSON.stringify(body),
  });
}

it('gives the customer to exactly one: one 200, one 409', async () => {
  const [sari, budi] = await Promise.all([signIn('sari@demo.test'), signIn('budi@demo.test')]);
  for (let round = 1; round <= 10; round++) {
    const { token, conversationId } = await generateToken(server.url, SECRET, { id: `dl_customer${round}` });
    const client = openOfficialClient({ url: server.url, token, locale: 'id', userId: `dl_customer${round}` });
    await client.say('mau bicara sama orang');
    await until(() => client.shown.some(({ name }) => name === 'handoff.initiate'), 'she waits');
    const path = `/conversations/${encodeURIComponent(conversationId)}`;
    const answers = await Promise.all([sari, budi].map((cookie) => call(`${path}/accept`, cookie, {})));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const loser = answers.find(({ status }) => status === 409);
    expect(await loser?.json()).toMatchObject({ error: { code: 'conversation-already-taken' } });
    await until(() => client.shown.some(({ name }) => name === 'handoff.status'), 'an agent joins');
    expect(client.shown.filter(({ name }) => name === 'handoff.status')).toHaveLength(1);
    const winner = answers[0]?.status === 200 ? sari : budi;
    expect((await call(`${path}/close`, winner ?? '', {})).status).toBe(200);
    client.end();
  }
});
