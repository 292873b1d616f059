/** The simulated LINE against its documentation, by plain fetch: https://developers.line.biz/en/reference/messaging-api/. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openServer, type Server } from '../provider.ts';
import { openNode, type ProviderNode } from '../provider-node.ts';
import { type LineSimulator, signatureOf, startLineSimulator } from './simulator.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const MINUTE = 60_000;

let line: LineSimulator;
let node: ProviderNode;
beforeEach(async () => {
  [line, node] = await Promise.all([startLineSimulator(), openNode()]);
  line.deliverTo(node.origin);
});
afterEach(() => Promise.all([line.close(), node.close()]));

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
type Json = any;

const authorized = () => ({ Authorization: `Bearer ${line.env.ESTAFET_LINE_TOKEN}` });

async function call(path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(line.origin + path, {
    method: body ? 'POST' : 'GET',
    body: body && JSON.stringify(body),
    headers: { ...(body && { 'Content-Type': 'application/json' }), ...authorized(), ...headers },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}
const reply = (replyToken: string, ...messages: object[]) => call('/v2/bot/message/reply', { replyToken, messages });
const push = (to: string, ...messages: object[]) => call('/v2/bot/message/push', { to, messages });
const data = (path: string) => fetch(`${line.env.ESTAFET_LINE_DATA_API}/v2/bot/message/${path}`, { headers: authorized() });
const text = (words: string, more: object = {}) => ({ type: 'text', text: words, ...more });
const quick = (...actions: object[]) => ({ quickReply: { items: actions.map((action) => ({ type: 'action', action })) } });
const say = (label: string, words = label) => ({ type: 'message', label, text: words });

const events = () => (node.bodies() as Json[]).flatMap((body) => body.events);
const last = () => events().at(-1);

describe('a webhook', () => {
  it('is signed over its bytes, as in the documented example', () => {
    const body = Buffer.from('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
    expect(signatureOf(body, '8c570fa6dd201bb328f1c1eac23a96d8')).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
    const { headers } = line.sign(body);
    expect(headers['x-line-signature']).toBe(signatureOf(body, line.env.ESTAFET_LINE_SECRET ?? ''));
  });

  it('brings a text with what LINE always sends', async () => {
    const her = line.customer();
    await her.says('halo');
    const [{ method, path, headers, body }] = node.calls as [ProviderNode['calls'][0]];
    expect([method, path, headers['content-type']]).toEqual(['POST', '/webhooks/line', 'application/json; charset=utf-8']);
    expect(headers['x-line-signature']).toBe(signatureOf(body, line.env.ESTAFET_LINE_SECRET ?? ''));
    expect(JSON.parse(body.toString())).toEqual({
      destination: expect.stringMatching(/^U[0-9a-f]{32}$/),
      events: [
        {
          type: 'message',
          message: {
            type: 'text',
            id: expect.stringMatching(/^\d{18}$/),
            quoteToken: expect.any(String),
            markAsReadToken: expect.any(String),
            text: 'halo',
          },
          webhookEventId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
          deliveryContext: { isRedelivery: false },
          timestamp: expect.any(Number),
          source: { type: 'user', userId: her.id },
          replyToken: expect.stringMatching(/^\w{32}$/),
          mode: 'active',
        },
      ],
    });
  });

  it('comes again under the same id and says so, until it is taken', async () => {
    node.statuses.push(500, 'drop');
    await line.customer().says('halo');
    const [first, second, third] = events();
    expect([first, second, third].map(({ deliveryContext }) => deliveryContext.isRedelivery)).toEqual([false, true, true]);
    expect(second).toEqual(third);
    expect(second).toEqual({ ...first, deliveryContext: { isRedelivery: true } });
    for (const { body, headers } of node.calls)
      expect(headers['x-line-signature']).toBe(signatureOf(body, line.env.ESTAFET_LINE_SECRET ?? ''));
  });

  it('may be empty, have several events, come late and out of order', async () => {
    const [her, him] = [line.customer(), line.customer()];
    await line.deliver(line.bodyOf());
    await line.deliver(line.bodyOf(her.event('one'), him.event('two')));
    const late = line.prepare(her, 'three');
    await line.deliver(line.prepare(her, 'four'));
    await line.deliver(late);
    const times = events().map(({ timestamp }) => timestamp);
    expect(times.toSorted()).toEqual([...new Set([times[0], times[1], times[3], times[2]])]);
    expect((node.bodies() as Json[]).map((body) => body.events.map(({ message }: Json) => message.text))).toEqual([
      [],
      ['one', 'two'],
      ['four'],
      ['three'],
    ]);
  });

  it('brings files, stickers, groups, follows and unfollows', async () => {
    const her = line.customer();
    await her.sends({ bytes: PNG, contentType: 'image/png' });
    expect(last().message).toMatchObject({ type: 'image', quoteToken: expect.any(String), contentProvider: { type: 'line' } });
    await her.sends({ bytes: Buffer.alloc(9000), contentType: 'audio/x-m4a' });
    expect(last().message).toMatchObject({ type: 'audio', duration: 9000, contentProvider: { type: 'line' } });
    await her.sends({ bytes: Buffer.from('%PDF-1.4'), contentType: 'application/pdf', name: 'bill.pdf' });
    expect(last().message).toMatchObject({ type: 'file', fileName: 'bill.pdf', fileSize: 8 });
    await her.sendsSticker();
    expect(last().message).toMatchObject({ type: 'sticker', packageId: '446', stickerResourceType: 'STATIC' });
    await line.saysInGroup('halo');
    expect(last().source).toMatchObject({ type: 'group', groupId: expect.stringMatching(/^C/) });
    await her.follows();
    expect(last()).toMatchObject({ type: 'follow', follow: { isUnblocked: false }, replyToken: expect.any(String) });
    await her.blocks();
    expect(last()).toMatchObject({ type: 'unfollow', source: { userId: her.id } });
    expect(last()).not.toHaveProperty('replyToken');
    await her.says('back');
    expect(events().slice(-2)).toMatchObject([{ type: 'follow', follow: { isUnblocked: true } }, { type: 'message' }]);
  });
});

describe('a reply', () => {
  it('uses its token up', async () => {
    const her = line.customer();
    await her.says('halo');
    const { replyToken } = last();
    const sent = await reply(replyToken, text('one'), text('see https://a.example/x.'));
    expect(sent.status).toBe(200);
    expect(sent.headers.get('x-line-request-id')).toEqual(expect.any(String));
    const message = { id: expect.any(String), quoteToken: expect.any(String) };
    expect(sent.body).toEqual({ sentMessages: [message, message] });
    expect(her.screen).toEqual([
      { text: 'one', options: [], links: [] },
      { text: 'see https://a.example/x.', options: [], links: [{ title: 'https://a.example/x', url: 'https://a.example/x' }] },
    ]);
    expect(await reply(replyToken, text('again'))).toMatchObject({ status: 400, body: { message: 'Invalid reply token' } });
  });

  it('comes within a minute of the last delivery, and 20 of the event', async () => {
    const her = line.customer();
    const first = line.prepare(her, 'halo');
    const tokenOf = () => last().replyToken as string;
    await line.deliver(first);
    line.advance(MINUTE + 1);
    expect((await reply(tokenOf(), text('late'))).body.message).toBe('Invalid reply token');
    await line.deliver(line.again(first));
    expect((await reply(tokenOf(), text('in time'))).status).toBe(200);
    const second = line.prepare(her, 'halo?');
    line.advance(21 * MINUTE);
    await line.deliver(line.again(second));
    expect((await reply(tokenOf(), text('too late'))).status).toBe(400);
  });

  it('takes no retry key, and nothing of a wrong reply uses the token', async () => {
    const her = line.customer();
    await her.says('halo');
    const { replyToken } = last();
    const keyed = await call('/v2/bot/message/reply', { replyToken, messages: [text('a')] }, { 'X-Line-Retry-Key': randomUUID() });
    expect(keyed.status).toBe(400);
    expect((await reply(replyToken)).body.details).toEqual([{ message: 'Size must be between 1 and 5', property: 'messages' }]);
    expect((await reply(replyToken, text('good'))).status).toBe(200);
  });
});

describe('a message', () => {
  it.each([
    [text(''), 'May not be empty', 'messages[0].text'],
    [text('a'.repeat(5001)), 'Length must be between 0 and 5000', 'messages[0].text'],
    [{ type: 'shout' }, expect.stringContaining('Must be one of the following values: [text, image'), 'messages[0].type'],
    [text('a', quick(say('a'.repeat(21)))), 'Length must be between 0 and 20', 'messages[0].quickReply.items[0].action.label'],
    [text('a', quick(say('a', 'b'.repeat(301)))), 'Length must be between 0 and 300', 'messages[0].quickReply.items[0].action.text'],
    [text('a', quick({ type: 'postback', label: 'a' })), 'May not be empty', 'messages[0].quickReply.items[0].action.data'],
    [text('a', quick(...Array.from({ length: 14 }, () => say('a')))), 'Size must be between 1 and 13', 'messages[0].quickReply.items'],
    [
      { type: 'image', originalContentUrl: 'http://a.example/', previewImageUrl: 'https://a.example/' },
      'invalid uri scheme',
      'messages[0].originalContentUrl',
    ],
    [
      { type: 'template', altText: 'a', template: { type: 'buttons', text: 'a'.repeat(161), actions: [say('a')] } },
      'Length must be between 0 and 160',
      'messages[0].template.text',
    ],
    [
      { type: 'template', altText: 'a', template: { type: 'confirm', text: 'a', actions: [say('a')] } },
      'Size must be between 2 and 2',
      'messages[0].template.actions',
    ],
    [
      {
        type: 'template',
        altText: 'a',
        template: { type: 'buttons', text: 'a', actions: [{ type: 'uri', label: 'a', uri: 'a.example' }] },
      },
      'invalid uri',
      'messages[0].template.actions[0].uri',
    ],
  ])('like %j is refused with what is wrong', async (message, why, property) => {
    const her = line.customer();
    const { status, body } = await push(her.id, message);
    expect([status, body]).toEqual([400, { message: 'The request body has 1 error(s)', details: [{ message: why, property }] }]);
    expect(her.screen).toEqual([]);
  });

  it('offers quick replies until the chat goes on, and buttons for good', async () => {
    const her = line.customer();
    const template = {
      type: 'buttons',
      title: 'Tagihan',
      text: 'Bayar?',
      actions: [
        { type: 'postback', label: 'Bayar', data: 'pay=1' },
        { type: 'uri', label: 'Lihat', uri: 'https://a.example/' },
      ],
    };
    await push(her.id, { type: 'template', altText: 'Bayar?', template }, text('or', quick(say('Saldo', 'Cek saldo'), say('Bantuan'))));
    expect(her.screen).toEqual([
      { text: 'Tagihan\nBayar?', options: ['Bayar'], links: [{ title: 'Lihat', url: 'https://a.example/' }] },
      { text: 'or', options: ['Saldo', 'Bantuan'], links: [] },
    ]);
    await her.taps('Saldo');
    expect(last().message.text).toBe('Cek saldo');
    expect(her.screen.map(({ options }) => options)).toEqual([['Bayar'], []]);
    await her.taps('Bayar');
    expect(last()).toMatchObject({ type: 'postback', postback: { data: 'pay=1' }, replyToken: expect.any(String) });
    await expect(her.taps('Bantuan')).rejects.toThrow('no option');
  });

  it('of an image shows what the app can fetch of it', async () => {
    const her = line.customer();
    const files: Record<string, Buffer> = {
      '/a.png': PNG,
      '/a.gif': Buffer.from('GIF89a'),
      '/b.png': Buffer.concat([PNG, Buffer.alloc(1_048_576)]),
    };
    const site: Server = await openServer(0, async ({ path }) => (files[path] ? { status: 200, body: files[path] } : { status: 404 }));
    const image = (original: string, preview = original) => ({
      type: 'image',
      originalContentUrl: site.origin + original,
      previewImageUrl: site.origin + preview,
    });
    for (const message of [image('/a.png'), image('/b.png', '/a.png'), image('/b.png'), image('/a.gif'), image('/none')])
      expect((await push(her.id, message)).status).toBe(200);
    expect(her.screen.map(({ file }) => file?.bytes.length)).toEqual([PNG.length, PNG.length + 1_048_576, undefined, undefined, undefined]);
    await site.close();
  });
});

describe('a push', () => {
  it('under a retry key is carried out once', async () => {
    const her = line.customer();
    const headers = { 'X-Line-Retry-Key': randomUUID() };
    const send = () => call('/v2/bot/message/push', { to: her.id, messages: [text('once')] }, headers);
    line.faults.loseAnswers(1);
    await expect(send()).rejects.toThrow('fetch failed');
    const repeated = await send();
    expect(repeated.status).toBe(409);
    expect(repeated.headers.get('x-line-accepted-request-id')).toEqual(expect.any(String));
    expect(repeated.body).toEqual({
      message: 'The retry key is already accepted',
      sentMessages: [{ id: expect.any(String), quoteToken: expect.any(String) }],
    });
    expect(her.screen).toHaveLength(1);
    const bad = await call('/v2/bot/message/push', { to: her.id, messages: [text('a')] }, { 'X-Line-Retry-Key': 'one' });
    expect(bad.status).toBe(400);
  });

  it('to whoever blocked us is taken and shown to nobody; to others it is refused', async () => {
    const her = line.customer();
    await her.blocks();
    expect(await push(her.id, text('a'))).toMatchObject({ status: 200, body: { sentMessages: [{}] } });
    expect(her.screen).toEqual([]);
    expect((await call(`/v2/bot/profile/${her.id}`)).status).toBe(404);
    await her.unblocks();
    await push(her.id, text('b'));
    expect(her.screen.map((shown) => shown.text)).toEqual(['b']);
    expect((await push('x', text('a'))).body.message).toBe("The property, 'to', in the request body is invalid (line: -, column: -)");
    expect((await push(`U${'0'.repeat(32)}`, text('a'))).body.message).toBe('Failed to send messages');
    expect((await push('', text('a'))).body.details).toEqual([{ message: 'May not be empty', property: 'to' }]);
  });

  it('is limited, fails and is not authorized as it is told', async () => {
    const her = line.customer();
    line.faults.limit(1, 9);
    line.faults.fail(1, 500);
    const limited = await push(her.id, text('a'));
    expect(limited).toMatchObject({ status: 429, body: { message: 'The API rate limit has been exceeded. Try again later.' } });
    expect(limited.headers.get('Retry-After')).toBeNull();
    expect((await push(her.id, text('a'))).status).toBe(500);
    line.faults.expireCredentials();
    expect(await push(her.id, text('a'))).toMatchObject({ status: 401, body: { message: expect.stringContaining('invalid token') } });
    line.faults.restoreCredentials();
    expect((await push(her.id, text('a'))).status).toBe(200);
    expect(her.screen).toHaveLength(1);
    expect(JSON.stringify(line.requests)).not.toContain(line.env.ESTAFET_LINE_TOKEN);
    const form = await fetch(`${line.origin}/v2/bot/message/push`, { method: 'POST', body: 'a', headers: authorized() });
    expect(form.status).toBe(415);
  });
});

describe('what else the API has', () => {
  it('gives out contents at its other address, once they are prepared, for a while', async () => {
    const her = line.customer();
    await her.sends({ bytes: PNG, contentType: 'image/png' });
    const { id } = last().message;
    const had = await data(`${id}/content`);
    expect([had.headers.get('Content-Type'), Buffer.from(await had.arrayBuffer())]).toEqual(['image/png', PNG]);
    expect((await call(`/v2/bot/message/${id}/content`)).status).toBe(404);
    await her.sends({ bytes: Buffer.from('sound'), contentType: 'audio/x-m4a' });
    const audio = last().message.id;
    expect((await data(`${audio}/content`)).status).toBe(202);
    const prepared = async () => ((await (await data(`${audio}/content/transcoding`)).json()) as Json).status;
    expect([await prepared(), await prepared()]).toEqual(['processing', 'succeeded']);
    expect(await (await data(`${audio}/content`)).text()).toBe('sound');
    line.advance(8 * 24 * 60 * MINUTE);
    expect((await data(`${audio}/content`)).status).toBe(410);
    expect((await data('1/content')).status).toBe(404);
  });

  it('knows her profile, ours, and that we are busy', async () => {
    const her = line.customer({ name: 'Sinta', locale: 'id' });
    expect((await call(`/v2/bot/profile/${her.id}`)).body).toMatchObject({ userId: her.id, displayName: 'Sinta', language: 'id' });
    expect((await call('/v2/bot/info')).body).toMatchObject({ chatMode: 'bot', markAsReadMode: 'auto' });
    expect((await call('/v2/bot/chat/loading/start', { chatId: her.id, loadingSeconds: 10 })).status).toBe(202);
    expect((await call('/v2/bot/chat/loading/start', { chatId: her.id, loadingSeconds: 7 })).status).toBe(400);
    expect((await call('/v2/bot/nothing')).status).toBe(404);
  });
});
