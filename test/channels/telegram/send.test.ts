import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Activity } from '../../../src/core/activity.ts';
import type { Conversation } from '../../../src/core/conversation.ts';
import { SARI } from '../../helpers/harness.ts';
import { CHAT, CONVERSATION, openTelegram, type TelegramHouse, TOKEN, updates } from './house.ts';

let house: TelegramHouse;

beforeEach(async () => {
  house = await openTelegram({ publicUrl: 'https://help.example.com' });
});
afterEach(() => house.close());

const conversation = { id: CONVERSATION, address: { chatId: CHAT } } as unknown as Conversation;
let keys = 0;
const HERO = 'application/vnd.microsoft.card.hero';

function activity(parts: Partial<Activity>): Activity {
  const id = `${CONVERSATION}|t|${++keys}`;
  return {
    id,
    seq: 7,
    type: 'message',
    timestamp: '2026-11-24T03:00:00.000Z',
    conversationId: CONVERSATION,
    from: { id: 'bot', role: 'bot' },
    visibility: 'customer',
    locale: 'en',
    ...parts,
  };
}
const send = (parts: Partial<Activity>) => house.channel.send?.(conversation, activity(parts), `key-${++keys}`);
const replies = (...labels: string[]) => ({ actions: labels.map((label) => ({ type: 'imBack' as const, title: label, value: label })) });
const linkCard = (title: string, url: string) => ({
  contentType: HERO,
  content: { buttons: [{ type: 'openUrl', title, value: url }] },
});

describe('what goes out', () => {
  it('is plain text, whatever is in it', async () => {
    expect(await send({ text: '*Rp 50.000* _ok_ <b>&' })).toEqual({ ok: true });
    expect(house.sent()).toEqual([{ chat_id: CHAT, text: '*Rp 50.000* _ok_ <b>&', link_preview_options: { is_disabled: true } }]);
  });

  it('has links and options as buttons, links first', async () => {
    await send({
      text: 'Confirm',
      attachments: [linkCard('Open', 'https://wallet.example/c/1')],
      suggestedActions: replies('Done', 'Cancel'),
    });
    expect(house.sent()[0]).toMatchObject({
      text: 'Confirm',
      reply_markup: {
        inline_keyboard: [
          [{ text: 'Open', url: 'https://wallet.example/c/1' }],
          [{ text: 'Done', callback_data: '7.0' }],
          [{ text: 'Cancel', callback_data: '7.1' }],
        ],
      },
    });
  });

  it('has a link that Telegram takes for no button written out', async () => {
    await send({ text: 'Confirm', attachments: [linkCard('Open', 'http://localhost:3978/c/1')] });
    expect(house.sent()).toEqual([
      { chat_id: CHAT, text: 'Confirm\n\nOpen: http://localhost:3978/c/1', link_preview_options: { is_disabled: true } },
    ]);
  });

  it('is numbered where a label is too long for a button', async () => {
    await send({ text: 'Which?', suggestedActions: replies('a'.repeat(49), 'b') });
    expect(house.sent()[0]).toEqual({
      chat_id: CHAT,
      text: `Which?\n\n1. ${'a'.repeat(49)}\n2. b\n\nReply with the number of your choice.`,
      link_preview_options: { is_disabled: true },
    });
  });

  it('comes in parts of at most 4,096', async () => {
    await send({ text: 'A sentence of some length. '.repeat(200), suggestedActions: replies('Yes') });
    const sent = house.sent();
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.every(({ text }) => String(text).length <= 4_096)).toBe(true);
    expect(sent.map((body) => 'reply_markup' in body)).toEqual([...Array(sent.length - 1).fill(false), true]);
  });

  it('uploads files, each as what it is, and any as a document where that is refused', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const keep = async (name: string, bytes: Buffer) =>
      (await house.context.files.keep([{ name, bytes }], { conversationId: CONVERSATION, origin: 'https://help.example.com' }))[0];
    const picture = await keep('map.png', png);
    const note = await keep('note.txt', Buffer.from('hello'));
    if (!picture || !note) throw new Error('not kept');
    house.api.next('/sendPhoto', {
      status: 400,
      body: { ok: false, error_code: 400, description: 'Bad Request: PHOTO_INVALID_DIMENSIONS' },
    });
    expect(await send({ attachments: [picture, note] })).toEqual({ ok: true });
    const uploads = house.api.requests.filter(({ path }) => path.includes('/send'));
    expect(uploads.map(({ path }) => path.split('/').at(-1))).toEqual(['sendPhoto', 'sendDocument', 'sendDocument']);
    const form = uploads[0]?.raw.toString('latin1') ?? '';
    expect(form).toContain('name="chat_id"\r\n\r\n5342187654');
    expect(form).toContain('name="photo"; filename="map.png"\r\nContent-Type: image/png');
    expect(form).toContain(png.toString('latin1'));
  });

  it('is a link where a file is not ours', async () => {
    await send({ attachments: [{ contentType: 'image/png', name: 'x.png', contentUrl: '/files/none' }] });
    expect(house.sent()[0]?.text).toBe('x.png: https://help.example.com/files/none');
  });
});

describe('what Telegram refuses', () => {
  const failed = (status: number, description: string, parameters?: object) => ({
    status,
    body: { ok: false, error_code: status, description, ...(parameters && { parameters }) },
  });
  it.each([
    [failed(403, 'Forbidden: bot was blocked by the user'), { retry: false, reason: 'blocked' }],
    [failed(403, 'Forbidden: user is deactivated'), { retry: false, reason: 'blocked' }],
    [failed(400, 'Bad Request: chat not found'), { retry: false }],
    [failed(429, 'Too Many Requests: retry after 34', { retry_after: 34 }), { retry: true, retryAfterMs: 34_000 }],
    [failed(401, 'Unauthorized'), { retry: true }],
    [failed(404, 'Not Found'), { retry: true }],
    [failed(500, 'Internal Server Error'), { retry: true }],
    [{ status: 502, body: Buffer.from('<html>') }, { retry: true }],
    [{ status: 200, lost: true }, { retry: true }],
  ])('%j', async (answer, expected) => {
    house.api.next('/sendMessage', answer);
    const result = await send({ text: 'secret words of hers' });
    expect(result).toEqual({ ok: false, error: expect.stringContaining('Telegram'), ...expected });
    expect(JSON.stringify(result)).not.toContain(TOKEN);
    expect(JSON.stringify(result)).not.toContain('secret words');
  });

  it('is told to the agents when she has blocked the bot', async () => {
    const { text } = await updates();
    house.api.next('/sendMessage', failed(403, 'Forbidden: bot was blocked by the user'));
    await house.deliver(text);
    expect((await house.harness.storage.store.load(CONVERSATION)).conversation?.blockedAt).toBeDefined();
  });
});

describe('beside messages', () => {
  it('the menu of commands is set in every language, after the start', async () => {
    await vi.waitFor(() => expect(house.api.bodies('/setMyCommands')).toHaveLength(4), 5_000);
    const [usual, ...others] = house.api.bodies('/setMyCommands') as { commands: object[]; language_code?: string }[];
    expect(usual?.language_code).toBeUndefined();
    expect(others.map(({ language_code }) => language_code).sort()).toEqual(['en', 'id', 'zh']);
    expect(others.find(({ language_code }) => language_code === 'en')?.commands).toEqual([
      { command: 'help', description: 'See what I can help with' },
      { command: 'human', description: 'Talk to a person' },
      { command: 'cancel', description: 'Cancel' },
    ]);
  });

  it('an agent who writes is seen to write', async () => {
    await house.deliver((await updates()).text);
    const from = { id: `agent:${SARI.id}`, name: SARI.name, role: 'agent' as const };
    house.harness.storage.live.publish({ kind: 'typing', conversationId: CONVERSATION, from });
    await vi.waitFor(() => expect(house.api.bodies('/sendChatAction')).toEqual([{ chat_id: CHAT, action: 'typing' }]), 5_000);
  });
});
