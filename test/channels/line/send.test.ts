import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { retryKeyOf } from '../../../src/channels/line/api.ts';
import type { Activity } from '../../../src/core/activity.ts';
import type { Conversation } from '../../../src/core/conversation.ts';
import { SARI } from '../../helpers/harness.ts';
import type { Answer } from '../recording-provider.ts';
import { CONVERSATION, type LineHouse, openLine, TOKEN, USER, webhooks } from './house.ts';

let house: LineHouse;
const all = await webhooks();

beforeEach(async () => {
  house = await openLine({ publicUrl: 'https://help.example.com' });
});
afterEach(() => house.close());

const conversation = { id: CONVERSATION, address: { userId: USER } } as unknown as Conversation;
let keys = 0;

function send(parts: Partial<Activity>, key = `key-${++keys}`) {
  const activity: Activity = {
    id: `${CONVERSATION}|t|${key}`,
    seq: 7,
    type: 'message',
    timestamp: '2026-11-24T03:00:00.000Z',
    conversationId: CONVERSATION,
    from: { id: 'bot', role: 'bot' },
    visibility: 'customer',
    locale: 'en',
    ...parts,
  };
  return house.channel.send?.(conversation, activity, key);
}
const replies = (...labels: string[]) => ({ actions: labels.map((label) => ({ type: 'imBack' as const, title: label, value: label })) });
const postback = (label: string, data: string, displayText = label) => ({
  type: 'action',
  action: { type: 'postback', label, data, displayText },
});
const pushed = (message: object) => ({ to: USER, messages: [message] });
/** An event that brings a token and has nothing said in answer. */
const bringToken = () => house.deliver({ ...all.sticker, events: [{ ...all.sticker?.events[0], replyToken: 'fresh' }] });
const tokens = () => (house.replies() as { replyToken: string }[]).map(({ replyToken }) => replyToken);

describe('what goes out', () => {
  it('is plain text, by push with a retry key', async () => {
    expect(await send({ text: 'Hello' }, 'a')).toEqual({ ok: true });
    expect(house.pushes()).toEqual([pushed({ type: 'text', text: 'Hello' })]);
    const { headers } = house.api.requests[0] ?? {};
    expect(headers?.authorization).toBe(`Bearer ${TOKEN}`);
    expect(headers?.['x-line-retry-key']).toBe(retryKeyOf('a|0'));
    expect(retryKeyOf('a|0')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has quick replies, labels a little too long cut', async () => {
    await send({ text: 'Which?', suggestedActions: replies('Isi saldo', 'Batal') });
    await send({ text: 'Which?', suggestedActions: replies('Isi saldo', 'Bicara dengan petugas') });
    expect(house.pushes()).toEqual([
      pushed({ type: 'text', text: 'Which?', quickReply: { items: [postback('Isi saldo', '7.0'), postback('Batal', '7.1')] } }),
      pushed({
        type: 'text',
        text: 'Which?',
        quickReply: { items: [postback('Isi saldo', '7.0'), postback('Bicara dengan petug…', '7.1', 'Bicara dengan petugas')] },
      }),
    ]);
  });

  it('is numbered where labels are longer or more than LINE holds', async () => {
    const long = 'x'.repeat(25);
    await send({ text: 'Which?', suggestedActions: replies(long, 'b') });
    await send({ text: 'Which?', suggestedActions: replies(...Array.from({ length: 14 }, (_, index) => `o${index}`)) });
    const texts = (house.pushes() as { messages: { text: string; quickReply?: object }[] }[]).map(({ messages }) => messages[0]);
    expect(texts[0]).toEqual({ type: 'text', text: `Which?\n\n1. ${long}\n2. b\n\nReply with the number of your choice.` });
    expect(texts[1]).toEqual({ type: 'text', text: expect.stringContaining('14. o13') });
  });

  it('has links in the text', async () => {
    const content = { buttons: [{ type: 'openUrl', title: 'Open', value: 'https://wallet.example/c/1' }] };
    await send({ text: 'Confirm', attachments: [{ contentType: 'application/vnd.microsoft.card.hero', content }] });
    expect(house.pushes()).toEqual([pushed({ type: 'text', text: 'Confirm\n\nOpen: https://wallet.example/c/1' })]);
  });

  it('shows pictures, and gives the address of other files', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const named = [
      { name: 'map.png', bytes: png },
      { name: 'note.txt', bytes: Buffer.from('hello') },
    ];
    const kept = await house.context.files.keep(named, { conversationId: CONVERSATION, origin: 'https://help.example.com' });
    const [picture, note] = kept.map(({ contentUrl }) => contentUrl);
    await send({ attachments: kept });
    expect(house.pushes()).toEqual([
      pushed({ type: 'image', originalContentUrl: picture, previewImageUrl: picture }),
      pushed({ type: 'text', text: `note.txt: ${note}` }),
    ]);
  });
});

describe('the reply token', () => {
  it('is used for the first answer, and the next one is pushed', async () => {
    await house.deliver(all.follow);
    await bringToken();
    const before = house.replies().length;
    await send({ text: 'one' });
    await send({ text: 'two' });
    expect(house.replies().slice(before)).toEqual([{ replyToken: 'fresh', messages: [{ type: 'text', text: 'one' }] }]);
    expect(house.pushes()).toEqual([pushed({ type: 'text', text: 'two' })]);
  });

  it('is not trusted for a whole minute', async () => {
    await house.says('hi');
    await bringToken();
    const before = house.replies().length;
    house.harness.clock.advance(50_000);
    await send({ text: 'late' });
    expect(house.replies()).toHaveLength(before);
    expect(house.pushes().at(-1)).toEqual(pushed({ type: 'text', text: 'late' }));
  });

  it('that is no good any more is let go: the answer is pushed at once, and pushed again after that', async () => {
    await house.deliver(all.follow);
    await bringToken();
    house.api.next('/reply', { status: 400, body: { message: 'Invalid reply token' } });
    house.api.next('/push', { status: 500 });
    expect(await send({ text: 'one' }, 'k')).toMatchObject({ ok: false, retry: true });
    expect(await send({ text: 'one' }, 'k')).toEqual({ ok: true });
    expect(tokens().filter((token) => token === 'fresh')).toHaveLength(1);
    const retryKeys = house.api.requests.filter(({ path }) => path.endsWith('/push')).map(({ headers }) => headers['x-line-retry-key']);
    expect(new Set(retryKeys).size).toBe(1);
    expect(retryKeys).toHaveLength(2);
  });

  it('whose answer was lost tells by itself that the message got through', async () => {
    await house.deliver(all.follow);
    await bringToken();
    house.api.next('/reply', { status: 200, lost: true }, { status: 400, body: { message: 'Invalid reply token' } });
    expect(await send({ text: 'one' }, 'k')).toMatchObject({ ok: false, retry: true });
    expect(await send({ text: 'one' }, 'k')).toEqual({ ok: true });
    expect(house.pushes()).toEqual([]);
  });

  it('is kept when LINE asked us to wait', async () => {
    await house.deliver(all.follow);
    await bringToken();
    house.api.next('/reply', { status: 429, body: { message: 'The API rate limit has been exceeded. Try again later.' } });
    expect(await send({ text: 'one' }, 'k')).toMatchObject({ ok: false, retry: true, retryAfterMs: 2_000 });
    // Nobody else is tried before that.
    expect(await send({ text: 'two' })).toMatchObject({ ok: false, retry: true, retryAfterMs: 2_000 });
    house.harness.clock.advance(2_000);
    expect(await send({ text: 'one' }, 'k')).toEqual({ ok: true });
    expect(tokens().filter((token) => token === 'fresh')).toHaveLength(2);
    expect(house.pushes()).toEqual([]);
  });
});

describe('what LINE refuses', () => {
  it.each<[Answer, object]>([
    [{ status: 400, body: { message: 'Failed to send messages' } }, { retry: false }],
    [{ status: 400, body: { message: 'The request body has 1 error(s)' } }, { retry: false }],
    [{ status: 401, body: { message: 'Authentication failed due to the following reason: invalid token.' } }, { retry: true }],
    [{ status: 403, body: { message: 'Access to this API is not available for your account' } }, { retry: false }],
    [
      { status: 429, body: { message: 'You have reached your monthly limit.' } },
      { retry: true, retryAfterMs: 900_000 },
    ],
    [
      { status: 429, body: { message: 'The API rate limit has been exceeded. Try again later.' } },
      { retry: true, retryAfterMs: 2_000 },
    ],
    [{ status: 500 }, { retry: true }],
    [{ status: 200, lost: true }, { retry: true }],
  ])('%j', async (answer, expected) => {
    house.api.next('/push', answer);
    const result = await send({ text: 'secret words of hers' });
    expect(result).toEqual({ ok: false, error: expect.stringContaining('LINE'), ...expected });
    expect(JSON.stringify(result)).not.toContain(TOKEN);
    expect(JSON.stringify(result)).not.toContain('secret words');
  });

  it('as taken before, is taken', async () => {
    house.api.next('/push', {
      status: 409,
      body: { message: 'The retry key is already accepted', sentMessages: [{ id: '461230966842064897' }] },
    });
    expect(await send({ text: 'one' })).toEqual({ ok: true });
  });

  it('for the plan’s month stops no replies', async () => {
    house.api.next('/push', { status: 429, body: { message: 'You have reached your monthly limit.' } });
    await send({ text: 'one' });
    await house.deliver(all.follow);
    await bringToken();
    expect(await send({ text: 'two' })).toEqual({ ok: true });
    expect(tokens().at(-1)).toBe('fresh');
  });
});

it('an agent who writes is seen to write', async () => {
  await house.deliver(all.text);
  const from = { id: `agent:${SARI.id}`, name: SARI.name, role: 'agent' as const };
  house.harness.storage.live.publish({ kind: 'typing', conversationId: CONVERSATION, from });
  await vi.waitFor(() => expect(house.api.bodies('/v2/bot/chat/loading/start')).toEqual([{ chatId: USER, loadingSeconds: 5 }]), 5_000);
});
