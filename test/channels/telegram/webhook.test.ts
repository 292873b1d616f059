import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONVERSATION, openTelegram, SECRET, type TelegramHouse, TOKEN, updates } from './house.ts';

let house: TelegramHouse;
const all = await updates();

beforeEach(async () => {
  house = await openTelegram();
});
afterEach(() => house.close());

const text = (key: string, values = {}) => house.harness.world.texts.format('en', key, values);
const load = async () => (await house.harness.storage.store.load(CONVERSATION)).conversation;
async function log(reader: 'customer' | 'desk' = 'customer') {
  return (await house.harness.storage.store.activitiesAfter(CONVERSATION, 0, reader)).activities;
}
const hers = async () => (await log()).filter(({ from }) => from.role === 'user');

describe('whose delivery it is', () => {
  const body = JSON.stringify(all.text);
  const header = 'X-Telegram-Bot-Api-Secret-Token';

  it.each<[string, Record<string, string>]>([
    ['no secret', {}],
    ['an empty one', { [header]: '' }],
    ['a forged one', { [header]: 'secret_of-the-webhooK' }],
    ['a part of it', { [header]: SECRET.slice(0, -1) }],
    ['more than it', { [header]: `${SECRET}x` }],
    ['it twice', { [header]: `${SECRET}, ${SECRET}` }],
    ['it encoded', { [header]: Buffer.from(SECRET).toString('base64') }],
    ['it under another name', { Authorization: `Bearer ${SECRET}` }],
  ])('is refused with %s', async (_, headers) => {
    const response = await house.post('/webhooks/telegram', body, headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'signature-invalid' } });
    expect(await load()).toBeUndefined();
  });

  it('is asked before anything is parsed', async () => {
    expect((await house.post('/webhooks/telegram', '{"update_id":', {})).status).toBe(401);
    expect((await house.post('/webhooks/telegram', '{"update_id":', { [header]: SECRET })).status).toBe(400);
    expect((await house.post('/webhooks/telegram', '{}', { [header]: SECRET })).status).toBe(400);
    expect((await house.post('/webhooks/telegram', `{"update_id":1,"x":"${'x'.repeat(300_000)}"}`, { [header]: SECRET })).status).toBe(413);
  });
});

describe('what she says', () => {
  it('is hers, with her name, her language as a first guess and the time it was sent', async () => {
    expect((await house.deliver(all.text)).status).toBe(200);
    expect(await load()).toMatchObject({
      id: CONVERSATION,
      channel: 'telegram',
      delivery: 'push',
      address: { chatId: 5342187654 },
      locale: 'en',
      customer: { id: 'telegram:5342187654', name: 'Dewi Lestari' },
    });
    expect((await hers())[0]).toMatchObject({
      text: 'I forgot my password',
      channelData: { messageId: 4711, sentAt: (all.text?.message?.date as number) * 1_000 + 462.301 },
    });
    expect(house.sent()).toEqual([
      {
        chat_id: 5342187654,
        text: text('reset-password.ask-contact'),
        link_preview_options: { is_disabled: true },
        reply_markup: {
          inline_keyboard: [[{ text: 'Talk to a person', callback_data: '2.0' }], [{ text: 'Cancel', callback_data: '2.1' }]],
        },
      },
    ]);
  });

  it('is taken once, however often it comes', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => house.deliver(all.text)));
    answers.push(await house.deliver(all.text));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await hers()).toHaveLength(1);
    expect(house.sent()).toHaveLength(1);
  });

  it('may be a sticker, a contact or a place', async () => {
    await house.deliver(all.sticker);
    await house.deliver(all.contact);
    await house.deliver(all.location);
    expect((await hers()).map((activity) => activity.text)).toEqual(['👍', '+6281234567890', 'geo:-6.2,106.816666']);
  });

  it.each(['group', 'pinned', 'poll'])('is nothing to us: %s', async (name) => {
    expect((await house.deliver(all[name])).status).toBe(200);
    expect(await load()).toBeUndefined();
  });

  it('is acknowledged when it has a form nobody knows', async () => {
    expect((await house.deliver({ update_id: 7, message: { text: 12 } })).status).toBe(200);
    expect((await house.deliver({ update_id: 8, new_kind: {} })).status).toBe(200);
    expect(await load()).toBeUndefined();
  });
});

describe('files of hers', () => {
  it.each([
    ['photo', 'AgACAgUAAxkBAAIBlarge', { contentType: 'image/jpeg', name: 'photo.jpg' }, 'this is the receipt'],
    ['voice', 'AwACAgUAAxkBAAICvoice', { contentType: 'audio/ogg', name: 'voice.ogg' }, undefined],
    ['animation', 'CgACAgUAanim', { contentType: 'video/mp4', name: 'error.mp4' }, undefined],
    ['document', 'BQACAgUAdoc', { contentType: 'application/pdf', name: 'statement.pdf' }, undefined],
  ])('have an address before they are fetched: %s', async (name, fileId, attachment, caption) => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    house.api.next('/getFile', { status: 200, body: { ok: true, result: { file_id: fileId, file_path: 'photos/file 1.jpg' } } });
    house.api.next('/photos/file%201.jpg', { status: 200, body: png });
    await house.deliver(all[name]);
    const [said] = await hers();
    expect(said?.text).toBe(caption);
    expect(said?.attachments).toEqual([{ ...attachment, contentUrl: expect.stringMatching(/^\/files\/[\w-]{32}$/) }]);
    const kept = await house.context.files.read(said?.attachments?.[0]?.contentUrl ?? '');
    expect(kept).toMatchObject({ contentType: 'image/png', bytes: png });
    expect(house.api.bodies('/getFile')).toEqual([{ file_id: fileId }]);
    expect(house.api.requests.some(({ path }) => path === `/file/bot${TOKEN}/photos/file%201.jpg`)).toBe(true);
  });

  it('are too big for a bot, or there another time', async () => {
    const failed = (description: string) => ({ status: 400, body: { ok: false, error_code: 400, description } });
    house.api.next('/getFile', failed('Bad Request: file is too big'));
    await house.deliver(all.voice);
    const url = (await hers())[0]?.attachments?.[0]?.contentUrl ?? '';
    await expect(house.context.files.read(url)).rejects.toMatchObject({ code: 'file-not-accepted' });

    house.api.next('/getFile', ...Array(9).fill(failed('Bad Request: wrong file_id or the file is temporarily unavailable')));
    await house.deliver(all.document);
    const later = (await hers())[1]?.attachments?.[0]?.contentUrl ?? '';
    await expect(house.context.files.read(later)).rejects.toMatchObject({ code: 'file-unavailable' });
  });
});

describe('commands', () => {
  it('/start and /help welcome whoever is new, once', async () => {
    await house.deliver(all.start);
    await house.deliver(all.start);
    expect(await hers()).toEqual([]);
    expect(house.sent().map((body) => body.text)).toEqual([text('_common.welcome')]);
    expect((await load())?.locale).toBe('en');
  });

  it('/start greets who has been here', async () => {
    await house.deliver(all.start);
    await house.says('/start');
    await house.says('/help@estafet_bot');
    expect((await hers()).map((activity) => activity.text)).toEqual(['Hi', 'Hi']);
    expect(house.sent().map((body) => body.text)).toEqual(['welcome', 'hello', 'hello'].map((key) => text(`_common.${key}`)));
  });

  it.each(['en', 'id', 'zh'])('/human and /cancel are understood in %s', async (locale) => {
    const said = (key: string) => house.harness.world.texts.format(locale, key);
    const from = { ...(all.text?.message?.from as object), language_code: locale };
    const command = (update_id: number, name: string) =>
      house.deliver({ update_id, message: { ...all.text?.message, message_id: update_id, from, text: name } });
    await command(1, '/start');
    await command(2, '/human');
    expect(house.sent().at(-1)?.text).toBe(said('_common.handoff-started'));
    expect((await load())?.owner.kind).toBe('queue');
    expect((await hers()).at(-1)?.text).toBe(said('_common.choice.human'));
  });

  it('/cancel leaves what she is in', async () => {
    await house.deliver(all.text);
    await house.says('/cancel');
    expect((await hers()).at(-1)?.text).toBe('Cancel');
    expect(house.sent().some((body) => body.text === text('_common.cancelled'))).toBe(true);
  });

  it('other words with a slash are words', async () => {
    await house.deliver(all.start);
    await house.says('/refund');
    expect((await hers()).at(-1)?.text).toBe('/refund');
  });
});

describe('what she edits', () => {
  it('is noted while the bot answers, and not acted on again', async () => {
    await house.deliver(all.text);
    const before = house.sent().length;
    await house.deliver(all.edited);
    expect(house.sent()).toHaveLength(before);
    expect((await hers()).at(-1)).toMatchObject({ type: 'event', name: 'message.edited', value: { text: 'I forgot my PIN' } });
  });

  it('reaches the person who answers her', async () => {
    await house.deliver(all.text);
    await house.says('/human');
    await house.deliver(all.edited);
    expect((await hers()).at(-1)).toMatchObject({ type: 'message', text: 'I forgot my PIN' });
  });

  it('is nothing when no word of it changed', async () => {
    await house.deliver(all.text);
    await house.deliver({ ...all.edited, edited_message: { ...all.edited?.edited_message, text: 'I forgot my password' } });
    expect(await hers()).toHaveLength(1);
  });
});

describe('a tap', () => {
  const menu = async () => {
    await house.deliver(all.start);
    const [body] = house.sent() as { reply_markup?: { inline_keyboard: { text: string; callback_data: string }[][] } }[];
    return body?.reply_markup?.inline_keyboard.flat() ?? [];
  };
  const tap = (data: string | undefined, update_id = 871462330, message_id = 4730) => {
    const query = all.tap?.callback_query;
    return { update_id, callback_query: { ...query, message: { ...(query?.message as object), message_id }, data } };
  };

  it('says the label, and takes the buttons away', async () => {
    const human = (await menu()).at(-1);
    expect(human).toEqual({ text: 'Talk to a person', callback_data: expect.stringMatching(/^1\.\d+$/) });
    await house.deliver(tap(human?.callback_data));
    await house.channel.close?.();
    expect((await hers()).map((activity) => activity.text)).toEqual(['Talk to a person']);
    expect((await load())?.owner.kind).toBe('queue');
    expect(house.api.bodies('/answerCallbackQuery')).toEqual([{ callback_query_id: '2294492875914232113', text: 'Talk to a person' }]);
    expect(house.api.bodies('/editMessageReplyMarkup')).toEqual([
      {
        chat_id: 5342187654,
        message_id: 4730,
        reply_markup: { inline_keyboard: [[{ text: 'Open the wallet', url: 'https://wallet.example/confirm' }]] },
      },
    ]);
  });

  it('counts once on one message, before the buttons are gone', async () => {
    const [first, second] = await menu();
    await house.deliver(tap(first?.callback_data, 1));
    await house.deliver(tap(second?.callback_data, 2));
    await house.channel.close?.();
    expect((await hers()).map((activity) => activity.text)).toEqual([first?.text]);
    expect(house.api.bodies('/answerCallbackQuery')).toHaveLength(2);
    await house.deliver(tap(second?.callback_data, 3, 4731));
    expect(await hers()).toHaveLength(2);
  });

  it('on what is no option of ours says what stands on the button, or nothing', async () => {
    await menu();
    await house.deliver({ ...all.tap, callback_query: { ...all.tap?.callback_query, data: '1.12' } });
    await house.deliver(tap('gone'));
    await house.deliver(all.tapInGroup);
    await house.channel.close?.();
    expect((await hers()).map((activity) => activity.text)).toEqual(['Talk to a person']);
    expect(house.api.bodies('/answerCallbackQuery')).toHaveLength(3);
  });

  it('on a message that can not be edited any more still counts', async () => {
    await menu();
    const human = (await menu()).at(-1);
    const query = all.tapOnOldMessage?.callback_query;
    await house.deliver({ ...all.tapOnOldMessage, callback_query: { ...query, data: human?.callback_data } });
    await house.channel.close?.();
    expect((await hers()).map((activity) => activity.text)).toEqual(['Talk to a person']);
    expect(house.api.bodies('/editMessageReplyMarkup')).toEqual([]);
  });
});

describe('whether she wants to hear from us', () => {
  it('is known when she blocks the bot, until she comes back', async () => {
    await house.deliver(all.text);
    await house.deliver(all.blocked);
    await house.deliver(all.blocked);
    expect((await load())?.blockedAt).toBe(house.harness.clock.now());
    const failed = (await log('desk')).filter(({ name }) => name === 'delivery.failed');
    expect(failed.map(({ value }) => value)).toEqual([{ activityId: '', reason: 'blocked', detail: 'she has blocked the bot' }]);
    const before = house.sent().length;
    await house.deliver(all.unblocked);
    expect((await load())?.blockedAt).toBeUndefined();
    expect(house.sent()).toHaveLength(before);
  });

  it('is nobody’s business before she has written', async () => {
    expect((await house.deliver(all.blocked)).status).toBe(200);
    expect((await house.deliver(all.unblocked)).status).toBe(200);
    expect(await load()).toBeUndefined();
  });
});
