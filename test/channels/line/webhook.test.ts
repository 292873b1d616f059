import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONVERSATION, type LineHouse, openLine, SECRET, signatureOf, TOKEN, USER, webhooks } from './house.ts';

let house: LineHouse;
const all = await webhooks();

beforeEach(async () => {
  house = await openLine();
});
afterEach(() => house.close());

const load = async () => (await house.harness.storage.store.load(CONVERSATION)).conversation;
async function log(reader: 'customer' | 'desk' = 'customer') {
  return (await house.harness.storage.store.activitiesAfter(CONVERSATION, 0, reader)).activities;
}
const hers = async () => (await log()).filter(({ from }) => from.role === 'user');
const altered = (name: string, change: Record<string, unknown>) => ({
  ...all[name],
  events: [{ ...all[name]?.events[0], ...change }],
});

describe('whose delivery it is', () => {
  const body = JSON.stringify(all.text);
  const good = signatureOf(body);

  it.each<[string, string, Record<string, string>]>([
    ['no signature', body, {}],
    ['an empty one', body, { 'x-line-signature': '' }],
    ['one by another secret', body, { 'x-line-signature': createHmac('sha256', 'another').update(body).digest('base64') }],
    ['a part of one', body, { 'x-line-signature': good.slice(0, -2) }],
    ['one in hex', body, { 'x-line-signature': createHmac('sha256', SECRET).update(body).digest('hex') }],
    ['one without its padding', body, { 'x-line-signature': good.replace(/=+$/, '') }],
    ['one of another algorithm', body, { 'x-line-signature': createHmac('sha1', SECRET).update(body).digest('base64') }],
    ['a body changed after it', body.replace('password', 'passw0rd'), { 'x-line-signature': good }],
    ['a body serialised again', JSON.stringify(JSON.parse(body), null, 1), { 'x-line-signature': good }],
    ['a body cut short', body.slice(0, -1), { 'x-line-signature': good }],
  ])('is refused with %s', async (_, sent, headers) => {
    const response = await house.post('/webhooks/line', sent, headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'signature-invalid' } });
    expect(await load()).toBeUndefined();
  });

  it('is asked before anything is parsed', async () => {
    expect((await house.post('/webhooks/line', '{"destination":', {})).status).toBe(401);
    expect((await house.post('/webhooks/line', '{"destination":', { 'x-line-signature': signatureOf('{"destination":') })).status).toBe(
      400,
    );
    expect((await house.deliver({})).status).toBe(400);
    expect((await house.deliver({ ...all.text, filler: 'x'.repeat(300_000) })).status).toBe(413);
  });

  it('may be nobody’s: the console verifies the address with no event', async () => {
    expect((await house.deliver(all.verify)).status).toBe(200);
  });
});

describe('what she says', () => {
  it('is hers, at the time it happened', async () => {
    expect((await house.deliver(all.text)).status).toBe(200);
    expect(await load()).toMatchObject({
      channel: 'line',
      delivery: 'push',
      address: { userId: USER },
      locale: 'en',
      customer: { id: `line:${USER}` },
    });
    expect((await hers())[0]).toMatchObject({ text: 'I forgot my password', channelData: { sentAt: 1_795_489_140_700 } });
  });

  it('is taken once, delivered again or not', async () => {
    await Promise.all([1, 2].map(() => house.deliver(all.text)));
    expect((await house.deliver(altered('text', { deliveryContext: { isRedelivery: true } }))).status).toBe(200);
    expect(await hers()).toHaveLength(1);
    expect(house.replies().length + house.pushes().length).toBe(1);
  });

  it('is put in order within one delivery', async () => {
    const [event] = all.text?.events ?? [];
    const at = (timestamp: number, said: string) => ({
      ...event,
      timestamp,
      webhookEventId: said,
      message: { ...(event?.message as object), text: said },
    });
    await house.deliver({ ...all.text, events: [at(1_795_489_140_300, 'c'), at(1_795_489_140_100, 'a'), at(1_795_489_140_200, 'b')] });
    expect((await hers()).map((activity) => activity.text)).toEqual(['a', 'b', 'c']);
  });

  it('may be a place, or a sticker, which asks for no answer', async () => {
    await house.deliver(all.follow);
    const before = house.replies().length + house.pushes().length;
    await house.deliver(all.sticker);
    expect(house.replies().length + house.pushes().length).toBe(before);
    await house.deliver(all.location);
    expect((await hers()).map(({ name, text: said }) => name ?? said)).toEqual([
      'sticker.sent',
      'my location\nJakarta\ngeo:-6.2,106.816666',
    ]);
  });

  it.each(['group', 'standby', 'unsend'])('is nothing to us: %s', async (name) => {
    expect((await house.deliver(all[name])).status).toBe(200);
    expect(await load()).toBeUndefined();
  });

  it('is acknowledged when it has a form nobody knows, and keeps the others from nothing', async () => {
    expect((await house.deliver({ ...all.text, events: [{ type: 'new' }, 7, ...(all.text?.events ?? [])] })).status).toBe(200);
    expect(await hers()).toHaveLength(1);
  });
});

describe('files of hers', () => {
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

  it.each([
    ['image', '354718705033693859', { contentType: 'image/jpeg', name: 'photo.jpg' }],
    ['audio', '325708', { contentType: 'audio/mp4', name: 'audio.m4a' }],
    ['file', '325709', { contentType: 'application/octet-stream', name: 'statement.pdf' }],
  ])('have an address before they are fetched: %s', async (name, id, attachment) => {
    house.api.next(`/data/v2/bot/message/${id}/content`, { status: 202 }, { status: 200, body: png });
    await house.deliver(all[name]);
    const [said] = await hers();
    expect(said?.attachments).toEqual([{ ...attachment, contentUrl: expect.stringMatching(/^\/files\/[\w-]{32}$/) }]);
    const url = said?.attachments?.[0]?.contentUrl ?? '';
    // 202: LINE still prepares it.
    await vi.waitFor(async () => expect(await house.context.files.read(url)).toMatchObject({ contentType: 'image/png', bytes: png }));
    const fetched = house.api.requests.filter(({ path }) => path.startsWith('/data/'));
    expect(fetched.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]);
  });

  it('that lie elsewhere are fetched without our token, and never from inside', async () => {
    const provider = { type: 'external', originalContentUrl: `${house.api.origin}/inside.jpg` };
    await house.deliver(altered('image', { message: { type: 'image', id: '1', contentProvider: provider } }));
    const url = (await hers())[0]?.attachments?.[0]?.contentUrl ?? '';
    await expect(house.context.files.read(url)).rejects.toMatchObject({ code: 'file-not-accepted' });
    expect(house.api.requests.filter(({ path }) => path === '/inside.jpg')).toEqual([]);
  });
});

describe('taps and numbers', () => {
  const options = () => {
    const [body] = house.replies() as { messages: { quickReply: { items: { action: Record<string, string> }[] } }[] }[];
    return body?.messages[0]?.quickReply.items.map(({ action }) => action) ?? [];
  };

  it('a tap says the label', async () => {
    await house.deliver(all.follow);
    const human = options().at(-1);
    expect(human).toEqual({
      type: 'postback',
      label: 'Hubungi petugas',
      data: expect.stringMatching(/^1\.\d+$/),
      displayText: 'Hubungi petugas',
    });
    await house.deliver(altered('postback', { postback: { data: human?.data } }));
    expect((await hers()).map((activity) => activity.text)).toEqual(['Hubungi petugas']);
    expect((await load())?.owner.kind).toBe('queue');
  });

  it('a tap on what is no option of ours is nothing', async () => {
    await house.deliver(all.follow);
    expect((await house.deliver(altered('postback', { postback: { data: 'richmenu' } }))).status).toBe(200);
    expect(await hers()).toEqual([]);
  });
});

describe('whether she wants to hear from us', () => {
  it('is welcomed when she adds the account, once', async () => {
    await house.deliver(all.follow);
    await house.deliver(altered('follow', { webhookEventId: 'again' }));
    expect(house.replies()).toEqual([
      { replyToken: 'bb173f4d9cf64aed9d408ab4e36339ad', messages: [expect.objectContaining({ type: 'text' })] },
    ]);
    expect(house.pushes()).toEqual([]);
  });

  it('is known when she blocks the account, until she comes back', async () => {
    await house.deliver(all.text);
    await house.deliver(all.unfollow);
    expect((await load())?.blockedAt).toBe(house.harness.clock.now());
    const failed = (await log('desk')).filter(({ name }) => name === 'delivery.failed');
    expect(failed.map(({ value }) => value)).toEqual([{ activityId: '', reason: 'blocked', detail: 'she has blocked the account' }]);
    await house.deliver(altered('follow', { webhookEventId: 'back', follow: { isUnblocked: true } }));
    expect((await load())?.blockedAt).toBeUndefined();
  });

  it('is not taken from a block that LINE brings after her return', async () => {
    await house.deliver(all.text);
    const now = house.harness.clock.now();
    await house.deliver(altered('follow', { timestamp: now - 1_000, webhookEventId: 'back', follow: { isUnblocked: true } }));
    await house.deliver(altered('unfollow', { timestamp: now - 60_000 }));
    expect((await load())?.blockedAt).toBeUndefined();
    await house.deliver(altered('unfollow', { timestamp: now, webhookEventId: 'gone-again' }));
    expect((await load())?.blockedAt).toBeDefined();
  });
});
