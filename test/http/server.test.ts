import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchange, type Opened, openServer } from './open.ts';

let opened: Opened;
beforeEach(async () => {
  opened = await openServer({ limits: { requestMs: 300 } });
});
afterEach(() => opened.server.drain());

const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
) => fetch(opened.url + path, { method: 'POST', body, headers });

async function codeOf(response: Response): Promise<[number, string]> {
  const { error } = (await response.json()) as { error: { code: string } };
  return [response.status, error.code];
}

describe('bodies', () => {
  it('are parsed as JSON', async () => {
    expect(await (await post('/open/echo', '{"a":1}')).json()).toEqual({ got: { a: 1 } });
  });

  it('that are too large are refused with 413 before anything parses them', async () => {
    expect(await codeOf(await post('/open/echo', `"${'x'.repeat(2_000)}"`))).toEqual([413, 'body-too-large']);
    const chunked = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('x'.repeat(500)));
      },
    });
    const answer = await fetch(`${opened.url}/open/echo`, {
      method: 'POST',
      body: chunked,
      headers: { 'Content-Type': 'application/json' },
      duplex: 'half',
    } as RequestInit).catch((error: unknown) => error as Error);
    // The connection is closed on an endless sender: it reads the refusal, or finds the door shut.
    expect(answer instanceof Response ? answer.status : 413).toBe(413);
    expect(opened.seen).toEqual([]);
  });

  it('that inflate beyond the limit are refused with 413', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000, 0x20)));
    const before = process.memoryUsage().rss;
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    expect(await codeOf(await post('/open/echo', bomb, headers))).toEqual([413, 'body-too-large']);
    const small = new Uint8Array(gzipSync(Buffer.alloc(100_000, 0x20)));
    expect(await codeOf(await post('/open/echo', small, headers))).toEqual([413, 'body-too-large']);
    expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000);
    expect(await (await post('/open/echo', new Uint8Array(gzipSync('{"a":1}')), headers)).json()).toEqual({ got: { a: 1 } });
  });

  it('of another kind or encoding are refused with 415', async () => {
    expect(await codeOf(await post('/open/echo', 'a=1', { 'Content-Type': 'application/x-www-form-urlencoded' }))).toEqual([
      415,
      'unsupported-media-type',
    ]);
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'zstd' };
    expect(await codeOf(await post('/open/echo', '{}', headers))).toEqual([415, 'unsupported-encoding']);
  });

  it('that are no JSON, or broken gzip, get 400', async () => {
    expect(await codeOf(await post('/open/echo', '{"a":'))).toEqual([400, 'bad-json']);
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' };
    expect(await codeOf(await post('/open/echo', 'not gzip', headers))).toEqual([400, 'bad-request']);
  });

  it('that trickle in at a byte now and then are given up with 408, while others are served', async () => {
    let trickle: ReturnType<typeof setInterval> | undefined;
    const slow = exchange(opened.port, (socket) => {
      socket.write('POST /open/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"');
      trickle = setInterval(() => socket.write('x'), 50);
    });
    expect((await post('/open/echo', '{}')).status).toBe(200);
    const answer = await slow;
    clearInterval(trickle);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"slow-request"');
  });

  it('reach a raw route as they came', async () => {
    expect(await (await post('/raw', 'a=1&b=<x>', { 'Content-Type': 'text/plain' })).text()).toBe('a=1&b=<x>');
  });
});

describe('answers', () => {
  it('name their code when there is nothing, or not that way', async () => {
    expect(await codeOf(await fetch(`${opened.url}/nowhere`))).toEqual([404, 'not-found']);
    expect(await codeOf(await fetch(`${opened.url}/open/echo`))).toEqual([405, 'method-not-allowed']);
  });

  it('say nothing of what broke, and the log says all under the same id', async () => {
    const response = await fetch(`${opened.url}/breaks`);
    const text = await response.text();
    expect([response.status, text.includes('internal'), text.includes('secret')]).toEqual([500, true, false]);
    const id = response.headers.get('X-Request-Id') ?? '';
    expect(opened.logged.some((line) => line.includes('a secret detail') && line.includes(id))).toBe(true);
  });

  it('carry the caller’s request id where it is a plain one', async () => {
    const idFor = async (given: string) =>
      (await fetch(`${opened.url}/things/1`, { headers: { 'X-Request-Id': given } })).headers.get('X-Request-Id');
    expect(await idFor('trace-12345678')).toBe('trace-12345678');
    expect(await idFor('<script>alert(1)</script>')).not.toContain('<');
  });

  it('let other origins in only where they may', async () => {
    const allowed = await post('/open/echo', '{}');
    const preflight = await fetch(`${opened.url}/open/echo`, { method: 'OPTIONS' });
    const closed = await fetch(`${opened.url}/things/1`);
    expect([allowed, preflight, closed].map(({ headers }) => headers.get('Access-Control-Allow-Origin'))).toEqual(['*', '*', null]);
    const failed = await post('/open/echo', '{');
    expect(failed.headers.get('Access-Control-Allow-Origin')).toBe('*');
  });

  it('are never guessed at by browsers', async () => {
    expect((await fetch(`${opened.url}/things/1`)).headers.get('X-Content-Type-Options')).toBe('nosniff');
  });
});

describe('what a handler sees', () => {
  it('has its path parameters decoded', async () => {
    expect(await (await fetch(`${opened.url}/things/a%7Cb%20c`)).json()).toEqual({ id: 'a|b c' });
  });

  it('believes a proxy’s address only where one stands before us', async () => {
    await fetch(`${opened.url}/things/1`, { headers: { 'X-Forwarded-For': '9.9.9.9' } });
    expect(opened.seen.at(-1)?.remoteAddress).toBe('127.0.0.1');
    await opened.server.drain();
    opened = await openServer({ publicUrl: 'https://desk.example' });
    await fetch(`${opened.url}/things/1`, { headers: { 'X-Forwarded-For': '9.9.9.9, 10.0.0.1' } });
    expect(opened.seen.at(-1)).toMatchObject({ remoteAddress: '9.9.9.9', origin: 'https://desk.example' });
  });

  it('survives headers and paths that are no good', async () => {
    for (const line of ['GET /%E0%A4%A HTTP/1.1', 'GET //evil HTTP/1.1', 'GET /things/%00 HTTP/1.1', 'GARBAGE']) {
      const answer = await exchange(opened.port, (socket) => socket.end(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`));
      expect(answer).toMatch(/^HTTP\/1\.1 [24]\d\d /);
    }
    expect((await post('/open/echo', '{}')).status).toBe(200);
  });
});

describe('draining', () => {
  it('finishes what is under way and takes no more', async () => {
    const underWay = fetch(`${opened.url}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await opened.server.drain();
    expect(await (await underWay).text()).toBe('done');
    await expect(fetch(`${opened.url}/things/1`)).rejects.toThrow();
  });
});

it('a port that is taken is told to whoever opens it, and ends no process', async () => {
  await expect(openServer({ port: opened.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
