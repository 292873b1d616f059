import { expect, it } from 'vitest';
import { createDeliveries } from '../../src/deliveries/index.ts';
import type { Channel, Reach } from '../../src/ports/channel.ts';
import { openHouse } from './house.ts';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function openWithChannel(reach?: Reach) {
  const house = await openHouse();
  const sent: string[] = [];
  const channel: Channel = {
    name: 'test',
    send: async (_conversation, { text = '' }) => (sent.push(text), { ok: true }),
    ...(reach && { reach: () => reach }),
    opening: {
      by: 'phone',
      find: (to) => ({ conversationId: `test-${to}`, origin: { channel: 'test', delivery: 'push', locale: 'id', customer: { id: to } } }),
    },
  };
  house.channels.set('test', channel);
  return { house, sent, cookie: await house.signIn('sari') };
}

it('an agent writes first where the channel allows it, and nowhere else', async () => {
  const { house, sent, cookie } = await openWithChannel();
  expect((await house.get(cookie, '/channels')).body).toEqual({ channels: [{ name: 'test', opensBy: 'phone' }] });
  const opened = await house.post(cookie, '/conversations', { channel: 'test', to: '+6281234567890' }, { 'Idempotency-Key': 'k1' });
  expect(opened.body.conversation).toMatchObject({ id: 'test-+6281234567890', locale: 'id', owner: { kind: 'agent', agentId: 'sari' } });
  const again = await house.post(cookie, '/conversations', { channel: 'test', to: '+6281234567890' }, { 'Idempotency-Key': 'k1' });
  expect(again.status).toBe(200);
  await house.post(cookie, '/conversations/test-+6281234567890/messages', { text: 'Halo, kami dari tim bantuan.' });
  await house.outbox.idle();
  expect(sent).toEqual(['Halo, kami dari tim bantuan.']);
  const budi = await house.signIn('budi');
  const taken = await house.post(budi, '/conversations', { channel: 'test', to: '+6281234567890' });
  expect([taken.status, taken.body.error.code]).toEqual([409, 'conversation-already-taken']);
  for (const [body, status, code] of [
    [{ channel: 'directline', to: '+6281234567890' }, 409, 'channel-unavailable'],
    [{ channel: 'test', to: '0812' }, 400, 'bad-request'],
  ] as const) {
    const answer = await house.post(cookie, '/conversations', body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  }
});

it('one that the bot has, or that is closed, is taken without waiting for her', async () => {
  const { house, cookie } = await openWithChannel();
  const chat = house.chat({ channel: 'test', delivery: 'push' });
  await chat.say('hello');
  const started = await house.post(cookie, `/conversations/${chat.id}/start`);
  expect(started.body.conversation.owner).toMatchObject({ kind: 'agent', agentId: 'sari' });
  await house.post(cookie, `/conversations/${chat.id}/close`);
  expect((await house.post(cookie, `/conversations/${chat.id}/start`)).body.conversation).toMatchObject({ status: 'open' });
});

it('the invitation goes out only while nothing else gets through', async () => {
  for (const [reach, status] of [
    [{ open: false, invitation: true }, 200],
    [{ open: false }, 409],
    [{ open: true, until: 1, invitation: true }, 409],
    [undefined, 409],
  ] as const) {
    const { house, sent, cookie } = await openWithChannel(reach);
    const chat = house.chat({ channel: 'test', delivery: 'push' });
    await chat.start();
    const { body } = await house.post(cookie, `/conversations/${chat.id}/start`);
    expect(body.conversation.reach).toEqual(reach);
    expect((await house.post(cookie, `/conversations/${chat.id}/invite`)).status).toBe(status);
    await house.outbox.idle();
    expect(sent.includes(house.world.texts.format('en', '_common.invitation'))).toBe(status === 200);
  }
});

it('what arrived and what was read is there to see', async () => {
  const { house, cookie } = await openWithChannel();
  const chat = house.chat({ channel: 'test', delivery: 'push' });
  await chat.start();
  const { storage, clock } = house;
  const deliveries = createDeliveries({ records: storage.records, live: storage.live, now: clock.now });
  const [welcome] = await chat.log();
  if (!welcome) throw new Error('nothing was said');
  const line = await house.connect(cookie);
  await deliveries.sent(welcome, 'test', ['p1', 'p2']);
  expect(await deliveries.reported('test', 'p2', 'read')).toEqual({ id: welcome.id, conversationId: chat.id });
  await deliveries.reported('test', 'p1', 'delivered');
  expect(await deliveries.reported('test', 'p9', 'read')).toBeUndefined();
  const { body } = await house.get(cookie, `/conversations/${chat.id}/deliveries`);
  expect(body).toEqual({ deliveries: [{ activityId: welcome.id, state: 'read', at: clock.now() }] });
  expect(line.of('delivery')).toMatchObject([{ state: 'sent' }, { state: 'read', activityId: welcome.id, conversationId: chat.id }]);
});

it('the same person on two channels shows both, once the wallet has vouched for her', async () => {
  const { house, cookie } = await openWithChannel();
  const widget = house.chat({ customerId: 'sinta' });
  const social = house.chat({ channel: 'test', delivery: 'push', customerId: 'sinta' });
  const guest = house.chat();
  for (const chat of [widget, social, guest]) await chat.say('hello');
  const others = async (id: string) =>
    (await house.get(cookie, `/conversations/${id}/others`)).body.conversations.map((one: { id: string }) => one.id);
  expect([await others(widget.id), await others(social.id), await others(guest.id)]).toEqual([[social.id], [widget.id], []]);
});

it('an agent’s file is checked by content, kept and sent', async () => {
  const { house, cookie } = await openWithChannel();
  const chat = house.chat({ channel: 'test', delivery: 'push' });
  await chat.start();
  await house.post(cookie, `/conversations/${chat.id}/start`);
  const files = [{ name: 'receipt.png', base64: PNG }];
  expect((await house.post(cookie, `/conversations/${chat.id}/messages`, { files, text: 'Your receipt' })).status).toBe(200);
  const last = (await chat.log()).at(-1);
  expect(last).toMatchObject({ text: 'Your receipt', attachments: [{ contentType: 'image/png', name: 'receipt.png' }] });
  const bad = [{ name: 'receipt.png', base64: Buffer.from('<svg onload=alert(1)>').toString('base64') }];
  const refused = await house.post(cookie, `/conversations/${chat.id}/messages`, { files: bad });
  expect([refused.status, refused.body.error.code]).toEqual([415, 'file-not-accepted']);
  expect((await house.post(cookie, `/conversations/${chat.id}/messages`, {})).status).toBe(400);
});

it('a file for a conversation that a colleague has is not kept', async () => {
  const { house, cookie } = await openWithChannel();
  const chat = house.chat({ channel: 'test', delivery: 'push' });
  await chat.start();
  await house.post(cookie, `/conversations/${chat.id}/start`);
  const budi = await house.signIn('budi');
  const refused = await house.post(budi, `/conversations/${chat.id}/messages`, { files: [{ name: 'receipt.png', base64: PNG }] });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'conversation-not-yours']);
  expect(await house.storage.records.list('files', house.clock.now())).toEqual([]);
});
