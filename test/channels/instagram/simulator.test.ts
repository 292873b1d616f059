import { afterEach, beforeEach, expect, test } from 'vitest';
import * as payloads from '../meta-messaging/payloads.ts';
import type { MetaCustomer, MetaSimulator } from '../meta-messaging/simulator.ts';
import { type Answer, call, openNode, type WebhookNode } from '../meta-node.ts';
import type { StartSimulator } from '../simulator.ts';
import { startInstagramSimulator } from './simulator.ts';

const start: StartSimulator = startInstagramSimulator;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

let simulator: MetaSimulator;
let node: WebhookNode;
let siti: MetaCustomer;

beforeEach(async () => {
  simulator = await startInstagramSimulator();
  node = await openNode();
  simulator.deliverTo(node.origin);
  siti = simulator.customer({ name: 'Siti Rahayu' });
});

afterEach(async () => {
  await simulator.close();
  await node.close();
});

const setting = (name: string): string => simulator.env[`ESTAFET_INSTAGRAM_${name}`] ?? '';
const api = (path: string, body?: object): Promise<Answer> => call(`${setting('API')}/${path}`, setting('TOKEN'), body);
const post = (message: object, more: object = {}): Promise<Answer> =>
  api(`${setting('ACCOUNT_ID')}/messages`, { recipient: { id: siti.id }, message, ...more });
const error = ({ status, body }: Answer): [number, number, number | undefined] => [status, body.error.code, body.error.error_subcode];

test('it is a simulator', () => {
  expect(start).toBe(startInstagramSimulator);
});

test('what she writes, whole', async () => {
  await siti.says('Halo');
  expect(node.taken[0]?.notification).toEqual({
    object: 'instagram',
    entry: [
      {
        time: expect.any(Number),
        id: setting('ACCOUNT_ID'),
        messaging: [
          {
            sender: { id: siti.id },
            recipient: { id: setting('ACCOUNT_ID') },
            timestamp: expect.any(Number),
            message: { mid: expect.any(String), text: 'Halo' },
          },
        ],
      },
    ],
  });
});

test('files, stories, what was taken back, what the API cannot carry', async () => {
  await siti.sends({ bytes: PNG, contentType: 'image/png' });
  await siti.does((mid) => payloads.storyReply(mid, 'Bagus', { url: 'https://cdn.example/s', id: '17' }));
  await siti.does((mid) => payloads.storyMention(mid, 'https://cdn.example/s'));
  await siti.does((mid) => payloads.deleted(mid));
  await siti.does((mid) => payloads.unsupported(mid));
  const [image, reply, mention, deleted, unsupported] = node.events().map(({ message }) => message);
  expect(image.attachments[0].type).toBe('image');
  expect(Buffer.from(await (await fetch(image.attachments[0].payload.url)).arrayBuffer())).toEqual(PNG);
  expect(reply.reply_to).toEqual({ story: { url: 'https://cdn.example/s', id: '17' } });
  expect(mention.attachments).toEqual([{ type: 'story_mention', payload: { url: 'https://cdn.example/s' } }]);
  expect([deleted.is_deleted, unsupported.is_unsupported]).toEqual([true, true]);
});

test('what we write: its echo names no app, she has seen it by its id', async () => {
  await siti.says('Halo');
  const { body } = await post({ text: 'Halo, Siti' });
  expect(body).toEqual({ recipient_id: siti.id, message_id: siti.mids[0] });
  await simulator.settled();
  await siti.says('Ya');
  await simulator.settled();
  expect(node.events()[1].message).toEqual({ mid: body.message_id, is_echo: true, text: 'Halo, Siti' });
  expect(node.events()).toContainEqual(expect.objectContaining({ read: { mid: body.message_id } }));
  expect(node.events().some((event) => event.delivery)).toBe(false);
});

test('1000 bytes, and quick replies whose titles are cut', async () => {
  await siti.says('Halo');
  expect((await post({ text: 'x'.repeat(1000) })).status).toBe(200);
  expect((await post({ text: '您'.repeat(334) })).body.error).toMatchObject({ code: 100, type: 'IGApiException' });
  const long = 'Bicara dengan petugas kami';
  await post({ text: 'Pilih', quick_replies: [{ content_type: 'text', title: long, payload: 'agent' }] });
  expect(siti.screen.at(-1)?.options).toEqual([long.slice(0, 20)]);
  await siti.taps(long.slice(0, 20));
  await simulator.settled();
  expect(node.events().findLast(({ message }) => message && !message.is_echo).message.quick_reply).toEqual({ payload: 'agent' });
});

test('files go by address only', async () => {
  await siti.says('Halo');
  await siti.sends({ bytes: PNG, contentType: 'image/png' });
  const { url } = node.events().at(-1).message.attachments[0].payload;
  expect((await post({ attachment: { type: 'image', payload: { url } } })).status).toBe(200);
  expect(siti.screen.at(-1)?.file).toMatchObject({ contentType: 'image/png', bytes: PNG });
  expect(error(await post({ attachment: { type: 'audio', payload: { url } } }))).toEqual([400, 100, 2018047]);
  expect(error(await post({ attachment: { type: 'image', payload: {} } }))[1]).toBe(100);
});

test('windows, strangers, blocks and limits have its own codes', async () => {
  expect(error(await post({ text: 'x' }))).toEqual([400, 10, 2534022]);
  await siti.says('Halo');
  simulator.advance(25 * 3_600_000);
  expect(error(await post({ text: 'x' }))).toEqual([400, 10, 2534022]);
  expect((await post({ text: 'x' }, { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' })).status).toBe(200);
  expect(error(await api('me/messages', { recipient: { id: '1' }, message: { text: 'x' } }))).toEqual([400, 100, 2534014]);
  await siti.says('Halo');
  await siti.blocks();
  expect(error(await post({ text: 'x' }))).toEqual([400, 551, 1545041]);
  await siti.unblocks();
  simulator.faults.limit(1, 60);
  const limited = await post({ text: 'x' });
  expect(error(limited)).toEqual([400, 613, 2534040]);
  expect(limited.headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":1');
  simulator.faults.fail(1, 500);
  expect(error(await post({ text: 'x' }))).toEqual([500, 2, undefined]);
  expect(error(await api(`${setting('ACCOUNT_ID')}/take_thread_control`, { recipient: { id: siti.id } }))).toEqual([400, 100, 33]);
});

test('a profile', async () => {
  expect((await api(`${siti.id}?fields=name,username`)).body).toEqual({
    name: 'Siti Rahayu',
    username: expect.stringContaining('siti.rahayu'),
    id: siti.id,
  });
  expect(error(await api(`${siti.id}?fields=locale`))[1]).toBe(100);
});
