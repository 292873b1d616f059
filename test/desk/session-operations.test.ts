import { beforeEach, describe, expect, it } from 'vitest';
import { callerOf, cookieOf, type House, openHouse, ORIGIN } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});

const HOUR = 60 * 60 * 1000;
const right = { email: 'sari@demo.test', password: 'demo' };

describe('signing in', () => {
  it('answers who she is, with a cookie that no page and no other site can use', async () => {
    const answer = await house.call('POST', '/session', { body: right });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      agent: {
        id: 'sari',
        email: 'sari@demo.test',
        name: 'Sari Wulandari',
        role: 'agent',
        teams: ['general'],
        locales: ['id', 'en'],
        capacity: 5,
      },
    });
    const attributes = String(answer.headers['Set-Cookie']).split('; ').slice(1);
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/desk', 'Max-Age=43200']));
    expect(await house.get(cookieOf(answer), '/session')).toMatchObject({ status: 200, body: { agent: { id: 'sari' } } });
  });

  it('lets all five people of the demo in', async () => {
    const roles = [];
    for (const name of ['sari', 'budi', 'lin', 'maya', 'admin']) {
      roles.push((await house.get(await house.signIn(name), '/session')).body.agent.role);
    }
    expect(roles).toEqual(['agent', 'agent', 'agent', 'supervisor', 'admin']);
  });

  it('takes an email in any case and with white space around', async () => {
    expect((await house.call('POST', '/session', { body: { ...right, email: ' Sari@Demo.test ' } })).status).toBe(200);
  });

  it('says the same for a wrong password and an unknown email', async () => {
    const wrong = await house.call('POST', '/session', { body: { ...right, password: 'wrong' } });
    const unknown = await house.call('POST', '/session', { body: { email: 'nobody@demo.test', password: 'demo' } });
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'sign-in-failed' } } });
    expect(unknown).toEqual(wrong);
    expect(wrong.headers['Set-Cookie']).toBeUndefined();
  });

  it('works as hard for an unknown email as for a wrong password', async () => {
    const seconds = async (body: object) => {
      const started = performance.now();
      await house.call('POST', '/session', { body });
      return performance.now() - started;
    };
    const wrong = await seconds({ ...right, password: 'wrong' });
    const unknown = await seconds({ email: 'nobody@demo.test', password: 'wrong' });
    // Without the work it would be some hundredth of it.
    expect(unknown).toBeGreaterThan(wrong / 5);
  });

  it('keeps neither password nor token where they could be read', async () => {
    const cookie = await house.signIn('sari');
    const kept = JSON.stringify([
      await house.storage.records.list('agents', house.clock.now()),
      await house.storage.records.list('sessions', house.clock.now()),
    ]);
    expect(kept).toContain('argon2id');
    expect(kept).not.toContain(cookie.split('=')[1]);
  });

  it.each([
    ['no password', { email: 'sari@demo.test' }],
    ['an unknown field', { ...right, remember: true }],
    ['an object for an email', { ...right, email: { $ne: '' } }],
    ['a list', [right]],
    ['nothing', null],
  ])('refuses %s', async (_what, body) => {
    const answer = await house.call('POST', '/session', { body });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad-request' } } });
    expect(JSON.stringify(answer.body)).not.toContain('"demo"');
  });
});

describe('throttling', () => {
  const attempt = (password: string, email = right.email, address?: string) =>
    house.call('POST', '/session', { body: { email, password }, ...(address && { address }) });

  it('refuses after six failures, even the right password, and says when to come back', async () => {
    for (let n = 0; n < 6; n++) expect((await attempt('wrong')).status).toBe(401);
    const refused = await attempt('demo');
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too-many-requests' } } });
    expect(Number(refused.headers['Retry-After'])).toBeGreaterThan(200);
    expect(Number(refused.headers['Retry-After'])).toBeLessThanOrEqual(300);
  });

  it('counts tries that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt('wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(14);
  });

  it('leaves colleagues alone, and her at another address', async () => {
    for (let n = 0; n < 7; n++) await attempt('wrong');
    expect((await attempt('demo', 'budi@demo.test')).status).toBe(200);
    expect((await attempt('demo', right.email, '203.0.113.8')).status).toBe(200);
  });

  it('treats an unknown email alike, so that throttling tells nothing', async () => {
    for (let n = 0; n < 6; n++) expect((await attempt('wrong', 'nobody@demo.test')).status).toBe(401);
    expect((await attempt('wrong', 'nobody@demo.test')).status).toBe(429);
  });

  it('begins anew after a success', async () => {
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 5; n++) expect((await attempt('wrong')).status).toBe(401);
      expect((await attempt('demo')).status).toBe(200);
    }
  });

  it('stops one address that tries many emails', async () => {
    const answers = await Promise.all(Array.from({ length: 70 }, (_, n) => attempt('wrong', `user${n}@demo.test`)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});

describe('sessions', () => {
  it.each([
    ['none', ''],
    ['a made-up token', `estafet_desk=${'A'.repeat(43)}`],
    ['something else', 'estafet_desk=1'],
    ['another cookie', `session=${'A'.repeat(43)}`],
  ])('refuses %s', async (_what, cookie) => {
    for (const path of ['/session', '/inbox', '/agents', '/conversations/x', '/conversations/x/customer']) {
      expect(await house.get(cookie, path)).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
    }
    expect((await house.post(cookie, '/conversations/x/accept')).status).toBe(401);
  });

  it('refuses the hash of a token, as a thief of the records would have it', async () => {
    await house.signIn('sari');
    const [stored] = await house.storage.records.list('sessions', house.clock.now());
    expect((await house.get(`estafet_desk=${stored?.key}`, '/session')).status).toBe(401);
    expect((await house.get(`estafet_desk=${stored?.key.slice(0, 43)}`, '/session')).status).toBe(401);
  });

  it('ends 12 hours after its last use', async () => {
    const cookie = await house.signIn('sari');
    house.clock.advance(11 * HOUR);
    const used = await house.get(cookie, '/session');
    expect(used.status).toBe(200);
    expect(cookieOf(used)).toBe(cookie);
    house.clock.advance(11 * HOUR);
    expect((await house.get(cookie, '/session')).status).toBe(200);
    house.clock.advance(12 * HOUR);
    expect((await house.get(cookie, '/session')).status).toBe(401);
  });

  it('writes nothing for use that follows at once', async () => {
    const cookie = await house.signIn('sari');
    house.clock.advance(60_000);
    expect((await house.get(cookie, '/session')).headers['Set-Cookie']).toBeUndefined();
  });

  it('ends at sign-out, alone', async () => {
    const [first, second] = [await house.signIn('sari'), await house.signIn('sari')];
    const answer = await house.call('DELETE', '/session', { cookie: first });
    expect(answer.status).toBe(204);
    expect(String(answer.headers['Set-Cookie'])).toContain('Max-Age=0');
    expect((await house.get(first, '/session')).status).toBe(401);
    expect((await house.get(second, '/session')).status).toBe(200);
  });

  it('stays ended when a request that would prolong it is still under way', async () => {
    const cookie = await house.signIn('sari');
    house.clock.advance(HOUR);
    const { records } = house.storage;
    const put = records.put.bind(records);
    const signedOut = Promise.withResolvers<void>();
    let prolonged = 0;
    records.put = async (...parameters) => {
      await signedOut.promise;
      prolonged += 1;
      return put(...parameters);
    };
    const late = house.get(cookie, '/session');
    await house.call('DELETE', '/session', { cookie });
    signedOut.resolve();
    await late;
    records.put = put;
    expect(prolonged).toBe(1);
    expect((await house.get(cookie, '/session')).status).toBe(401);
  });

  it('does nothing at a second sign-out', async () => {
    expect((await house.call('DELETE', '/session')).status).toBe(204);
  });

  it('ends the session that a new sign-in in the same browser replaces', async () => {
    const before = await house.signIn('sari');
    const answer = await house.call('POST', '/session', { cookie: before, body: { email: 'budi@demo.test', password: 'demo' } });
    expect((await house.get(before, '/session')).status).toBe(401);
    expect((await house.get(cookieOf(answer), '/session')).body.agent.id).toBe('budi');
  });

  it('ends with the sign-out of all that an admin sets, and not what begins after', async () => {
    const cookie = await house.signIn('sari');
    const stored = await house.storage.records.get('agents', 'sari', house.clock.now());
    const index = { email: 'sari@demo.test', any: 'yes' };
    await house.storage.records.put('agents', 'sari', { ...stored?.value, signOutAt: house.clock.now() }, { index });
    expect((await house.get(cookie, '/session')).status).toBe(401);
    house.clock.advance(1);
    expect((await house.get(await house.signIn('sari'), '/session')).status).toBe(200);
  });

  it('outlives a restart', async () => {
    const cookie = await house.signIn('sari');
    expect((await callerOf(await house.openDesk())('GET', '/session', { cookie })).status).toBe(200);
  });
});

describe('requests of another site', () => {
  const evil = { origin: 'https://evil.example', 'content-type': 'application/json' };

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['the same host without TLS', { origin: ORIGIN.replace('https', 'http') }],
    ['a host that begins alike', { origin: `${ORIGIN}.evil.example` }],
    ['no origin but another site', { origin: '', 'sec-fetch-site': 'cross-site' }],
  ])('are refused: %s', async (_what, headers) => {
    const cookie = await house.signIn('sari');
    const id = await house.waiting();
    const sent = Object.fromEntries(Object.entries({ ...headers, 'content-type': 'application/json' }).filter(([, value]) => value));
    const withoutOrigin = headers.origin === '' ? { ...sent, origin: undefined as never } : sent;
    for (const [method, path] of [
      ['POST', `/conversations/${id}/accept`],
      ['POST', `/conversations/${id}/typing`],
      ['POST', '/session'],
      ['POST', '/demo-session'],
      ['DELETE', '/session'],
    ] as const) {
      const answer = await house.call(method, path, { cookie, body: {}, headers: withoutOrigin });
      expect(answer).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
    }
    expect((await house.get(cookie, `/conversations/${id}`)).body.conversation.owner.kind).toBe('queue');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp', ''])(
    'are refused as %j, which a form could send',
    async (type) => {
      const cookie = await house.signIn('sari');
      const answer = await house.post(cookie, '/conversations/x/accept', {}, { 'content-type': type });
      expect(answer).toMatchObject({ status: 415, body: { error: { code: 'unsupported-media-type' } } });
    },
  );

  it('do not get to a live socket', async () => {
    const cookie = await house.signIn('sari');
    await expect(house.connect(cookie, { headers: evil })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are not mistaken for a client that is no browser', async () => {
    const answer = await house.call('POST', '/session', { body: right, headers: { origin: undefined as never } });
    expect(answer.status).toBe(200);
  });
});

describe('the demo', () => {
  it('has a door without a password', async () => {
    const answer = await house.call('POST', '/demo-session', { body: { email: 'lin@demo.test' } });
    expect(answer).toMatchObject({ status: 200, body: { agent: { id: 'lin', name: 'Lin Mei 林梅', locales: ['zh', 'en'] } } });
    expect((await house.get(cookieOf(answer), '/session')).status).toBe(200);
    expect((await house.call('POST', '/demo-session', { body: { email: 'nobody@demo.test' } })).status).toBe(401);
  });

  it('leaves nothing open once it is off: no door, no account, no session of before', async () => {
    const cookie = await house.signIn('admin');
    const call = callerOf(await house.openDesk({ demo: undefined, production: true }));
    expect((await call('POST', '/demo-session', { body: { email: 'lin@demo.test' } })).status).toBe(404);
    expect((await call('POST', '/session', { body: right })).status).toBe(401);
    expect((await call('GET', '/session', { cookie })).status).toBe(401);
    expect((await call('GET', '/openapi.json')).body.paths).not.toHaveProperty('/desk/api/demo-session');
  });

  it('can not be had in production', async () => {
    await expect(house.openDesk({ production: true })).rejects.toThrow('production');
  });

  it('follows a new password and keeps one that stayed', async () => {
    const hashOf = async () => (await house.storage.records.get('agents', 'sari', house.clock.now()))?.value.passwordHash;
    const before = await hashOf();
    await house.openDesk();
    expect(await hashOf()).toBe(before);
    const call = callerOf(await house.openDesk({ demo: { password: 'another' } }));
    expect((await call('POST', '/session', { body: { ...right, password: 'another' } })).status).toBe(200);
    expect((await call('POST', '/session', { body: right })).status).toBe(401);
  });
});
