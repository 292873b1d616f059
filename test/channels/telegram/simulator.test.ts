/** The simulated Telegram against its documentation, by plain fetch: https://core.telegram.org/bots/api. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openNode, type ProviderNode } from '../provider-node.ts';
import { button, type Json, keyboard, MINUTE, OGG, openBench, PNG } from './bench.ts';

type Bench = Awaited<ReturnType<typeof openBench>>;

let bench: Bench;
let telegram: Bench['telegram'];
let node: Bench['node'];
let call: Bench['call'];
let refusal: Bench['refusal'];
let last: Bench['last'];
let known: Bench['known'];
beforeEach(async () => {
  bench = await openBench();
  ({ telegram, node, call, refusal, last, known } = bench);
});
afterEach(() => bench.close());

describe('an update', () => {
  it('is a private message with what Telegram always sends, under the secret token', async () => {
    const her = telegram.customer({ name: 'Sinta Dewi Lestari', locale: 'id' });
    const before = Math.floor(Date.now() / 1000);
    await her.says('/start promo, lihat https://estafet.example/a.');
    const id = Number(her.id);
    const [{ headers, path, method }] = node.calls as [ProviderNode['calls'][0]];
    expect([method, path, headers['content-type']]).toEqual(['POST', '/webhooks/telegram', 'application/json']);
    expect(headers['x-telegram-bot-api-secret-token']).toBe(telegram.env.ESTAFET_TELEGRAM_SECRET);
    const { update_id, message } = last();
    expect(update_id).toEqual(expect.any(Number));
    expect(message.date).toBeGreaterThanOrEqual(before);
    expect(message).toEqual({
      message_id: 1,
      from: { id, is_bot: false, first_name: 'Sinta', last_name: 'Dewi Lestari', language_code: 'id' },
      chat: { id, first_name: 'Sinta', last_name: 'Dewi Lestari', type: 'private' },
      date: message.date,
      text: '/start promo, lihat https://estafet.example/a.',
      entities: [
        { type: 'bot_command', offset: 0, length: 6 },
        { type: 'url', offset: 20, length: 25 },
      ],
    });
  });

  it('is repeated as it was until a node takes it, and the nodes get them in turn', async () => {
    const other = await openNode();
    telegram.deliverTo(node.origin, other.origin);
    node.statuses.push(503, 'drop');
    other.statuses.push(401);
    await telegram.customer().says('hello');
    const all = [...node.bodies(), ...other.bodies()];
    expect(node.calls).toHaveLength(2);
    expect(other.calls).toHaveLength(2);
    for (const body of all) expect(body).toEqual(all[0]);
    await other.close();
  });

  it('has a higher number each, and those of one chat come one after the other', async () => {
    const her = telegram.customer();
    node.statuses.push(500, 500);
    await Promise.all(['one', 'two', 'three'].map((text) => her.says(text)));
    const bodies = node.bodies() as Json[];
    expect(bodies.map(({ message }) => message.text)).toEqual(['one', 'one', 'one', 'two', 'three']);
    const ids = bodies.slice(2).map(({ update_id }) => update_id);
    expect(ids).toEqual([ids[0], ids[0] + 1, ids[0] + 2]);
  });

  it('can be prepared, and posted as often as one likes', async () => {
    const her = telegram.customer();
    const [first, second] = [telegram.prepare(her, 'one'), telegram.prepare(her, 'two')];
    for (const delivery of [second, first, second]) expect((await telegram.deliver(delivery)).status).toBe(200);
    expect((node.bodies() as Json[]).map(({ message }) => message.text)).toEqual(['two', 'one', 'two']);
  });

  it('brings a photo in sizes, a voice note, a document', async () => {
    const her = telegram.customer();
    await her.sends({ bytes: PNG, contentType: 'image/png' });
    const { photo } = last().message;
    expect(photo).toEqual([expect.objectContaining({ width: 90, height: 68 }), expect.objectContaining({ file_size: PNG.length })]);
    expect(Object.keys(photo[1]).sort()).toEqual(['file_id', 'file_size', 'file_unique_id', 'height', 'width']);
    await her.sends({ bytes: OGG, contentType: 'audio/ogg' });
    expect(last().message.voice).toMatchObject({ duration: expect.any(Number), mime_type: 'audio/ogg', file_size: OGG.length });
    await her.sends({ bytes: Buffer.from('%PDF-1.4'), contentType: 'application/pdf', name: 'bill.pdf' });
    expect(last().message.document).toMatchObject({ file_name: 'bill.pdf', mime_type: 'application/pdf', file_size: 8 });
  });

  it('tells of an edit, of a group, and of being blocked', async () => {
    const her = await known();
    await her.edits('goodbye');
    expect(last().edited_message).toMatchObject({ message_id: 1, text: 'goodbye', edit_date: expect.any(Number) });
    await telegram.saysInGroup('/help@estafet_bot please');
    expect(last().message).toMatchObject({ chat: { type: 'supergroup' }, entities: [{ type: 'bot_command', offset: 0, length: 17 }] });
    await her.blocks();
    expect(last().my_chat_member).toMatchObject({
      chat: { id: Number(her.id) },
      old_chat_member: { status: 'member', user: { is_bot: true } },
      new_chat_member: { status: 'kicked', until_date: 0 },
    });
    await her.says('back');
    expect((node.bodies() as Json[]).slice(-2)).toMatchObject([
      { my_chat_member: { new_chat_member: { status: 'member' } } },
      { message: { text: 'back' } },
    ]);
  });
});

describe('sendMessage', () => {
  it('shows her what it says, marks resolved', async () => {
    const her = await known();
    const sent = await call('sendMessage', {
      chat_id: her.id,
      text: '<b>Rp&nbsp;1 &lt; 2</b> <a href="https://a.example/x">lihat</a>',
      parse_mode: 'HTML',
      reply_markup: { inline_keyboard: [[button('Ya', 'y'), button('Tidak', 'n')], [{ text: 'Bantuan', url: 'https://b.example/' }]] },
      reply_parameters: { message_id: 1 },
    });
    expect(sent).toMatchObject({
      status: 200,
      body: { ok: true, result: { message_id: 2, from: { is_bot: true }, reply_to_message: { text: 'hello' } } },
    });
    expect(sent.body.result.entities.map(({ type }: { type: string }) => type)).toEqual(['bold', 'text_link']);
    expect(her.screen).toEqual([
      {
        text: 'Rp&nbsp;1 < 2 lihat',
        options: ['Ya', 'Tidak'],
        links: [
          { title: 'lihat', url: 'https://a.example/x' },
          { title: 'Bantuan', url: 'https://b.example/' },
        ],
      },
    ]);
  });

  it('reads MarkdownV2, nested and escaped', async () => {
    const her = await known();
    const text = '*bold _both_* __under__ `co.de` ||no|| [a\\.b](https://a.example/\\)x)\n>quoted\\!';
    const { body } = await call('sendMessage', { chat_id: her.id, text, parse_mode: 'MarkdownV2' });
    expect(body.result.text).toBe('bold both under co.de no a.b\nquoted!');
    expect(body.result.entities.map(({ type, offset, length }: Json) => [type, offset, length])).toEqual([
      ['bold', 0, 9],
      ['italic', 5, 4],
      ['underline', 10, 5],
      ['code', 16, 5],
      ['spoiler', 22, 2],
      ['text_link', 25, 3],
      ['blockquote', 29, 7],
    ]);
    expect(her.screen[0]?.links).toEqual([{ title: 'a.b', url: 'https://a.example/)x' }]);
  });

  it.each([
    ['HTML', 'a <b>b', `can't parse entities: Can't find end tag corresponding to start tag "b"`],
    ['HTML', 'é <p>b</p>', `can't parse entities: Unsupported start tag "p" at byte offset 3`],
    ['HTML', '<b>a</i>', `can't parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`],
    ['HTML', 'a</b>', "can't parse entities: Unexpected end tag at byte offset 1"],
    ['HTML', '1 < 2', "can't parse entities: Unclosed start tag at byte offset 2"],
    ['MarkdownV2', 'Rp 1.000', "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['MarkdownV2', 'a *b', "can't parse entities: Can't find end of Bold entity at byte offset 2"],
    ['Mark', 'a', 'unsupported parse_mode'],
  ])('refuses %s %s', async (parse_mode, text, why) => {
    const her = await known();
    expect(await refusal('sendMessage', { chat_id: her.id, text, parse_mode })).toEqual([400, `Bad Request: ${why}`]);
    expect(her.screen).toEqual([]);
  });

  it('counts characters after the marks are read', async () => {
    const her = await known();
    const send = (text: string) => call('sendMessage', { chat_id: her.id, text, parse_mode: 'HTML' });
    expect((await send(`<b>${'a'.repeat(4096)}</b>`)).status).toBe(200);
    expect((await send('a'.repeat(4097))).body.description).toBe('Bad Request: message is too long');
    expect((await send('<b> </b>')).body.description).toBe('Bad Request: message text is empty');
    expect(await refusal('sendMessage', { chat_id: her.id })).toEqual([400, 'Bad Request: message text is empty']);
  });

  it.each([
    [{ inline_keyboard: [[button('a', 'é'.repeat(33))]] }, 'BUTTON_DATA_INVALID'],
    [{ inline_keyboard: [button('a')] }, 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'],
    [keyboard({ text: 'a' }), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    [keyboard({ callback_data: 'a' }), 'can\'t parse inline keyboard button: Can\'t find field "text"'],
    [
      keyboard({ text: 'a', url: 'http://localhost:3978/' }),
      "inline keyboard button URL 'http://localhost:3978/' is invalid: Wrong HTTP URL",
    ],
    [keyboard(...Array.from({ length: 101 }, () => button('a'))), 'reply markup is too long'],
  ])('refuses the keyboard %j', async (reply_markup, why) => {
    const her = await known();
    expect(await refusal('sendMessage', { chat_id: her.id, text: 'a', reply_markup })).toEqual([400, `Bad Request: ${why}`]);
  });

  it('reaches nobody who has not written, has blocked, or is no more there', async () => {
    const stranger = telegram.customer();
    expect(await refusal('sendMessage', { chat_id: stranger.id, text: 'a' })).toEqual([400, 'Bad Request: chat not found']);
    expect(await refusal('sendMessage', { text: 'a' })).toEqual([400, 'Bad Request: chat_id is empty']);
    const her = await known();
    await her.blocks();
    expect(await refusal('sendMessage', { chat_id: her.id, text: 'a' })).toEqual([403, 'Forbidden: bot was blocked by the user']);
    await her.unblocks();
    expect((await call('sendMessage', { chat_id: her.id, text: 'a' })).status).toBe(200);
    const moved = await call('sendMessage', { chat_id: -4_012_345_678, text: 'a' });
    expect(moved.body.parameters).toEqual({ migrate_to_chat_id: -1_002_112_345_678 });
  });
});

describe('a tap', () => {
  it('is a callback query that waits for its answer, a minute at most', async () => {
    const her = await known();
    await call('sendMessage', { chat_id: her.id, text: 'Sure?', reply_markup: keyboard(button('Ya', 'y')) });
    await her.taps('Ya');
    const { callback_query: tap } = last();
    expect(tap).toMatchObject({ from: { id: Number(her.id) }, data: 'y', chat_instance: expect.any(String) });
    expect(tap.message).toMatchObject({ message_id: 2, text: 'Sure?', reply_markup: keyboard(button('Ya', 'y')) });
    expect(her.waiting()).toBe(true);
    expect((await call('answerCallbackQuery', { callback_query_id: tap.id })).body).toEqual({ ok: true, result: true });
    expect(her.waiting()).toBe(false);
    telegram.advance(2 * MINUTE);
    const old = [400, 'Bad Request: query is too old and response timeout expired or query ID is invalid'];
    expect(await refusal('answerCallbackQuery', { callback_query_id: tap.id })).toEqual(old);
    await expect(her.taps('Nope')).rejects.toThrow('no option');
  });

  it('on a reply keyboard says its words', async () => {
    const her = await known();
    await call('sendMessage', { chat_id: her.id, text: 'a', reply_markup: { keyboard: [['Saldo', { text: 'Bantuan' }]] } });
    await her.taps('Bantuan');
    expect(last().message.text).toBe('Bantuan');
    await call('sendMessage', { chat_id: her.id, text: 'b', reply_markup: { remove_keyboard: true } });
    expect(her.screen.map(({ options }) => options)).toEqual([[], []]);
  });

  it('may be followed by an edit, which is refused when nothing changes', async () => {
    const her = await known();
    await call('sendMessage', { chat_id: her.id, text: 'Sure?', reply_markup: keyboard(button('Ya')) });
    const message = { chat_id: her.id, message_id: 2 };
    expect(await refusal('editMessageText', { ...message, text: 'Sure?', reply_markup: keyboard(button('Ya')) })).toEqual([
      400,
      expect.stringContaining('message is not modified'),
    ]);
    expect((await call('editMessageReplyMarkup', message)).body.result).toMatchObject({ text: 'Sure?', edit_date: expect.any(Number) });
    expect(her.screen[0]?.options).toEqual([]);
    expect((await refusal('editMessageReplyMarkup', message))[1]).toContain('message is not modified');
    await call('editMessageText', { ...message, text: 'Sure: <i>Ya</i>', parse_mode: 'HTML' });
    expect(her.screen).toEqual([{ text: 'Sure: Ya', options: [], links: [] }]);
    expect((await refusal('editMessageText', { ...message, message_id: 99, text: 'a' }))[1]).toBe('Bad Request: message to edit not found');
    expect((await refusal('editMessageText', { ...message, message_id: 1, text: 'a' }))[1]).toBe("Bad Request: message can't be edited");
  });
});
