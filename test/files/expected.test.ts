import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/discover.ts';
import { createFiles } from '../../src/files/index.ts';
import { createHttpServer, type HttpServer } from '../../src/http/server.ts';
import type { Files, MediaFetcher } from '../../src/ports/files.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { testStore } from '../helpers/test-store.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const log = pino({ level: 'silent' });

let storage: Storage;
let files: Files;
let house: HttpServer;
let url: string;
let provider: Server;
let origin: string;
/** How the provider answers: a status, or bytes. */
let answer: number | Buffer;
let fetched: number;
let clock: number;

beforeEach(async () => {
  storage = await openStorage(testStore());
  clock = Date.now();
  fetched = 0;
  answer = PNG;
  provider = createServer((_request, response) => {
    fetched += 1;
    if (typeof answer === 'number') response.statusCode = answer;
    response.end(typeof answer === 'number' ? '' : answer);
  });
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  await start();
});

afterEach(async () => {
  await stop();
  provider.closeAllConnections();
  provider.close();
  await storage.close();
});

async function start(): Promise<void> {
  files = createFiles({ records: storage.records, log, now: () => clock });
  house = createHttpServer({ doors: [files], log, production: false });
  url = `http://127.0.0.1:${await house.listen(0, '127.0.0.1')}`;
}

async function stop(): Promise<void> {
  await house.drain();
  await files.close();
}

const fetcher: MediaFetcher = async ({ path }, fetch) => fetch(`${origin}${String(path)}`, { trusted: origin });
const expectOne = (path = '/m1', name = 'photo.png', conversationId = 'c1') =>
  files.expect({ channel: 'test', source: { path }, contentType: 'image/png', name }, conversationId);
const look = ({ contentUrl }: { contentUrl?: string }) => fetch(`${url}${contentUrl}`);

describe('a file that lies with a provider', () => {
  it('is fetched once, for however many deliveries of its message and whoever looks at it', async () => {
    files.serveChannel('test', fetcher);
    const attachments = await Promise.all([1, 2, 3].map(() => expectOne()));
    const responses = await Promise.all([...attachments, ...attachments].map(look));
    expect(responses.map(({ status }) => status)).toEqual(Array(6).fill(200));
    await files.idle();
    attachments.push(await expectOne());
    expect(new Set(attachments.map(({ contentUrl }) => contentUrl)).size).toBe(1);
    expect(attachments[0]).toEqual({
      contentType: 'image/png',
      name: 'photo.png',
      contentUrl: expect.stringMatching(/^\/files\/[\w-]{32}$/) as string,
    });
    await files.idle();
    expect(fetched).toBe(1);
    const first = await look(attachments[3] ?? {});
    expect(first.headers.get('content-type')).toBe('image/png');
    expect(first.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''photo.png");
    expect(Buffer.from(await first.arrayBuffer()).equals(PNG)).toBe(true);
  });

  it('of another message, conversation or channel is another file', async () => {
    files.serveChannel('test', fetcher);
    const urls = [
      await expectOne('/m1'),
      await expectOne('/m2'),
      await expectOne('/m1', 'photo.png', 'c2'),
      await files.expect({ channel: 'test2', source: { path: '/m1' }, contentType: 'image/png' }, 'c1'),
    ].map(({ contentUrl }) => contentUrl);
    expect(new Set(urls).size).toBe(4);
  });

  it('is fetched by the next process when this one did not come to it', async () => {
    const attachment = await expectOne();
    expect((await look(attachment)).status).toBe(503);
    expect(fetched).toBe(0);
    await stop();
    await start();
    files.serveChannel('test', fetcher);
    await expect.poll(() => fetched).toBe(1);
    await files.idle();
    expect((await look(attachment)).status).toBe(200);
    expect(fetched).toBe(1);
  });

  it('that has come is not fetched by the next process', async () => {
    files.serveChannel('test', fetcher);
    const attachment = await expectOne();
    expect((await look(attachment)).status).toBe(200);
    await stop();
    await start();
    files.serveChannel('test', fetcher);
    expect((await look(attachment)).status).toBe(200);
    await files.idle();
    expect(fetched).toBe(1);
  });

  it('leaves behind neither the provider’s address of it nor a secret in its name', async () => {
    files.serveChannel('test', fetcher);
    const attachment = await expectOne('/m1?token=of-the-provider', 'card 4111 1111 1111 1111.png');
    expect((await look(attachment)).status).toBe(200);
    const [record] = await storage.records.list('expected-files', clock);
    expect(record?.value).toMatchObject({ came: true, source: {} });
    expect(JSON.stringify(record)).not.toMatch(/of-the-provider|4111/);
  });

  it('is fetched beside a few others, however many come at once', async () => {
    let most = 0;
    let now = 0;
    files.serveChannel('test', async (source, fetch) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return fetcher(source, fetch).finally(() => now--);
    });
    const attachments = await Promise.all(Array.from({ length: 40 }, (_, n) => expectOne(`/m${n}`)));
    expect((await Promise.all(attachments.map(look))).map(({ status }) => status)).toEqual(Array(40).fill(200));
    expect(most).toBeLessThanOrEqual(8);
  });

  it('is served under a long name of emoji, which is cut between them', async () => {
    files.serveChannel('test', fetcher);
    const response = await look(await expectOne('/m1', `${'😀'.repeat(130)}.png`));
    expect(response.status).toBe(200);
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toMatch(/^inline; filename\*=UTF-8''(😀){116}\.png$/u);
  });

  it('is for later while its provider is away, and then comes', async () => {
    answer = 503;
    files.serveChannel('test', fetcher);
    const attachment = await expectOne();
    const away = await look(attachment);
    expect([away.status, await away.json()]).toMatchObject([503, { error: { code: 'file-unavailable' } }]);
    answer = PNG;
    expect((await look(attachment)).status).toBe(200);
  });

  it.each([
    ['is gone there', 404, "the file's host answered 404"],
    ['is none that we take', Buffer.from('MZ\u0090\0\u0003\0\0\0'), 'photo.png is not a picture'],
    ['is a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'photo.png is not a picture'],
    ['is empty', Buffer.alloc(0), 'photo.png is not a picture'],
  ])('that %s is refused for good, in words', async (_name, given, says) => {
    answer = given;
    files.serveChannel('test', fetcher);
    const attachment = await expectOne();
    const response = await look(attachment);
    expect(response.status).toBe(415);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('file-not-accepted');
    expect(error.message).toContain(says);
    const tries = fetched;
    answer = PNG;
    expect((await look(attachment)).status).toBe(415);
    expect((await expectOne()).contentUrl).toBe(attachment.contentUrl);
    await files.idle();
    expect(fetched).toBe(tries);
  });

  it('that is too large is refused for good', async () => {
    answer = Buffer.alloc(8 * 1024 * 1024 + 1, 'a');
    files.serveChannel('test', fetcher);
    const response = await look(await expectOne('/m1', 'big.txt'));
    expect([response.status, await response.json()]).toMatchObject([415, { error: { message: 'the file is larger than 8388608 bytes' } }]);
  });

  it('is what is in it, whatever the provider calls it', async () => {
    answer = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF');
    files.serveChannel('test', fetcher);
    const response = await look(await expectOne('/m1', 'photo.png'));
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('leads nowhere inside, whatever the message says', async () => {
    files.serveChannel('test', async ({ url: given }, get) => get(String(given)));
    const attachment = await files.expect({ channel: 'test', source: { url: 'https://127.0.0.1/a.png' }, contentType: 'image/png' }, 'c1');
    const response = await look(attachment);
    expect([response.status, await response.json()]).toMatchObject([415, { error: { message: 'the address is not a public one' } }]);
  });

  it('that was deleted here is not brought back', async () => {
    files.serveChannel('test', fetcher);
    const attachment = await expectOne();
    expect((await look(attachment)).status).toBe(200);
    await files.idle();
    await storage.records.delete('files', attachment.contentUrl?.split('/').at(-1) ?? '');
    expect((await look(attachment)).status).toBe(404);
    expect(fetched).toBe(1);
  });

  it('is kept for half a year', async () => {
    files.serveChannel('test', fetcher);
    const attachment = await expectOne();
    expect((await look(attachment)).status).toBe(200);
    clock += 179 * 24 * 3_600_000;
    expect((await look(attachment)).status).toBe(200);
    clock += 2 * 24 * 3_600_000;
    expect((await look(attachment)).status).toBe(404);
  });

  it('has an address that nobody guesses', async () => {
    files.serveChannel('test', fetcher);
    for (const path of ['/files/', '/files/1', `/files/${'A'.repeat(32)}`, '/files/..%2f..%2fetc%2fpasswd', '/files/__proto__']) {
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    }
  });
});

describe('a file of ours', () => {
  it('is read by its address, ours alone', async () => {
    const [kept] = await files.keep([{ name: 'a/b\\photo.png', bytes: PNG }], {
      conversationId: 'c1',
      origin: 'https://desk.example.test',
    });
    expect(kept).toMatchObject({ contentType: 'image/png', name: 'photo.png' });
    expect(await files.read(kept?.contentUrl ?? '')).toMatchObject({ contentType: 'image/png', name: 'photo.png' });
    expect(await files.read('https://elsewhere.example.test/photo.png')).toBeUndefined();
    expect(await files.read('')).toBeUndefined();
  });
});
