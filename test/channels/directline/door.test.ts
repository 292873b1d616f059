/** What the protocol page asks for and what strangers try, call by call. */
import { once } from 'node:events';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTokens } from '../../../src/channels/directline/tokens.ts';
import { type House, openHouse, SECRET } from './house.ts';

const BASE = '/v3/directline';
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function started(user?: { id: string }) {
  const made = await house.token(user);
  const answer = await house.call('POST', `${BASE}/conversations`, made.token, {});
  return { ...made, answer, path: `${BASE}/conversations/${made.conversationId}` };
}

describe('tokens', () => {
  it('are generated with the secret only, for a user id that begins with dl_', async () => {
    expect((await house.call('POST', `${BASE}/tokens/generate`)).status).toBe(401);
    expect((await house.call('POST', `${BASE}/tokens/generate`, 'a-guess')).body.error.code).toBe('BadToken');
    const { token } = await house.token();
    expect((await house.call('POST', `${BASE}/tokens/generate`, token)).status).toBe(403);
    expect((await house.call('POST', `${BASE}/tokens/generate`, SECRET, { user: { id: 'sinta' } })).body.error.code).toBe('BadArgument');
    const { status, body } = await house.call('POST', `${BASE}/tokens/generate`, SECRET, { user: { id: 'dl_sinta' }, trustedOrigins: [] });
    expect({ status, ...body }).toMatchObject({ status: 200, expires_in: 3600 });
    expect((await house.call('GET', `${BASE}/conversations/${body.conversationId}`, body.token)).status).toBe(404);
  });

  it('carry the user as a string claim, as WebChat reads it', async () => {
    const { token } = await house.token({ id: 'dl_sinta' });
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.user).toBe('dl_sinta');
  });

  it('are refreshed while they last, to the same conversation', async () => {
    const { token, conversationId } = await house.token();
    house.harness.clock.advance(1_000_000);
    const { status, body } = await house.call('POST', `${BASE}/tokens/refresh`, token);
    expect([status, body.conversationId, body.token === token]).toEqual([200, conversationId, false]);
    house.harness.clock.advance(3_000_000);
    expect((await house.call('POST', `${BASE}/tokens/refresh`, body.token)).status).toBe(200);
    const late = await house.call('POST', `${BASE}/tokens/refresh`, token);
    expect([late.status, late.body.error.code]).toEqual([403, 'TokenExpired']);
  });

  it('that were forged, made with another secret, or for another use are refused', async () => {
    const { conversationId, token } = await house.token();
    const claims = { conv: conversationId, user: 'dl_x' };
    const [head, payload] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
    const forged = [
      unsigned,
      `${head}.${Buffer.from(JSON.stringify({ ...claims, exp: 9e9 })).toString('base64url')}.${token.split('.')[2]}`,
      await createTokens('another-secret-of-someone', Date.now).issue(claims),
      await createTokens(SECRET, house.harness.clock.now).issueStream(claims),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(SECRET)),
      'rubbish',
    ];
    for (const bad of forged) {
      const { status, body } = await house.call('POST', `${BASE}/conversations`, bad, {});
      expect([status, body.error.code]).toEqual([403, 'BadToken']);
    }
  });
});

describe('a conversation', () => {
  it('starts with 201, and with 200 when this token already started it', async () => {
    const { token, conversationId, answer } = await started();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ conversationId, expires_in: 3600 });
    expect(answer.body.streamUrl).toContain(`/conversations/${conversationId}/stream?`);
    expect((await house.call('POST', `${BASE}/conversations`, token, {})).status).toBe(200);
    const { body } = await house.call('GET', `${BASE}/conversations/${conversationId}/activities?watermark=`, token);
    expect(body.activities).toHaveLength(1);
  });

  it('starts with the secret too', async () => {
    const { status, body } = await house.call('POST', `${BASE}/conversations`, SECRET, { locale: 'id-ID' });
    expect(status).toBe(201);
    const posted = await house.call('POST', `${BASE}/conversations/${body.conversationId}/activities`, SECRET, {
      type: 'message',
      text: 'halo',
      from: { id: 'anyone' },
    });
    expect(posted.status).toBe(200);
    expect((await house.harness.chat({ id: body.conversationId }).conversation()).locale).toBe('id');
    expect((await house.call('GET', `${BASE}/conversations/nowhere`, SECRET)).status).toBe(404);
  });

  it('is read by nobody else', async () => {
    const { path } = await started();
    const { token } = await started();
    for (const [method, rest, body] of [
      ['GET', ''],
      ['GET', '/activities'],
      ['POST', '/activities', { type: 'message', text: 'hello' }],
    ] as const) {
      const answer = await house.call(method, path + rest, token, body);
      expect([answer.status, answer.body.error.code]).toEqual([403, 'BadToken']);
    }
  });

  it('is read from a watermark on, and from the beginning without one', async () => {
    const { token, path } = await started();
    const first = (await house.call('GET', `${path}/activities`, token)).body;
    expect([first.watermark, first.activities.length]).toEqual(['1', 1]);
    await house.call('POST', `${path}/activities`, token, { type: 'message', text: 'hello' });
    const rest = (await house.call('GET', `${path}/activities?watermark=${first.watermark}`, token)).body;
    expect(rest.activities[0].text).toBe('hello');
    expect((await house.call('GET', `${path}/activities?watermark=`, token)).body.activities).toHaveLength(1 + rest.activities.length);
    expect((await house.call('GET', `${path}/activities?watermark=x`, token)).body.error.code).toBe('BadArgument');
  });

  it('takes a repeated delivery once and answers it with the same id', async () => {
    const { token, path } = await started();
    const message = { type: 'message', text: 'hello', channelData: { clientActivityID: 'id with | and 空格' } };
    const first = await house.call('POST', `${path}/activities`, token, message);
    const second = await house.call('POST', `${path}/activities`, token, message);
    expect(second.body).toEqual(first.body);
    const { body } = await house.call('GET', `${path}/activities`, token);
    expect(body.activities.filter((entry: { text: string }) => entry.text === 'hello')).toHaveLength(1);
    expect(body.activities.find((entry: { text: string }) => entry.text === 'hello')).toMatchObject({
      id: first.body.id,
      channelData: { clientActivityID: 'id with | and 空格' },
    });
  });

  it('is written in the name of the token’s user, whoever the client claims to be', async () => {
    const { token, path } = await started({ id: 'dl_sinta' });
    await house.call('POST', `${path}/activities`, token, { type: 'message', text: 'mine', from: { id: 'agent:sari', role: 'bot' } });
    const { body } = await house.call('GET', `${path}/activities`, token);
    expect(body.activities.find((entry: { text: string }) => entry.text === 'mine').from).toEqual({ id: 'dl_sinta', role: 'user' });
    const forged = await house.call('POST', `${path}/activities`, token, { type: 'message', text: 'x', from: { id: 'dl_wei' } });
    expect([forged.status, forged.body.error.code]).toEqual([400, 'BadArgument']);
  });
});

describe('bad input', () => {
  it('gets a code and says what was wrong, and nothing is written', async () => {
    const { token, path } = await started();
    const tries: [unknown, string][] = [
      [{ type: 'message' }, 'MissingProperty'],
      [{ type: 'message', text: '   ' }, 'MissingProperty'],
      [{ type: 'message', text: '😀'.repeat(16_384) }, 'BadArgument'],
      [{ type: 'message', text: 7 }, 'BadArgument'],
      [{ type: 'event' }, 'MissingProperty'],
      [{ type: 'event', name: 'handoff.status', value: { state: 'accepted' } }, 'BadArgument'],
      [{ type: 'event', name: 'delivery.failed', value: { activityId: 'x', reason: 'blocked' } }, 'BadArgument'],
      [{ type: 'event', name: 'customer.rated', value: { score: 5 } }, 'BadArgument'],
      [{ type: 'event', name: 'x', value: 'y'.repeat(9_000) }, 'BadArgument'],
      [{ text: 'no type' }, 'BadArgument'],
      [['a list'], 'BadArgument'],
    ];
    for (const [body, code] of tries) {
      const answer = await house.call('POST', `${path}/activities`, token, body);
      expect([answer.status, answer.body.error.code]).toEqual([400, code]);
    }
    expect((await house.call('GET', `${path}/activities`, token)).body.activities).toHaveLength(1);
  });

  it('leaves fields it does not know aside', async () => {
    const { token, path } = await started();
    const message = {
      type: 'message',
      text: 'hello',
      __proto__: { a: 1 },
      entities: [{ type: 'x' }],
      channelData: { secret: 'x', deep: {} },
    };
    expect((await house.call('POST', `${path}/activities`, token, message)).status).toBe(200);
    const { body } = await house.call('GET', `${path}/activities?watermark=1`, token);
    expect(body.activities[0].channelData).toEqual({ 'webchat:sequence-id': 2 });
  });

  it('keeps HTML and emoji as the text they are', async () => {
    const { token, path } = await started();
    const text = `<script>alert(1)</script> ${'😀'.repeat(1_000)}`;
    await house.call('POST', `${path}/activities`, token, { type: 'message', text });
    const { body } = await house.call('GET', `${path}/activities?watermark=1`, token);
    expect(body.activities[0]).toMatchObject({ text, textFormat: 'plain' });
  });

  it('is slowed down when there is too much of it, and others are not', async () => {
    await house.close();
    house = await openHouse({ settings: { messagesPer10s: 5 } });
    const { token, path } = await started();
    const other = await started();
    const statuses = [];
    for (let index = 0; index < 6; index++) {
      const { status, headers } = await house.call('POST', `${path}/activities`, token, { type: 'message', text: `hello ${index}` });
      statuses.push(status);
      if (status === 429) expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    expect((await house.call('POST', `${other.path}/activities`, other.token, { type: 'message', text: 'hello' })).status).toBe(200);
  });
});

describe('the stream', () => {
  const refusal = (url: string) =>
    new Promise<boolean>((resolve) => {
      const socket = new WebSocket(url);
      socket.addEventListener('open', () => resolve(false));
      socket.addEventListener('error', () => resolve(true));
    });

  it('opens with the URL it was given, for a minute', async () => {
    const { answer } = await started();
    const { streamUrl } = answer.body;
    expect(await refusal(streamUrl)).toBe(false);
    house.harness.clock.advance(61_000);
    expect(await refusal(streamUrl)).toBe(true);
  });

  it('does not open with a token, another conversation’s URL, or none', async () => {
    const { answer, token, conversationId } = await started();
    const other = await started();
    const { streamUrl } = answer.body;
    expect(await refusal(streamUrl.replace(/t=.*/, `t=${token}`))).toBe(true);
    expect(await refusal(streamUrl.replace(conversationId, other.conversationId))).toBe(true);
    expect(await refusal(streamUrl.replace(/\?.*/, ''))).toBe(true);
  });

  it('takes at most 16 tabs of one conversation', async () => {
    const { answer } = await started();
    const sockets = Array.from({ length: 16 }, () => new WebSocket(answer.body.streamUrl));
    await Promise.all(sockets.map((socket) => once(socket, 'open')));
    expect(await refusal(answer.body.streamUrl)).toBe(true);
    sockets.forEach((socket) => socket.close());
  });
});

it('lets any page call, preflight included', async () => {
  const response = await fetch(`${house.url}${BASE}/conversations`, {
    method: 'OPTIONS',
    headers: { 'Origin': 'https://wallet.example', 'Access-Control-Request-Headers': 'authorization,x-ms-bot-agent' },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(response.headers.get('Access-Control-Allow-Headers')).toMatch(/Authorization.*x-ms-bot-agent/);
});
