import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as payloads from '../meta-messaging/payloads.ts';
import type { MetaCustomer } from '../meta-messaging/simulator.ts';
import { type Answer, call, type Json, openNode, type WebhookNode } from '../meta-node.ts';
import type { StartSimulator } from '../simulator.ts';
import { INBOX_APP_ID } from './handover.ts';
import { type MessengerSimulator, startMessengerSimulator } from './simulator.ts';

const HOUR_MS = 3_600_000;
const start: StartSimulator = startMessengerSimulator;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

let simulator: MessengerSimulator;
let node: WebhookNode;
let siti: MetaCustomer;

beforeEach(async () => {
  simulator = await startMessengerSimulator();
  node = await openNode();
  simulator.deliverTo(node.origin);
  siti = simulator.customer({ name: 'Siti Rahayu', locale: 'id_ID' });
});

afterEach(async () => {
  await simulator.close();
  await node.close();
});

const setting = (name: string): string => simulator.env[`ESTAFET_MESSENGER_${name}`] ?? '';
const api = (path: string, body?: object | FormData): Promise<Answer> => call(`${setting('API')}/${path}`, setting('TOKEN'), body);
const post = (message: object, more: object = { messaging_type: 'RESPONSE' }): Promise<Answer> =>
  api(`${setting('PAGE_ID')}/messages`, { recipient: { id: siti.id }, message, ...more });
const error = ({ status, body }: Answer): [number, number, number | undefined] => [status, body.error.code, body.error.error_subcode];
const template = (payload: object): object => ({ attachment: { type: 'template', payload } });
const quick = (title: string, payload = title): object => ({ content_type: 'text', title, payload });
const events = async (): Promise<Json[]> => {
  await simulator.settled();
  return node.events();
};

test('it is a simulator', () => {
  expect(start).toBe(startMessengerSimulator);
});

describe('what she writes', () => {
  test('a text, whole', async () => {
    await siti.says('Halo');
    expect(node.taken[0]?.notification).toEqual({
      object: 'page',
      entry: [
        {
          time: expect.any(Number),
          id: setting('PAGE_ID'),
          messaging: [
            {
              sender: { id: siti.id },
              recipient: { id: setting('PAGE_ID') },
              timestamp: expect.any(Number),
              message: { mid: expect.stringMatching(/^m_/), text: 'Halo' },
            },
          ],
        },
      ],
    });
  });

  test('prepared messages are new each time, each later', async () => {
    for (const delivery of [simulator.prepare(siti, 'satu'), simulator.prepare(siti, 'dua')]) await simulator.deliver(delivery);
    const [first, second] = node.events();
    expect(second.timestamp).toBeGreaterThan(first.timestamp);
    expect(second.message.mid).not.toBe(first.message.mid);
  });

  test('files, at an address that ends', async () => {
    await siti.sends({ bytes: PNG, contentType: 'image/png' });
    await siti.sends({ bytes: Buffer.from('%PDF-'), contentType: 'application/pdf', name: 'bukti.pdf' });
    const [image, pdf] = node.events().map(({ message }) => message.attachments[0]);
    expect([image.type, pdf.type]).toEqual(['image', 'file']);
    expect(new URL(pdf.payload.url).pathname).toMatch(/\/bukti\.pdf$/);
    const response = await fetch(image.payload.url);
    expect([response.headers.get('content-type'), Buffer.from(await response.arrayBuffer())]).toEqual(['image/png', PNG]);
    simulator.advance(25 * HOUR_MS);
    expect((await fetch(image.payload.url)).status).toBe(403);
  });

  test('reactions and replies', async () => {
    await siti.does((mid) => payloads.replyTo(mid, 'Ya', 'm_x'));
    await siti.does(() => payloads.reaction('m_x', 'react', 'love', '❤'));
    await siti.does(() => payloads.reaction('m_x', 'unreact', 'love', '❤'));
    const [reply, love, gone] = node.events();
    expect(reply.message.reply_to).toEqual({ mid: 'm_x' });
    expect(love.reaction).toEqual({ mid: 'm_x', action: 'react', reaction: 'love', emoji: '❤' });
    expect(gone.reaction).toEqual({ mid: 'm_x', action: 'unreact' });
  });
});

describe('what we write', () => {
  beforeEach(() => siti.says('Halo'));

  test('a text, its echo, delivered and read', async () => {
    const { status, body } = await post({ text: 'Halo, Siti' });
    expect([status, body]).toEqual([200, { recipient_id: siti.id, message_id: siti.mids[0] }]);
    expect(siti.screen).toEqual([{ text: 'Halo, Siti', options: [], links: [] }]);
    await simulator.settled();
    await siti.says('Ya');
    const [, echo, delivery, ...rest] = await events();
    expect(echo).toMatchObject({ sender: { id: setting('PAGE_ID') }, recipient: { id: siti.id } });
    expect(echo.message).toEqual({ mid: body.message_id, is_echo: true, app_id: Number(setting('APP_ID')), text: 'Halo, Siti' });
    expect(delivery).toMatchObject({ sender: { id: siti.id }, delivery: { mids: [body.message_id], watermark: expect.any(Number) } });
    expect(rest).toContainEqual(expect.objectContaining({ read: { watermark: delivery.delivery.watermark } }));
  });

  test('quick replies, and her tap', async () => {
    await post({ text: 'Pilih', quick_replies: [quick('Saldo', 'a'), quick('Bantuan', 'b')] });
    expect(siti.screen.at(-1)?.options).toEqual(['Saldo', 'Bantuan']);
    await siti.taps('Bantuan');
    expect((await events()).findLast(({ message }) => message && !message.is_echo).message).toEqual({
      mid: expect.any(String),
      quick_reply: { payload: 'b' },
      text: 'Bantuan',
    });
    await expect(siti.taps('Keluar')).rejects.toThrow('no option');
  });

  test('buttons, and her tap', async () => {
    const buttons = [
      { type: 'postback', title: 'Lanjut', payload: 'go' },
      { type: 'web_url', title: 'Buka', url: 'https://dompet.example' },
    ];
    await post(template({ template_type: 'button', text: 'Lanjut?', buttons }));
    expect(siti.screen.at(-1)).toEqual({ text: 'Lanjut?', options: ['Lanjut'], links: [{ title: 'Buka', url: 'https://dompet.example' }] });
    await siti.taps('Lanjut');
    expect((await events()).find(({ postback }) => postback).postback).toEqual({ title: 'Lanjut', payload: 'go', mid: expect.any(String) });
  });

  test('a file with the request, and once more by its id', async () => {
    const form = new FormData();
    form.set('recipient', JSON.stringify({ id: siti.id }));
    form.set('messaging_type', 'RESPONSE');
    form.set('message', JSON.stringify({ attachment: { type: 'image', payload: { is_reusable: true } } }));
    form.set('filedata', new Blob([PNG], { type: 'image/png' }), 'a.png');
    const { body } = await api(`${setting('PAGE_ID')}/messages`, form);
    expect(body.attachment_id).toMatch(/^\d+$/);
    await post({ attachment: { type: 'image', payload: { attachment_id: body.attachment_id } } });
    expect(siti.screen.map(({ file }) => file)).toEqual([1, 2].map(() => ({ contentType: 'image/png', bytes: PNG })));
    const echo = (await events()).find(({ message }) => message?.is_echo).message;
    expect((await fetch(echo.attachments[0].payload.url)).status).toBe(200);
    form.set('message', JSON.stringify({ attachment: { type: 'audio', payload: {} } }));
    expect(error(await api(`${setting('PAGE_ID')}/messages`, form))).toEqual([400, 100, 2018047]);
    form.set('message', JSON.stringify({ attachment: { type: 'image', payload: {} } }));
    expect((await api(`${setting('PAGE_ID')}/message_attachments`, form)).body.attachment_id).not.toBe(body.attachment_id);
  });

  test('a link that cannot be fetched', async () => {
    const bad = { attachment: { type: 'image', payload: { url: 'http://127.0.0.1:9/none.png' } } };
    expect(error(await post(bad))).toEqual([400, 100, 2018008]);
  });

  test('typing and seen', async () => {
    const act = (more: object): Promise<Answer> => api(`${setting('PAGE_ID')}/messages`, { recipient: { id: siti.id }, ...more });
    expect((await act({ sender_action: 'typing_on' })).body).toEqual({ recipient_id: siti.id });
    expect((await act({ sender_action: 'mark_seen' })).body).toEqual({ recipient_id: siti.id });
    expect(error(await act({ sender_action: 'typing_on', message: { text: 'x' } }))).toEqual([400, 100, 2018014]);
    expect(error(await act({ sender_action: 'dance' }))[1]).toBe(100);
    expect(siti.screen).toHaveLength(0);
  });

  test('a profile', async () => {
    expect((await api(`${siti.id}?fields=first_name,last_name,locale`)).body).toEqual({
      first_name: 'Siti',
      last_name: 'Rahayu',
      locale: 'id_ID',
      id: siti.id,
    });
    expect(error(await api(`${siti.id}?fields=shoe_size`))[1]).toBe(100);
    expect(error(await api('1234567890'))).toEqual([400, 100, 33]);
  });

  const button = (more: object): object => ({ type: 'postback', title: 'a', payload: 'a', ...more });
  test.each([
    ['a text of 2001', { text: 'x'.repeat(2001) }],
    ['nothing', {}],
    ['a text and a file', { text: 'x', attachment: { type: 'image', payload: {} } }],
    ['14 quick replies', { text: 'x', quick_replies: Array.from({ length: 14 }, (_, index) => quick(`q${index}`)) }],
    ['a quick reply of 21', { text: 'x', quick_replies: [quick('x'.repeat(21))] }],
    ['a payload of 1001', { text: 'x', quick_replies: [quick('x', 'x'.repeat(1001))] }],
    ['a template text of 641', template({ template_type: 'button', text: 'x'.repeat(641), buttons: [button({})] })],
    ['four buttons', template({ template_type: 'button', text: 'x', buttons: [1, 2, 3, 4].map(() => button({})) })],
    ['an unknown key', { text: 'x', colour: 'red' }],
    ['a file that is missing', { attachment: { type: 'image', payload: {} } }],
  ])('%s is refused', async (_name, message) => {
    expect(error(await post(message)).slice(0, 2)).toEqual([400, 100]);
    expect(siti.screen).toHaveLength(0);
  });

  test('2000 characters are taken', async () => {
    expect((await post({ text: '😀'.repeat(2000) })).status).toBe(200);
  });
});

describe('whom we may write to', () => {
  const human = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

  test('24 hours; a human agent 7 days', async () => {
    expect(error(await post({ text: 'x' }))).toEqual([400, 10, 2018278]);
    await siti.says('Halo');
    simulator.advance(24 * HOUR_MS - 1000);
    expect((await post({ text: 'x' })).status).toBe(200);
    simulator.advance(1000);
    expect(error(await post({ text: 'x' }))).toEqual([400, 10, 2018278]);
    expect((await post({ text: 'x' }, human)).status).toBe(200);
    simulator.advance(6 * 24 * HOUR_MS);
    expect(error(await post({ text: 'x' }, human))).toEqual([400, 10, 2018278]);
  });

  test('with a type, and a tag that there is', async () => {
    await siti.says('Halo');
    for (const more of [
      {},
      { messaging_type: 'MESSAGE_TAG' },
      { ...human, tag: 'SPAM' },
      { messaging_type: 'RESPONSE', tag: 'HUMAN_AGENT' },
    ]) {
      expect(error(await post({ text: 'x' }, more))[1]).toBe(100);
    }
  });

  test('not who blocked us, until she writes', async () => {
    await siti.says('Halo');
    await siti.blocks();
    expect(error(await post({ text: 'x' }))).toEqual([400, 551, 1545041]);
    await siti.says('Halo lagi');
    expect((await post({ text: 'x' })).status).toBe(200);
  });

  test('nobody that we do not know', async () => {
    const stranger = { recipient: { id: '1' }, messaging_type: 'RESPONSE', message: { text: 'x' } };
    expect(error(await api(`${setting('PAGE_ID')}/messages`, stranger))).toEqual([400, 100, 2018001]);
    expect(error(await api('999/messages', stranger))).toEqual([400, 100, 33]);
  });
});

describe('who has the conversation', () => {
  beforeEach(async () => {
    await siti.says('Halo');
    await post({ text: 'Pilih', quick_replies: [quick('Saldo', 'a')] });
    await simulator.settled();
    simulator.inbox.takes(siti);
  });

  test('another app: we watch, and may not write', async () => {
    expect((await events()).at(-1).take_thread_control).toEqual({
      previous_owner_app_id: setting('APP_ID'),
      new_owner_app_id: INBOX_APP_ID,
      metadata: '',
    });
    await siti.taps('Saldo');
    simulator.inbox.says(siti, 'Saya bantu');
    const watched = (await events()).flatMap(({ standby }) => standby?.message ?? []);
    expect(watched).toContainEqual({ mid: expect.any(String), text: 'Saldo' });
    expect(watched).toContainEqual({ mid: expect.any(String), is_echo: true, app_id: Number(INBOX_APP_ID), text: 'Saya bantu' });
    expect(error(await post({ text: 'x' }))).toEqual([400, 10, 2018300]);
  });

  test('it comes back when we take it, or are given it', async () => {
    const control = (edge: string, more: object = {}): Promise<Answer> =>
      api(`${setting('PAGE_ID')}/${edge}`, { recipient: { id: siti.id }, ...more });
    expect((await api(`${setting('PAGE_ID')}/thread_owner?recipient=${siti.id}`)).body.data[0].thread_owner.app_id).toBe(INBOX_APP_ID);
    expect((await control('take_thread_control', { metadata: 'bot' })).body).toEqual({ success: true });
    expect((await post({ text: 'x' })).status).toBe(200);
    expect((await control('pass_thread_control', { target_app_id: Number(INBOX_APP_ID) })).body).toEqual({ success: true });
    expect(error(await control('pass_thread_control', { target_app_id: INBOX_APP_ID }))[2]).toBe(2018300);
    simulator.inbox.requests(siti, 'please');
    simulator.inbox.passes(siti, 'done');
    expect((await events()).slice(-2)).toMatchObject([
      { request_thread_control: { requested_owner_app_id: INBOX_APP_ID, metadata: 'please' } },
      { pass_thread_control: { previous_owner_app_id: INBOX_APP_ID, new_owner_app_id: setting('APP_ID'), metadata: 'done' } },
    ]);
    expect((await post({ text: 'x' })).status).toBe(200);
    expect((await control('release_thread_control')).body).toEqual({ success: true });
  });
});

test('limits name the wait; failures and lost answers in the order asked for', async () => {
  await siti.says('Halo');
  simulator.faults.limit(1, 120);
  simulator.faults.fail(1, 500);
  simulator.faults.fail(1, 503);
  simulator.faults.loseAnswers(1);
  const limited = await post({ text: 'x' });
  expect(error(limited)).toEqual([400, 613, undefined]);
  expect(JSON.parse(limited.headers.get('x-app-usage') ?? '')).toMatchObject({ call_count: 100 });
  expect(JSON.parse(limited.headers.get('x-business-use-case-usage') ?? '')[setting('PAGE_ID')]).toMatchObject([
    { type: 'messenger', estimated_time_to_regain_access: 2 },
  ]);
  expect(error(await post({ text: 'x' }))).toEqual([500, 1200, undefined]);
  expect((await post({ text: 'x' })).body.error).toMatchObject({ code: 2, is_transient: true });
  await expect(post({ text: 'x' })).rejects.toThrow('fetch failed');
  expect(siti.screen).toHaveLength(1);
  simulator.faults.expireCredentials();
  expect(error(await post({ text: 'x' }))).toEqual([401, 190, 463]);
  simulator.faults.restoreCredentials();
  expect((await post({ text: 'x' })).status).toBe(200);
});
