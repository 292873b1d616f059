import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { isSigned } from '../../../src/channels/signature.ts';
import { type Delivered, takeAll, webhookRoute } from '../../../src/channels/webhook.ts';
import { createHttpServer, type HttpServer } from '../../../src/http/server.ts';
import type { ActivityInput } from '../../../src/core/turn-types.ts';
import type { Engine } from '../../../src/ports/engine.ts';
import { createHmac } from 'node:crypto';

const log = pino({ level: 'silent' });
const SECRET = 'of the tests';
const sign = (body: string | Buffer) => createHmac('sha256', SECRET).update(body).digest('hex');

let server: HttpServer;
let url: string;
let delivered: unknown[];
let failure: Error | undefined;

beforeEach(async () => {
  delivered = [];
  failure = undefined;
  const route = webhookRoute({
    path: '/hook',
    maxBytes: 1_000,
    isAuthentic: ({ raw, headers }) => isSigned(raw, SECRET, headers['x-signature'] as string | undefined, 'hex'),
    envelope: z.object({ events: z.array(z.unknown()) }),
    async deliver({ events }) {
      delivered.push(...events);
      if (failure) throw failure;
    },
  });
  server = createHttpServer({ doors: [{ routes: [route] }], log, production: false });
  url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/hook`;
});
afterEach(() => server.drain());

const GOOD = '{"events": [1,  2]}';
const post = async (body: string | Buffer, signature: string | undefined = sign(body), headers = {}) => {
  const given = signature === undefined ? {} : { 'X-Signature': signature };
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers: { ...given, ...headers } });
  const answer = (await response.json()) as { error?: { code: string } };
  return [response.status, answer.error?.code];
};

describe('a webhook', () => {
  it('takes what is signed, whatever it calls itself', async () => {
    expect(await post(GOOD)).toEqual([200, undefined]);
    expect(await post(GOOD, sign(GOOD), { 'Content-Type': 'application/x-www-form-urlencoded' })).toEqual([200, undefined]);
    expect(delivered).toEqual([1, 2, 1, 2]);
  });

  it.each([
    ['not signed', GOOD, ''],
    ['signed with another secret', GOOD, createHmac('sha256', 'other').update(GOOD).digest('hex')],
    ['cut short', GOOD.slice(0, -1), sign(GOOD)],
    ['serialised again', JSON.stringify(JSON.parse(GOOD)), sign(GOOD)],
    ['with a byte order mark', `\uFEFF${GOOD}`, sign(GOOD)],
    ['of another text', '{"events":[3]}', sign(GOOD)],
    ['broken and not signed', '{"events":', ''],
    ['empty and not signed', '', ''],
  ])('refuses a body that is %s, before reading it', async (_name, body, signature) => {
    expect(await post(body, signature)).toEqual([401, 'signature-invalid']);
    expect(delivered).toEqual([]);
  });

  it.each([
    ['no JSON', 'hello', 'bad-json'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'bad-json'],
    ['empty', '', 'bad-json'],
    ['no envelope', '{"event": 1}', 'bad-request'],
    ['null', 'null', 'bad-request'],
  ])('refuses a body that is signed and %s', async (_name, body, code) => {
    expect(await post(body)).toEqual([400, code]);
    expect(delivered).toEqual([]);
  });

  it('refuses a body that is too large, before the signature', async () => {
    expect(await post(JSON.stringify({ events: ['x'.repeat(2_000)] }))).toEqual([413, 'body-too-large']);
  });

  it('does not acknowledge what could not be taken', async () => {
    failure = new Error('disk full');
    expect(await post(GOOD)).toEqual([500, 'internal']);
  });
});

describe('deliveries of one body', () => {
  const NOW = Date.UTC(2026, 10, 25);
  const day = 24 * 3_600_000;
  const one = (id: string, sentAt: number): Delivered => ({
    input: {
      kind: 'activity',
      id,
      conversationId: 'c',
      activity: { type: 'message', text: id, from: { id: 'u' }, channelData: { kept: true } },
      origin: { channel: 'x', delivery: 'push', customer: { id: 'u' } },
    },
    sentAt,
  });
  const taken: ActivityInput[] = [];
  const ports = (fails?: string) => ({
    engine: {
      async handle(input: ActivityInput) {
        if (input.id === fails) throw new Error('busy');
        taken.push(input);
        return { outcome: 'done', activities: [] };
      },
    } as unknown as Engine,
    now: () => NOW,
    log,
  });
  beforeEach(() => void (taken.length = 0));

  it('are taken as they were sent, one after the other, with the provider’s time', async () => {
    await takeAll([one('b', NOW - 2), one('a', NOW - 3), one('c', NOW - 2), one('d', NOW)], ports());
    expect(taken.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(taken[0]?.activity.channelData).toEqual({ kept: true, sentAt: NOW - 3 });
  });

  it('are left out when they are older than the store remembers', async () => {
    await takeAll([one('old', NOW - 15 * day), one('late', NOW - 13 * day)], ports());
    expect(taken.map(({ id }) => id)).toEqual(['late']);
  });

  it('stop where one can’t be taken, so that the provider brings it again', async () => {
    await expect(takeAll([one('a', NOW - 3), one('b', NOW - 2), one('c', NOW - 1)], ports('b'))).rejects.toThrow('busy');
    expect(taken.map(({ id }) => id)).toEqual(['a']);
  });
});
