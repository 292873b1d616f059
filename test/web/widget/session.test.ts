/** How the widget comes back to its conversation, against a real HTTP server. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryStorage } from '../../../src/web/shared/key-value.ts';
import { openSession, scopeOf } from '../../../src/web/widget/session.ts';

const GRANTED = { token: 't', conversationId: 'c', resumeToken: 'r', expires_in: 1800 };
const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

let server: Server;
let base: string;
let asked: Record<string, unknown>[];
/** Answers, first to last; the last one goes on. */
let answers: { status: number; body: unknown }[];

beforeEach(async () => {
  asked = [];
  answers = [{ status: 200, body: GRANTED }];
  server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  asked.push((await json(request)) as Record<string, unknown>);
  const known = `${request.method} ${request.url}` === 'POST /widget/session';
  const { status, body } = (known && (answers.length > 1 ? answers.shift() : answers[0])) || { status: 500, body: {} };
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('a session', () => {
  it('begins fresh, and leaves the way back to it', async () => {
    const storage = memoryStorage();
    expect(await openSession({ base, storage, locale: 'id' })).toEqual({ token: 't', conversationId: 'c' });
    expect(asked).toEqual([{ locale: 'id' }]);
    expect(storage.get('estafet:guest:resume')).toBe('r');
  });

  it('is resumed by what was kept, and keeps what comes next', async () => {
    const storage = memoryStorage();
    storage.set('estafet:guest:resume', 'old');
    await openSession({ base, storage, locale: 'id' });
    expect(asked).toEqual([{ locale: 'id', resumeToken: 'old' }]);
    expect(storage.get('estafet:guest:resume')).toBe('r');
  });

  it.each([400, 401, 403, 404, 410])('begins fresh when resuming is refused (%i)', async (status) => {
    const storage = memoryStorage();
    storage.set('estafet:guest:resume', 'spent');
    answers = [
      { status, body: {} },
      { status: 200, body: GRANTED },
    ];
    expect(await openSession({ base, storage, locale: 'id' })).toMatchObject({ conversationId: 'c' });
    expect(asked).toEqual([{ locale: 'id', resumeToken: 'spent' }, { locale: 'id' }]);
    expect(storage.get('estafet:guest:resume')).toBe('r');
  });

  it.each([429, 500, 503])('keeps the way back when the server only has no time (%i)', async (status) => {
    const storage = memoryStorage();
    storage.set('estafet:guest:resume', 'kept');
    answers = [{ status, body: {} }];
    await expect(openSession({ base, storage, locale: 'id' })).rejects.toMatchObject({ status });
    expect(asked).toHaveLength(1);
    expect(storage.get('estafet:guest:resume')).toBe('kept');
  });

  it('keeps the way back while the customer’s own token has run out', async () => {
    const storage = memoryStorage();
    const [old, next] = [jwt({ sub: 'sinta', exp: 1 }), jwt({ sub: 'sinta', exp: 2 })];
    storage.set(`${scopeOf(old)}resume`, 'kept');
    answers = [{ status: 401, body: {} }];
    await expect(openSession({ base, storage, customerToken: old, locale: 'id' })).rejects.toMatchObject({ status: 401 });
    answers = [{ status: 200, body: GRANTED }];
    await openSession({ base, storage, customerToken: next, locale: 'id' });
    expect(asked.at(-1)).toEqual({ customerToken: next, resumeToken: 'kept', locale: 'id' });
  });

  it.each([{}, [], null, { token: 't' }, { token: 7, conversationId: 'c' }])('is none if the answer is %j', async (body) => {
    answers = [{ status: 200, body }];
    await expect(openSession({ base, storage: memoryStorage(), locale: 'id' })).rejects.toThrow(TypeError);
  });

  it('is none if nothing answers', async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    await expect(openSession({ base, storage: memoryStorage(), locale: 'id' })).rejects.toThrow(TypeError);
  });
});

describe('what is kept', () => {
  it('stays apart for each who shares the browser', async () => {
    const storage = memoryStorage();
    await openSession({ base, storage, locale: 'id' });
    await openSession({ base, storage, locale: 'id', customerToken: jwt({ sub: 'sinta' }) });
    await openSession({ base, storage, locale: 'id', customerToken: jwt({ sub: 'wei' }) });
    expect(asked.map(({ resumeToken }) => resumeToken)).toEqual([undefined, undefined, undefined]);
    expect(storage.keys('estafet:').toSorted()).toEqual([
      'estafet:customer:sinta:resume',
      'estafet:customer:wei:resume',
      'estafet:guest:resume',
    ]);
  });

  it('is the customer’s, whichever token she has just now', () => {
    expect(scopeOf(jwt({ sub: 'sinta', exp: 1 }))).toBe(scopeOf(jwt({ sub: 'sinta', exp: 2, more: '~~~???' })));
  });

  it('never lies inside another’s, whatever her name', () => {
    const names = ['a', 'a:out:b', 'a:', '../a', '微信', 'unknown'];
    const scopes = [scopeOf(undefined), ...names.map((sub) => scopeOf(jwt({ sub })))];
    for (const scope of scopes) expect(scopes.filter((other) => other.startsWith(scope))).toEqual([scope]);
  });

  it.each(['x', 'a.b.c', '..', `h.${btoa('7')}.s`, jwt({ sub: 7 })])('has a place even for the token %j', (token) => {
    expect(scopeOf(token)).toBe('estafet:customer:unknown:');
  });
});
