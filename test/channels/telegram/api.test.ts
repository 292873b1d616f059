/** Files, the webhook's settings and errors of the simulated Bot API: https://core.telegram.org/bots/api. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openNode } from '../provider-node.ts';
import { button, keyboard, MINUTE, OGG, openBench, PNG } from './bench.ts';

type Bench = Awaited<ReturnType<typeof openBench>>;

let bench: Bench;
let telegram: Bench['telegram'];
let node: Bench['node'];
let url: Bench['url'];
let call: Bench['call'];
let refusal: Bench['refusal'];
let last: Bench['last'];
let known: Bench['known'];
beforeEach(async () => {
  bench = await openBench();
  ({ telegram, node, url, call, refusal, last, known } = bench);
});
afterEach(() => bench.close());

describe('files', () => {
  const form = (chat: string, name: string, bytes: Buffer, file: string, type: string) => {
    const data = new FormData();
    data.append('chat_id', chat);
    data.append('caption', 'see');
    data.append('reply_markup', JSON.stringify(keyboard(button('OK'))));
    data.append(name, new Blob([new Uint8Array(bytes)], { type }), file);
    return data;
  };

  it('of hers are had through getFile for an hour, up to 20 MB', async () => {
    const her = telegram.customer();
    await her.sends({ bytes: PNG, contentType: 'image/png' });
    const { file_id } = last().message.photo[1];
    const { body } = await call('getFile', { file_id });
    expect(body.result).toMatchObject({ file_id, file_size: PNG.length, file_path: expect.stringMatching(/^photos\/file_\d+\.jpg$/) });
    const link = `${telegram.origin}/file/bot${telegram.env.ESTAFET_TELEGRAM_TOKEN}/${body.result.file_path}`;
    expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(PNG);
    telegram.advance(61 * MINUTE);
    expect((await fetch(link)).status).toBe(404);
    await her.sends({ bytes: Buffer.alloc(20 * 1_048_576 + 1), contentType: 'application/zip', name: 'big.zip' });
    expect(await refusal('getFile', { file_id: last().message.document.file_id })).toEqual([400, 'Bad Request: file is too big']);
    expect((await refusal('getFile', { file_id: 'x' }))[1]).toContain('wrong file_id');
  });

  it('of ours are uploaded as what they are', async () => {
    const her = await known();
    expect((await call('sendPhoto', form(her.id, 'photo', PNG, 'a.png', 'image/png'))).body.result).toMatchObject({
      caption: 'see',
      photo: [{}, {}],
    });
    const pdf = Buffer.from('%PDF-1.4 bill');
    expect((await call('sendDocument', form(her.id, 'document', pdf, 'bill.pdf', 'application/pdf'))).body.result.document.file_name).toBe(
      'bill.pdf',
    );
    expect((await call('sendVoice', form(her.id, 'voice', OGG, 'a.ogg', 'audio/ogg'))).body.result.voice.mime_type).toBe('audio/ogg');
    expect(her.screen.map(({ text, options, file }) => [text, options, file])).toEqual([
      ['see', ['OK'], { contentType: 'image/png', bytes: PNG }],
      ['see', ['OK'], { contentType: 'application/pdf', bytes: pdf, name: 'bill.pdf' }],
      ['see', ['OK'], { contentType: 'audio/ogg', bytes: OGG }],
    ]);
    expect(telegram.requests.at(-1)).toMatchObject({ path: '/bot<token>/sendVoice', body: { voice: { name: 'a.ogg', size: OGG.length } } });
    expect(await refusal('sendPhoto', form(her.id, 'photo', pdf, 'a.png', 'image/png'))).toEqual([
      400,
      'Bad Request: IMAGE_PROCESS_FAILED',
    ]);
    const big = form(her.id, 'photo', Buffer.concat([PNG, Buffer.alloc(10 * 1_048_576)]), 'a.png', 'image/png');
    expect(await refusal('sendPhoto', big)).toEqual([400, 'Bad Request: file is too big']);
    expect((await refusal('sendPhoto', { chat_id: her.id }))[1]).toBe('Bad Request: there is no photo in the request');
    expect((await refusal('sendPhoto', { chat_id: her.id, photo: 'x', caption: 'a'.repeat(1025) }))[1]).toBe(
      'Bad Request: message caption is too long',
    );
  });

  it('of ours may be fetched by URL, each kind of file where it may', async () => {
    const her = await known();
    const site = await openNode();
    const send = (method: string, kind: string) => call(method, { chat_id: her.id, [kind]: `${site.origin}/a` });
    // This site says JSON of all it has.
    for (const kind of ['photo', 'document', 'voice']) {
      const { body } = await send(`send${kind}`, kind);
      expect(body.description).toBe('Bad Request: wrong type of the web page content');
    }
    site.statuses.push(404);
    expect((await send('sendPhoto', 'photo')).body.description).toBe('Bad Request: failed to get HTTP URL content');
    await site.close();
    // A file that Telegram has is sent by its id.
    await her.sends({ bytes: PNG, contentType: 'image/png' });
    const { status } = await call('sendPhoto', { chat_id: her.id, photo: last().message.photo[1].file_id });
    expect([status, her.screen.at(-1)?.file?.bytes]).toEqual([200, PNG]);
  });
});

describe('the API', () => {
  it('knows the bot by its token only', async () => {
    expect((await call('getMe')).body.result).toMatchObject({ is_bot: true, username: 'estafet_bot', can_join_groups: true });
    expect(await call('getMe', {}, '110201543:wrong')).toEqual({
      status: 401,
      body: { ok: false, error_code: 401, description: 'Unauthorized' },
    });
    telegram.faults.expireCredentials();
    expect((await call('getMe')).status).toBe(401);
    telegram.faults.restoreCredentials();
    expect((await call('getMe')).status).toBe(200);
    expect(await refusal('sendNothing')).toEqual([404, 'Not Found']);
    expect(JSON.stringify(telegram.requests)).not.toContain(telegram.env.ESTAFET_TELEGRAM_TOKEN);
  });

  it('takes parameters as query, form and JSON, and methods in any case', async () => {
    const her = await known();
    expect((await fetch(url(`sendmessage?chat_id=${her.id}&text=query`))).status).toBe(200);
    const fields = new URLSearchParams({ chat_id: her.id, text: 'form', reply_markup: JSON.stringify(keyboard(button('a'))) });
    expect((await fetch(url('SENDMESSAGE'), { method: 'POST', body: fields })).status).toBe(200);
    expect(her.screen.map(({ text, options }) => [text, options])).toEqual([
      ['query', []],
      ['form', ['a']],
    ]);
    const broken = await fetch(url('sendMessage'), { method: 'POST', body: '{', headers: { 'Content-Type': 'application/json' } });
    expect(broken.status).toBe(400);
  });

  it('keeps the webhook, and posts only the kinds it was asked for', async () => {
    const her = await known();
    const set = (fields: object) => call('setWebhook', fields);
    expect((await set({ url: 'http://desk.example/x' })).body.description).toContain('An HTTPS URL must be provided');
    expect((await set({ url: 'https://desk.example:3978/x' })).body.description).toContain('only on ports 80, 88, 443 or 8443');
    expect((await set({ url: 'https://desk.example/x', secret_token: 'a b' })).body.description).toContain('unallowed characters');
    await set({ url: 'https://desk.example/x', secret_token: 'other_secret', allowed_updates: ['message'] });
    expect((await call('getWebhookInfo')).body.result).toMatchObject({ url: 'https://desk.example/x', allowed_updates: ['message'] });
    expect(JSON.stringify(telegram.requests)).not.toContain('other_secret');
    const seen = node.calls.length;
    await her.blocks();
    expect(node.calls).toHaveLength(seen);
    await her.unblocks();
    await her.says('again');
    expect(node.calls.at(-1)?.headers['x-telegram-bot-api-secret-token']).toBe('other_secret');
    await call('deleteWebhook');
    await expect(her.says('nobody hears')).rejects.toThrow('no webhook');
  });

  it('carries out a method that the webhook answers with', async () => {
    const her = telegram.customer();
    node.reply.body = { method: 'sendMessage', chat_id: her.id, text: 'at once' };
    await her.says('hello');
    expect(her.screen.map(({ text }) => text)).toEqual(['at once']);
  });

  it('checks commands and actions', async () => {
    const her = await known();
    expect((await call('setMyCommands', { commands: [{ command: 'help', description: 'Help' }] })).body.result).toBe(true);
    expect((await call('getMyCommands')).body.result).toEqual([{ command: 'help', description: 'Help' }]);
    expect((await refusal('setMyCommands', { commands: [{ command: 'Help', description: 'x' }] }))[1]).toBe(
      'Bad Request: BOT_COMMAND_INVALID',
    );
    expect((await call('sendChatAction', { chat_id: her.id, action: 'typing' })).body.result).toBe(true);
    expect((await refusal('sendChatAction', { chat_id: her.id, action: 'dancing' }))[1]).toContain('wrong parameter action');
  });

  it('limits, fails and loses answers as it is told', async () => {
    const her = await known();
    const send = (text: string) => call('sendMessage', { chat_id: her.id, text });
    telegram.faults.limit(1, 7);
    telegram.faults.fail(1, 502);
    const limited = await fetch(url(`sendMessage?chat_id=${her.id}&text=a`));
    expect([limited.status, limited.headers.get('Retry-After'), await limited.json()]).toEqual([
      429,
      '7',
      { ok: false, error_code: 429, description: 'Too Many Requests: retry after 7', parameters: { retry_after: 7 } },
    ]);
    expect((await send('a')).body).toEqual({ ok: false, error_code: 502, description: 'Bad Gateway' });
    expect(her.screen).toEqual([]);
    telegram.faults.loseAnswers(1);
    await expect(send('lost')).rejects.toThrow('fetch failed');
    expect((await send('heard')).status).toBe(200);
    expect(her.screen.map(({ text }) => text)).toEqual(['lost', 'heard']);
  });
});
