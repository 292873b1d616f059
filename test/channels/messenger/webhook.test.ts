import { afterEach, describe, expect, it } from 'vitest';
import { conversationIdOf } from '../../../src/channels/conversation-id.ts';
import { type MetaHouse, ofOurs, signed } from '../meta-house.ts';
import { fixture, openMessenger, PAGE, PSID } from './house.ts';

const CHAT = conversationIdOf('messenger', PAGE, PSID);
let house: MetaHouse;
afterEach(() => house.close());

async function log(reader: 'customer' | 'desk' = 'customer') {
  const { activities } = await house.harness.storage.store.activitiesAfter(CHAT, 0, reader);
  return activities;
}
const said = async () => (await log()).filter(({ from }) => from.role === 'user');

describe('an event of Messenger’s', () => {
  it('needs the Page’s app to have signed it', async () => {
    house = await openMessenger();
    const text = JSON.stringify(await fixture('text'));
    expect((await house.post(text, signed(text, 'another-secret'))).status).toBe(401);
    expect((await house.post(text, {})).status).toBe(401);
    expect(await said()).toEqual([]);
  });

  it('that is a text is her message, once, and seen', async () => {
    house = await openMessenger();
    for (let times = 0; times < 3; times++) await house.deliver(await fixture('text'));
    expect(await said()).toMatchObject([
      { text: 'hello, world!', from: { id: `messenger:${PSID}` }, channelData: { sentAt: 1_749_416_383_000 } },
    ]);
    const replies = house.graph.asked.filter(({ body }) => body.message);
    expect(replies[0]).toMatchObject({
      path: `/v26.0/${PAGE}/messages`,
      headers: { authorization: 'Bearer token-of-the-tests' },
      body: { recipient: { id: PSID }, messaging_type: 'RESPONSE' },
    });
    await expect
      .poll(() => house.graph.asked.map(({ body }) => body))
      .toContainEqual({ recipient: { id: PSID }, sender_action: 'mark_seen' });
  });

  it('that is a tap says the words on it', async () => {
    house = await openMessenger();
    await house.deliver(await fixture('text'));
    const asking = (await log()).find(({ suggestedActions }) => suggestedActions);
    const tap = await fixture('quick-reply');
    tap.entry[0].messaging[0].message.quick_reply.payload = `${asking?.seq}.1`;
    await house.deliver(tap);
    await house.deliver(await fixture('postback'));
    expect((await said()).slice(1).map(({ text }) => text)).toEqual([asking?.suggestedActions?.actions[1]?.value, 'Talk to human']);
  });

  it('that begins the chat greets her, once', async () => {
    house = await openMessenger();
    for (let times = 0; times < 2; times++) await house.deliver(await fixture('get-started'));
    expect(await said()).toEqual([]);
    expect((await log()).filter(({ channelData }) => channelData?.messageKey === '_common.welcome')).toHaveLength(1);
  });

  it('with files has an address for each; nothing is fetched but by https from public hosts', async () => {
    house = await openMessenger();
    const files = await fixture('attachments');
    const [image, document] = files.entry[0].messaging[0].message.attachments;
    image.payload.url = `${house.graph.origin}/photo.jpg`;
    document.payload.url = 'https://127.0.0.1/receipt%20march.pdf';
    await house.deliver(files);
    const [message] = await said();
    expect(message?.attachments).toMatchObject([
      { contentType: 'image/jpeg', name: 'image' },
      { contentType: 'application/octet-stream', name: 'receipt march.pdf' },
    ]);
    const refused = await fetch(house.url + message?.attachments?.[1]?.contentUrl);
    expect([refused.status, await refused.json()]).toMatchObject([415, { error: { code: 'file-not-accepted' } }]);
  });

  it('with a file whose name is no UTF-8 keeps nobody else out', async () => {
    house = await openMessenger();
    const files = await fixture('attachments');
    files.entry[0].messaging[0].message.attachments[1].payload.url = 'https://cdn.example/R%E4chnung.pdf';
    files.entry.push(...(await fixture('text')).entry);
    await house.deliver(files);
    expect(await said()).toMatchObject([{ text: 'hello, world!' }, { attachments: [{ name: 'image' }, { name: 'file' }] }]);
  });

  it('longer than anybody reads is cut, not lost', async () => {
    house = await openMessenger();
    const long = await fixture('text');
    long.entry[0].messaging[0].message.text = 'My payment failed. '.repeat(1_000);
    await house.deliver(long);
    expect((await said()).map(({ text }) => text?.length)).toEqual([8_000]);
  });

  it('that shares something leads to it, and what can’t be shown still counts as a message', async () => {
    house = await openMessenger();
    await house.deliver(await fixture('fallback'));
    expect(await said()).toMatchObject([
      {
        text: 'https://www.example.com/news',
        attachments: [{ contentType: 'text/html', name: 'News', contentUrl: 'https://www.example.com/news' }],
      },
      { text: '[?]' },
    ]);
  });

  it('that is not for this desk to answer is acknowledged', async () => {
    house = await openMessenger();
    for (const name of ['echo', 'standby', 'reaction']) await house.deliver(await fixture(name));
    const other = await fixture('text');
    other.entry[0].messaging[0].recipient.id = '999';
    await house.deliver(other);
    await house.deliver({ object: 'page', entry: [{ changes: [] }, null, { messaging: [null, 7, {}] }] });
    expect(await said()).toEqual([]);
    expect(house.graph.asked).toEqual([]);
  });

  it('that reports a delivery or a reading tells how far ours came', async () => {
    house = await openMessenger();
    await house.deliver(await fixture('text'));
    const { deliveries } = house.context;
    const state = async (id: string) => (await deliveries.of(CHAT)).find(({ activityId }) => activityId === id)?.state;
    const ours = (id: string) => ({ ...ofOurs(), id, conversationId: CHAT });
    await deliveries.sent(ours('one'), 'messenger', ['m_ours']);
    await house.deliver(await fixture('delivery'));
    expect(await state('one')).toBe('delivered');
    await deliveries.sent(ours('two'), 'messenger', ['m_other']);
    await house.deliver(await fixture('delivery-watermark'));
    expect(await state('two')).toBe('delivered');
    house.clock.advance(600_000);
    await deliveries.sent(ours('three'), 'messenger', ['m_third']);
    await house.deliver(await fixture('read'));
    expect([await state('one'), await state('two'), await state('three')]).toEqual(['read', 'read', 'sent']);
  });
});
