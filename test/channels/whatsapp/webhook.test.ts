import { afterEach, describe, expect, it } from 'vitest';
import { conversationIdOf } from '../../../src/channels/conversation-id.ts';
import { wordsOf } from '../../../src/channels/meta-words.ts';
import { capabilities } from '../../../src/channels/whatsapp/send.ts';
import { ofOurs, signed, type MetaHouse, VERIFY_TOKEN } from '../meta-house.ts';
import { fixture, NUMBER_ID, openWhatsApp } from './house.ts';

const CHAT = conversationIdOf('whatsapp', NUMBER_ID, '16505551234');
let house: MetaHouse;
afterEach(() => house.close());

async function said(id = CHAT) {
  const { activities } = await house.harness.storage.store.activitiesAfter(id, 0, 'customer');
  return activities.filter(({ from }) => from.role === 'user');
}

describe('the handshake', () => {
  const ask = (query: Record<string, string>) => fetch(`${house.url}/webhooks/whatsapp?${new URLSearchParams(query).toString()}`);
  const good = { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN, 'hub.challenge': '1158201444' };

  it('gives back the challenge as plain text, and nothing else to anybody else', async () => {
    house = await openWhatsApp();
    const answer = await ask(good);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/plain; charset=utf-8',
      '1158201444',
    ]);
    const bad = [
      { ...good, 'hub.verify_token': `${VERIFY_TOKEN}x` },
      { ...good, 'hub.verify_token': '' },
      { ...good, 'hub.mode': 'unsubscribe' },
      { ...good, 'hub.challenge': '' },
      { ...good, 'hub.challenge': 'x'.repeat(501) },
      {},
    ];
    for (const query of bad) {
      const refusal = await ask(query);
      expect(refusal.status).toBe(403);
      expect(await refusal.text()).not.toContain('1158201444');
    }
  });
});

describe('a delivery', () => {
  it('is refused with any signature but the one over its bytes', async () => {
    house = await openWhatsApp();
    const text = JSON.stringify(await fixture('text'));
    const good = signed(text)['X-Hub-Signature-256'] ?? '';
    const bad: Record<string, string>[] = [
      {},
      { 'X-Hub-Signature-256': '' },
      { 'X-Hub-Signature-256': good.slice('sha256='.length) },
      { 'X-Hub-Signature-256': good.slice(0, -1) },
      { 'X-Hub-Signature-256': good.replace('sha256=', 'sha1=') },
      { 'X-Hub-Signature-256': `sha256=${Buffer.from(good.slice(7), 'hex').toString('base64')}` },
      { 'X-Hub-Signature': good },
      signed(text, 'another-secret'),
      signed(JSON.stringify(JSON.parse(text), null, 1)),
      signed(text.slice(0, -1)),
    ];
    for (const headers of bad) expect((await house.post(text, headers)).status).toBe(401);
    expect((await house.post(text.slice(0, -1), { 'X-Hub-Signature-256': good })).status).toBe(401);
    expect(await said()).toEqual([]);
    expect((await house.post(text)).status).toBe(200);
    expect(await said()).toHaveLength(1);
  });

  it('that is signed and no JSON, or larger than Meta makes them, is refused', async () => {
    house = await openWhatsApp();
    expect((await house.post('{"object":')).status).toBe(400);
    expect((await house.post('{"object":"whatsapp_business_account"}')).status).toBe(400);
    expect((await house.post(`"${'x'.repeat(3 * 1024 * 1024)}"`)).status).toBe(413);
  });

  it('of a text is her message, once, whatever its repetitions', async () => {
    house = await openWhatsApp();
    for (let times = 0; times < 3; times++) await house.deliver(await fixture('text'));
    expect(await said()).toMatchObject([
      {
        text: 'Does it come in another color?',
        from: { id: 'whatsapp:16505551234', name: 'Sheena Nelson', role: 'user' },
        channelData: { sentAt: 1_749_416_383_000 },
      },
    ]);
    const { conversation } = await house.harness.storage.store.load(CHAT);
    expect(conversation).toMatchObject({
      channel: 'whatsapp',
      delivery: 'push',
      address: {
        to: '16505551234',
        userId: 'US.13491208655302741918',
        messageId: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
      },
    });
    const replies = house.graph.asked.filter(({ body }) => body.to !== undefined);
    expect(replies.length).toBeGreaterThan(0);
    expect(replies[0]).toMatchObject({
      method: 'POST',
      path: `/v26.0/${NUMBER_ID}/messages`,
      headers: { authorization: 'Bearer token-of-the-tests' },
    });
  });

  it('shows her that the bot has read it', async () => {
    house = await openWhatsApp();
    await house.deliver(await fixture('text'));
    await expect
      .poll(() => house.graph.asked.map(({ body }) => body))
      .toContainEqual({
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
      });
  });

  it('of a tap says the words on it', async () => {
    house = await openWhatsApp();
    await house.deliver(await fixture('text'));
    const { activities } = await house.harness.storage.store.activitiesAfter(CHAT, 0, 'customer');
    const asking = activities.find(({ suggestedActions }) => suggestedActions);
    const tap = await fixture('button-reply');
    tap.entry[0].changes[0].value.messages[0].interactive.button_reply.id = `${asking?.seq}.0`;
    await house.deliver(tap);
    await house.deliver(await fixture('list-reply'));
    expect((await said()).slice(1).map(({ text }) => text)).toEqual([asking?.suggestedActions?.actions[0]?.value, 'Priority Mail Express']);
  });

  it('of a number picks from what was numbered', async () => {
    house = await openWhatsApp();
    await house.deliver(await fixture('text'));
    const { store } = house.harness.storage;
    const { conversation } = await store.load(CHAT);
    const second = conversation?.choices[1]?.label;
    expect(second).toBeTruthy();
    expect(await wordsOf({ text: ' 2. ' }, CHAT, store, { textLength: 4_096 })).toBe(second);
    expect(await wordsOf({ text: '2 juta' }, CHAT, store, { textLength: 4_096 })).toBe('2 juta');
    // Here they stand in a list, so a number is a number.
    expect(await wordsOf({ text: '2' }, CHAT, store, capabilities)).toBe('2');
  });

  it('of a file gives it an address at once, and fetches it by Meta’s id with our token', async () => {
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    house = await openWhatsApp({
      answer: ({ method, path, body }) => {
        if (method === 'POST') return { body: { messages: [{ id: `wamid.${body.type}` }] } };
        if (path.startsWith('/bytes/')) return { body: picture };
        // https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
        const url = `${house.graph.origin}/bytes/1`;
        return {
          body: {
            messaging_product: 'whatsapp',
            url,
            mime_type: 'image/jpeg',
            sha256: 'x',
            file_size: picture.length,
            id: '1003383421387256',
          },
        };
      },
    });
    await house.deliver(await fixture('image'));
    const [message] = await said();
    expect(message).toMatchObject({ text: 'Taj Mahal', attachments: [{ contentType: 'image/jpeg', name: 'image' }] });
    const file = await fetch(house.url + message?.attachments?.[0]?.contentUrl);
    expect([file.status, file.headers.get('content-type'), Buffer.from(await file.arrayBuffer())]).toEqual([200, 'image/png', picture]);
    const fetched = house.graph.asked.filter(({ method }) => method === 'GET');
    expect(fetched.map(({ path }) => path)).toEqual([`/v26.0/1003383421387256?phone_number_id=${NUMBER_ID}`, '/bytes/1']);
    expect(fetched.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-of-the-tests', 'Bearer token-of-the-tests']);
  });

  it('of other kinds is shown as well as words can', async () => {
    house = await openWhatsApp();
    for (const name of ['document', 'location', 'unsupported']) await house.deliver(await fixture(name));
    expect(await said()).toMatchObject([
      { attachments: [{ contentType: 'application/pdf', name: 'receipt.pdf' }] },
      { text: expect.stringContaining('Solomon R. Guggenheim Museum\n1071 5th Ave') },
      { text: '[?]' },
    ]);
  });

  it('that is nothing to us is acknowledged, and keeps nothing else out', async () => {
    house = await openWhatsApp();
    await house.deliver(await fixture('reaction'));
    await house.deliver(await fixture('group'));
    const other = await fixture('text');
    other.entry[0].changes[0].value.metadata.phone_number_id = '999';
    await house.deliver(other);
    await house.deliver({ ...(await fixture('text')), object: 'page' });
    expect(await said()).toEqual([]);
    const mixed = await fixture('text');
    mixed.entry[0].changes[0].value.messages.unshift(
      { type: 'hologram', id: 'wamid.x', timestamp: '1749416383', from: '16505551234' },
      null,
    );
    mixed.entry.unshift({ changes: 'none' }, 7);
    await house.deliver(mixed);
    expect(await said()).toHaveLength(1);
  });

  it('of somebody who hides her number from now on goes on in her conversation', async () => {
    house = await openWhatsApp();
    await house.deliver(await fixture('text'));
    await house.deliver(await fixture('hidden-number'));
    expect((await said()).map(({ text }) => text)).toEqual(['Does it come in another color?', 'It is me again']);
    const replies = house.graph.asked.flatMap(({ body }) => (body.status === 'read' ? [] : [body.to ?? body.recipient]));
    expect(new Set(replies)).toEqual(new Set(['16505551234', 'US.13491208655302741918']));
  });
});

it('how long she can be answered counts from when she wrote, not from when Meta got through', async () => {
  house = await openWhatsApp();
  const text = await fixture('text');
  const [message] = text.entry[0].changes[0].value.messages;
  const writtenAt = house.clock.now() - 20 * 3_600_000;
  for (const [id, at] of [
    ['wamid.late', writtenAt],
    ['wamid.later', writtenAt - 3_600_000],
  ] as const) {
    Object.assign(message, { id, timestamp: String(Math.floor(at / 1_000)) });
    await house.deliver(text);
  }
  const { conversation } = await house.harness.storage.store.load(CHAT);
  const until = Math.floor(writtenAt / 1_000) * 1_000 + 24 * 3_600_000;
  expect(conversation && house.channel.reach?.(conversation, house.clock.now())).toEqual({ open: true, until });
});

describe('a report of ours', () => {
  const ours = { ...ofOurs(), conversationId: CHAT, id: `${CHAT}|i|0` };

  it('tells how far it came, and the agents what failed', async () => {
    house = await openWhatsApp();
    await house.deliver(await fixture('text'));
    const { deliveries } = house.context;
    await deliveries.sent(ours, 'whatsapp', ['wamid.ours']);
    const state = async () => (await deliveries.of(CHAT)).find(({ activityId }) => activityId === ours.id)?.state;
    await house.deliver(await fixture('delivered'));
    expect(await state()).toBe('delivered');
    await house.deliver(await fixture('read'));
    expect(await state()).toBe('read');
    for (let times = 0; times < 2; times++) await house.deliver(await fixture('failed'));
    expect(await state()).toBe('failed');
    const { activities } = await house.harness.storage.store.activitiesAfter(CHAT, 0, 'desk');
    expect(activities.filter(({ name }) => name === 'delivery.failed').map(({ value }) => value)).toEqual([
      { activityId: ours.id, reason: 'blocked', detail: expect.stringContaining('131026') },
    ]);
  });

  it('of a block from before she wrote blocks nobody', async () => {
    house = await openWhatsApp();
    const conversation = async () => (await house.harness.storage.store.load(CHAT)).conversation;
    await house.deliver(await fixture('text'));
    const writtenAt = (await conversation())?.customerAt ?? 0;
    const failed = await fixture('failed');
    const [status] = failed.entry[0].changes[0].value.statuses;
    for (const [id, seconds] of [
      ['wamid.before', -60],
      ['wamid.after', 60],
    ] as const) {
      await house.context.deliveries.sent({ ...ours, id: `${CHAT}|i|${id}` }, 'whatsapp', [id]);
      Object.assign(status, { id, timestamp: String(writtenAt / 1_000 + seconds) });
      await house.deliver(failed);
      expect((await conversation())?.blockedAt !== undefined).toBe(seconds > 0);
    }
  });

  it('that overtakes the answer to our request is taken a little later', async () => {
    house = await openWhatsApp();
    await house.deliver(await fixture('text'));
    await house.deliver(await fixture('read'));
    await house.context.deliveries.sent(ours, 'whatsapp', ['wamid.ours']);
    await expect
      .poll(async () => (await house.context.deliveries.of(CHAT)).find(({ activityId }) => activityId === ours.id)?.state, {
        timeout: 5_000,
      })
      .toBe('read');
  });
});
