import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StartSimulator } from '../simulator.ts';
import { businessOf, refusal, useHouse } from './simulator-house.ts';
import * as payloads from './payloads.ts';
import { startWhatsappSimulator } from './simulator.ts';

const HOUR_MS = 3_600_000;
const start: StartSimulator = startWhatsappSimulator;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

const house = useHouse();
const { setting, api, post, statuses, latest } = businessOf(house);
const interactive = (value: object): object => ({ type: 'interactive', interactive: value });
const buttons = (...replies: { id: string; title: string }[]): object =>
  interactive({ type: 'button', body: { text: 'Pilih' }, action: { buttons: replies.map((reply) => ({ type: 'reply', reply })) } });
const list = (...rows: object[]): object =>
  interactive({ type: 'list', body: { text: 'Pilih' }, action: { button: 'Lihat', sections: [{ title: 'Topik', rows }] } });

test('it is a simulator', () => {
  expect(start).toBe(startWhatsappSimulator);
});

describe('what she writes', () => {
  test('a text, whole', async () => {
    await house.siti.says('Halo, saldo saya?');
    expect(house.node.taken[0]?.notification).toEqual({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '102290129340398',
          changes: [
            {
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15550783881', phone_number_id: setting('PHONE_NUMBER_ID') },
                contacts: [{ profile: { name: 'Siti' }, wa_id: house.siti.id, user_id: house.siti.userId }],
                messages: [
                  {
                    from: house.siti.id,
                    from_user_id: house.siti.userId,
                    id: expect.stringMatching(/^wamid\./),
                    timestamp: expect.stringMatching(/^\d{10}$/),
                    type: 'text',
                    text: { body: 'Halo, saldo saya?' },
                  },
                ],
              },
              field: 'messages',
            },
          ],
        },
      ],
    });
  });

  test('prepared messages are new each time, each a second later', async () => {
    const times: number[] = [];
    for (const delivery of [house.simulator.prepare(house.siti, 'satu'), house.simulator.prepare(house.siti, 'dua')]) {
      expect((await house.simulator.deliver(delivery)).status).toBe(200);
      times.push(Number(house.node.events().at(-1).messages[0].timestamp));
    }
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(1);
    expect(new Set(house.node.events().map(({ messages }) => messages[0].id)).size).toBe(2);
  });

  test('who has a username hides her number, and is written to by her user id', async () => {
    const rara = house.simulator.customer({ name: 'Rara', username: 'rara.k' });
    await rara.says('Halo');
    const { contacts, messages } = house.node.events()[0];
    expect(contacts).toEqual([{ profile: { name: 'Rara', username: 'rara.k' }, user_id: rara.userId }]);
    expect(messages[0]).not.toHaveProperty('from');
    const answer = await api(`${setting('PHONE_NUMBER_ID')}/messages`, {
      messaging_product: 'whatsapp',
      recipient: rara.userId,
      type: 'text',
      text: { body: 'Hai' },
    });
    expect(answer.body.contacts).toEqual([{ input: rara.userId, user_id: rara.userId }]);
    expect(rara.screen).toHaveLength(1);
    const [sent] = await statuses();
    expect(sent).not.toHaveProperty('recipient_id');
    expect(sent.recipient_user_id).toBe(rara.userId);
  });

  test('files, by id', async () => {
    await house.siti.sends({ bytes: PNG, contentType: 'image/png' });
    await house.siti.sends({ bytes: Buffer.from('OggS'), contentType: 'audio/ogg; codecs=opus' });
    await house.siti.sends({ bytes: Buffer.from('%PDF-'), contentType: 'application/pdf', name: 'bukti.pdf' });
    const [image, audio, document] = house.node.events().map(({ messages }) => messages[0]);
    expect(image).toMatchObject({
      type: 'image',
      image: { mime_type: 'image/png', sha256: createHash('sha256').update(PNG).digest('base64') },
    });
    expect(audio).toMatchObject({ type: 'audio', audio: { voice: true } });
    expect(document).toMatchObject({ type: 'document', document: { filename: 'bukti.pdf' } });

    const { body } = await api(image.image.id);
    expect(body).toMatchObject({ mime_type: 'image/png', file_size: 8, id: image.image.id, messaging_product: 'whatsapp' });
    expect((await fetch(body.url)).status).toBe(401);
    const authorized = { headers: { Authorization: `Bearer ${setting('TOKEN')}` } };
    expect(Buffer.from(await (await fetch(body.url, authorized)).arrayBuffer())).toEqual(PNG);
    house.simulator.advance(5 * 60_000 + 1000);
    expect((await fetch(body.url, authorized)).status).toBe(404);
    expect((await api(image.image.id)).status).toBe(200);
    house.simulator.advance(7 * 24 * HOUR_MS);
    expect(await api(image.image.id)).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
  });

  test('reactions, what the API cannot carry, a new number', async () => {
    await house.siti.does(payloads.reaction('wamid.x', '👍'));
    await house.siti.does(payloads.unsupported('poll_creation'));
    const [reaction, unsupported] = house.node.events().map(({ messages }) => messages[0]);
    expect(reaction).toMatchObject({ type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } });
    expect(unsupported).toMatchObject({ type: 'unsupported', errors: [{ code: 131051 }], unsupported: { type: 'poll_creation' } });
    const person = { waId: house.siti.id, userId: house.siti.userId, name: house.siti.name };
    expect(payloads.changedNumber(person, { id: 'wamid.y', at: 0 }, '62899')).toMatchObject({
      messages: [{ type: 'system', system: { wa_id: '62899' } }],
    });
  });
});

describe('what we write', () => {
  beforeEach(() => house.siti.says('Halo'));

  test('a text, with what became of it', async () => {
    const { status, body } = await post({ type: 'text', text: { body: '*Halo*, _Siti_' } }, `+${house.siti.id}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: `+${house.siti.id}`, wa_id: house.siti.id }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    expect(house.siti.screen).toEqual([{ text: 'Halo, Siti', options: [], links: [] }]);
    await house.simulator.settled();
    await house.siti.says('Ya');
    const told = await statuses();
    expect(told.map((one) => [one.id, one.status, one.recipient_id])).toEqual(
      ['sent', 'delivered', 'read'].map((state) => [body.messages[0].id, state, house.siti.id]),
    );
    expect(told[0]).toMatchObject({
      recipient_user_id: house.siti.userId,
      conversation: { id: expect.any(String), expiration_timestamp: expect.any(String), origin: { type: 'service' } },
      pricing: { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' },
    });
    expect(told[2]).not.toHaveProperty('pricing');
  });

  test('buttons, and her tap', async () => {
    const { body } = await post(buttons({ id: 'a', title: 'Saldo' }, { id: 'b', title: 'Bantuan' }));
    expect(house.siti.screen.at(-1)?.options).toEqual(['Saldo', 'Bantuan']);
    await house.siti.taps('Bantuan');
    const tap = await latest();
    expect(tap).toMatchObject({
      context: { from: '15550783881', id: body.messages[0].id },
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'b', title: 'Bantuan' } },
    });
    await expect(house.siti.taps('Keluar')).rejects.toThrow('no option');
  });

  test('a list, and her choice', async () => {
    await post(list({ id: 'a', title: 'Saldo', description: 'Berapa saldo saya' }, { id: 'b', title: 'Lainnya' }));
    await house.siti.taps('Saldo');
    expect((await latest()).interactive).toEqual({
      type: 'list_reply',
      list_reply: { id: 'a', title: 'Saldo', description: 'Berapa saldo saya' },
    });
  });

  test('a button that opens a page', async () => {
    const parameters = { display_text: 'Buka', url: 'https://dompet.example/ktp' };
    await post(interactive({ type: 'cta_url', body: { text: 'Verifikasi' }, action: { name: 'cta_url', parameters } }));
    expect(house.siti.screen.at(-1)).toEqual({
      text: 'Verifikasi',
      options: [],
      links: [{ title: 'Buka', url: 'https://dompet.example/ktp' }],
    });
  });

  test('files that we uploaded, until we delete them', async () => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', 'application/pdf');
    form.set('file', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), 'x.pdf');
    const { body } = await api(`${setting('PHONE_NUMBER_ID')}/media`, form);
    const document = { type: 'document', document: { id: body.id, caption: 'Bukti', filename: 'bukti.pdf' } };
    expect((await post(document)).status).toBe(200);
    expect(house.siti.screen.at(-1)).toEqual({
      text: 'Bukti',
      options: [],
      links: [],
      file: { contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7'), name: 'bukti.pdf' },
    });
    expect(refusal(await post({ type: 'image', image: { id: body.id } }))).toEqual([
      400,
      131053,
      expect.stringContaining('Unsupported image'),
    ]);
    expect((await api(body.id, undefined, 'DELETE')).body).toEqual({ success: true });
    expect(await post(document)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    form.set('type', 'application/zip');
    expect(await api(`${setting('PHONE_NUMBER_ID')}/media`, form)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  });

  test('a link that cannot be fetched fails later', async () => {
    expect((await post({ type: 'image', image: { link: `${house.node.origin}/none` } })).status).toBe(200);
    expect(house.siti.screen).toHaveLength(0);
    expect(await statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131053, title: 'Media upload error' }] }]);
  });

  test('read, and typing', async () => {
    const message_id = house.node.events()[0].messages[0].id as string;
    const seen = { messaging_product: 'whatsapp', status: 'read', message_id, typing_indicator: { type: 'text' } };
    expect((await api(`${setting('PHONE_NUMBER_ID')}/messages`, seen)).body).toEqual({ success: true });
    expect(refusal(await api(`${setting('PHONE_NUMBER_ID')}/messages`, { ...seen, message_id: 'wamid.none' }))[1]).toBe(131009);
  });

  const row = (title: string, id = title): object => ({ id, title });
  test.each([
    ['a text of 4097', { type: 'text', text: { body: 'x'.repeat(4097) } }, 100, undefined],
    ['a text without body', { type: 'text', text: {} }, 100, undefined],
    ['an unknown key', { type: 'text', text: { body: 'x', colour: 'red' } }, 100, undefined],
    ['an unknown type', { type: 'hologram', hologram: {} }, 100, undefined],
    [
      'four buttons',
      buttons(...['a', 'b', 'c', 'd'].map((id) => ({ id, title: id }))),
      131009,
      'Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3',
    ],
    [
      'a button title of 21',
      buttons({ id: 'a', title: 'x'.repeat(21) }),
      131009,
      'Button title length invalid. Min length: 1, Max length: 20',
    ],
    ['a button id of 257', buttons({ id: 'x'.repeat(257), title: 'a' }), 131009, expect.stringContaining('Button id')],
    ['one button id twice', buttons({ id: 'a', title: 'a' }, { id: 'a', title: 'b' }), 131009, 'Duplicated button id: a'],
    [
      'eleven rows',
      list(...Array.from({ length: 11 }, (_, index) => row(`r${index}`))),
      131009,
      'Total row count exceed max allowed count: 10',
    ],
    ['a row title of 25', list(row('x'.repeat(25), 'a')), 131009, expect.stringContaining('Row title')],
    ['a row description of 73', list({ ...row('a'), description: 'x'.repeat(73) }), 131009, expect.stringContaining('Row description')],
    [
      'a button body of 1025',
      interactive({ type: 'button', body: { text: 'x'.repeat(1025) }, action: { buttons: [{ type: 'reply', reply: row('a') }] } }),
      131009,
      'Body text length invalid. Min length: 1, Max length: 1024',
    ],
    [
      'a list button of 21',
      interactive({ type: 'list', body: { text: 'x' }, action: { button: 'x'.repeat(21), sections: [{ rows: [row('a')] }] } }),
      131009,
      expect.stringContaining('Button text'),
    ],
    ['an unknown file', { type: 'image', image: { id: '1' } }, 100, undefined],
    ['a file by nothing', { type: 'image', image: {} }, 131008, expect.any(String)],
  ])('%s is refused', async (_name, message, code, details) => {
    expect(refusal(await post(message))).toEqual([400, code, details]);
    expect(house.siti.screen).toHaveLength(0);
  });

  test('a list may say 4096, as a text', async () => {
    const message = { type: 'list', body: { text: 'x'.repeat(4096) }, action: { button: 'Lihat', sections: [{ rows: [row('a')] }] } };
    expect((await post(interactive(message))).status).toBe(200);
    expect((await post({ type: 'text', text: { body: '😀'.repeat(4096) } })).status).toBe(200);
  });
});
