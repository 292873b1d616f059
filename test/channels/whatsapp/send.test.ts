import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Activity } from '../../../src/core/activity.ts';
import { HERO_CARD } from '../../../src/core/cards.ts';
import type { Conversation } from '../../../src/core/conversation.ts';
import { SARI } from '../../helpers/harness.ts';
import { type Answer, type MetaHouse, ofOurs } from '../meta-house.ts';
import { accepts, fixture, NUMBER_ID, openWhatsApp } from './house.ts';

const HOUR = 3_600_000;
const HEAD = { messaging_product: 'whatsapp', recipient_type: 'individual', to: '16505551234' };
let house: MetaHouse;
let conversation: Conversation;
let sends = 0;

beforeAll(async () => {
  house = await openWhatsApp();
  await house.deliver(await fixture('text'));
  const [open] = await house.harness.storage.store.listByOwner({ owner: 'any' });
  conversation = open as Conversation;
});
beforeEach(() => {
  house.graph.asked.length = 0;
  house.graph.answer(accepts);
});
afterAll(() => house.close());

function send(activity: Partial<Activity>, to: Partial<Conversation> = {}) {
  return house.channel.send?.({ ...conversation, ...to }, ofOurs({ conversationId: conversation.id, ...activity }), `key${++sends}`);
}
const bodies = () => house.graph.asked.map(({ body }) => body);
const replies = (...labels: string[]) => ({
  suggestedActions: { actions: labels.map((label) => ({ type: 'imBack' as const, title: label, value: label })) },
});
const refuse =
  (status: number, code: number, more: object = {}, headers: Record<string, string> = {}) =>
  (): Answer => ({
    status,
    headers,
    body: {
      error: {
        message: `(#${code}) Malformed access token token-of-the-tests`,
        type: 'OAuthException',
        code,
        error_data: { messaging_product: 'whatsapp', details: 'details' },
        fbtrace_id: 'A',
        ...more,
      },
    },
  });

describe('what is sent', () => {
  it('is a text', async () => {
    expect(await send({ text: 'Hello *there*' })).toEqual({ ok: true });
    expect(house.graph.asked[0]).toMatchObject({
      method: 'POST',
      path: `/v26.0/${NUMBER_ID}/messages`,
      headers: { authorization: 'Bearer token-of-the-tests' },
    });
    expect(bodies()).toEqual([{ ...HEAD, type: 'text', text: { body: 'Hello *there*', preview_url: false } }]);
  });

  it('goes by Meta’s id of her where her number is hidden', async () => {
    await send({ text: 'Hello' }, { address: { userId: 'US.13491208655302741918' } });
    expect(bodies()).toEqual([
      {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        recipient: 'US.13491208655302741918',
        type: 'text',
        text: { body: 'Hello', preview_url: false },
      },
    ]);
  });

  it('has reply buttons for three short options', async () => {
    await send({ text: 'Which one?', ...replies('Yes', 'No', 'Talk to a person') });
    expect(bodies()).toEqual([
      {
        ...HEAD,
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'Which one?' },
          action: {
            buttons: [
              { type: 'reply', reply: { id: '7.0', title: 'Yes' } },
              { type: 'reply', reply: { id: '7.1', title: 'No' } },
              { type: 'reply', reply: { id: '7.2', title: 'Talk to a person' } },
            ],
          },
        },
      },
    ]);
  });

  it('has a list for more or longer ones', async () => {
    await send({ text: 'Which one?', ...replies('Yes', 'No', 'A payment that has failed twice', 'Talk to a person') });
    expect(bodies()).toEqual([
      {
        ...HEAD,
        type: 'interactive',
        interactive: {
          type: 'list',
          body: { text: 'Which one?' },
          action: {
            button: 'See options',
            sections: [
              {
                rows: [
                  { id: '7.0', title: 'Yes' },
                  { id: '7.1', title: 'No' },
                  { id: '7.2', title: 'A payment that has fail…', description: 'A payment that has failed twice' },
                  { id: '7.3', title: 'Talk to a person' },
                ],
              },
            ],
          },
        },
      },
    ]);
  });

  it('has a button for a link', async () => {
    const content = { buttons: [{ type: 'openUrl', title: 'Sign in', value: 'https://wallet.example/in' }] };
    await send({ text: 'Please sign in.', attachments: [{ contentType: HERO_CARD, content }] });
    expect(bodies()).toEqual([
      {
        ...HEAD,
        type: 'interactive',
        interactive: {
          type: 'cta_url',
          body: { text: 'Please sign in.' },
          action: { name: 'cta_url', parameters: { display_text: 'Sign in', url: 'https://wallet.example/in' } },
        },
      },
    ]);
  });

  it('is cut where WhatsApp takes no more', async () => {
    await send({ text: 'One sentence. '.repeat(400) });
    expect(
      bodies()
        .map(({ text }) => text.body.length)
        .every((length) => length <= 4_096),
    ).toBe(true);
    expect(bodies()).toHaveLength(2);
  });

  it('is a file, uploaded first', async () => {
    const bytes = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const files = [
      { name: 'receipt.png', bytes },
      { name: 'note.txt', bytes: Buffer.from('a note') },
    ];
    const attachments = await house.context.files.keep(files, { conversationId: conversation.id, origin: 'http://desk' });
    house.graph.answer((asked) => (asked.path.endsWith('/media') ? { body: { id: '4490709327384033' } } : accepts(asked)));
    expect(await send({ attachments })).toEqual({ ok: true });
    const [upload, picture, , document] = house.graph.asked;
    expect(upload).toMatchObject({
      path: `/v26.0/${NUMBER_ID}/media`,
      headers: { 'content-type': expect.stringMatching(/^multipart\/form-data/) },
    });
    expect(upload?.body).toMatch(
      /name="messaging_product"\r\n\r\nwhatsapp\r\n[^]*name="type"\r\n\r\nimage\/png[^]*name="file"; filename="receipt.png"/,
    );
    expect([picture?.body, document?.body]).toEqual([
      { ...HEAD, type: 'image', image: { id: '4490709327384033' } },
      { ...HEAD, type: 'document', document: { id: '4490709327384033', filename: 'note.txt' } },
    ]);
  });

  it('says that an agent writes, by her latest message', async () => {
    house.harness.storage.live.publish({
      kind: 'typing',
      conversationId: conversation.id,
      from: { id: 'sari', name: 'Sari', role: 'agent' },
    });
    await expect.poll(bodies).toEqual([
      {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
        typing_indicator: { type: 'text' },
      },
    ]);
  });
});

describe('a refusal', () => {
  it('says whether another try helps, for whom, and never what the token is', async () => {
    const cases: [Answer, object][] = [
      [refuse(400, 131056)(), { retry: true, retryAfterMs: 6_000 }],
      [refuse(401, 190)(), { retry: true }],
      [refuse(500, 131000)(), { retry: true }],
      [refuse(400, 131999, { is_transient: true })(), { retry: true }],
      [refuse(400, 131026)(), { retry: false, reason: 'blocked' }],
      [refuse(400, 131047)(), { retry: false, reason: 'window-closed' }],
      [refuse(400, 131009)(), { retry: false }],
      [refuse(400, 100, { error_subcode: 33 })(), { retry: false }],
      [
        { status: 503, headers: { 'Retry-After': '7' }, body: 'down' },
        { retry: true, retryAfterMs: 7_000 },
      ],
      [{ status: 400, body: 'what?' }, { retry: false }],
    ];
    for (const [answer, expected] of cases) {
      house.graph.answer(() => answer);
      const result = await send({ text: 'Hello' });
      expect(result).toMatchObject({ ok: false, ...expected });
      expect(JSON.stringify(result)).not.toContain('token-of-the-tests');
    }
  });

  it('for the whole number holds everybody’s messages back', async () => {
    house.graph.answer(refuse(429, 130429, {}, { 'Retry-After': '3' }));
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, retry: true, retryAfterMs: 3_000 });
    house.graph.asked.length = 0;
    expect(await send({ text: 'Hello' }, { id: 'whatsapp-other' })).toMatchObject({ ok: false, retry: true, retryAfterMs: 3_000 });
    expect(bodies()).toEqual([]);
    house.clock.advance(3_000);
    house.graph.answer(accepts);
    expect(await send({ text: 'Hello' })).toEqual({ ok: true });
  });
});

describe('24 hours after her message', () => {
  const late = () => ({ customerAt: house.clock.now() - 24 * HOUR });

  it('she can be sent the invitation, and nothing else', async () => {
    expect(house.channel.reach?.({ ...conversation, customerAt: 0 }, 24 * HOUR - 1)).toEqual({ open: true, until: 24 * HOUR });
    expect(house.channel.reach?.({ ...conversation, customerAt: 0 }, 24 * HOUR)).toEqual({ open: false, invitation: true });
    expect(await send({ text: 'Hello' }, late())).toMatchObject({ ok: false, retry: false, reason: 'window-closed' });
    expect(await send({ type: 'event', name: 'handoff.status', value: { state: 'accepted' } }, late())).toEqual({ ok: true });
    expect(bodies()).toEqual([]);
    expect(await send({ text: 'Please write', locale: 'zh', channelData: { invitation: true } }, late())).toEqual({ ok: true });
    expect(bodies()).toEqual([{ ...HEAD, type: 'template', template: { name: 'support_has_news', language: { code: 'zh_CN' } } }]);
  });

  it('and before her first one an agent can invite her by her number', async () => {
    const opened = house.channel.opening?.find('+62 812-3456-7890');
    const { conversationId, origin } = opened ?? expect.fail('no opening');
    expect(origin).toEqual({
      channel: 'whatsapp',
      delivery: 'push',
      address: { to: '6281234567890' },
      customer: { id: 'whatsapp:6281234567890' },
    });
    const command = (id: string, what: object) => ({ kind: 'agentCommand', id, conversationId, agent: SARI, command: what }) as never;
    await house.harness.engine.handle(command('a1', { type: 'start', origin }));
    await house.harness.engine.handle(command('a2', { type: 'invite' }));
    await house.harness.outbox.idle();
    expect(bodies()).toEqual([
      { ...HEAD, to: '6281234567890', type: 'template', template: { name: 'support_has_news', language: { code: 'id' } } },
    ]);
    const reply = await fixture('text');
    Object.assign(reply.entry[0].changes[0].value, {
      contacts: [{ profile: { name: 'Ratna' }, wa_id: '6281234567890' }],
      messages: [{ from: '6281234567890', id: 'wamid.ratna', timestamp: '1749416600', type: 'text', text: { body: 'Ya?' } }],
    });
    await house.deliver(reply);
    const { conversation: hers } = await house.harness.storage.store.load(conversationId);
    expect(hers).toMatchObject({ owner: { kind: 'agent', agentId: SARI.id }, customerAt: 1_749_416_600_000 });
  });

  it('without a template nobody is invited', async () => {
    const other = await openWhatsApp({ env: { ESTAFET_WHATSAPP_TEMPLATE: '' } });
    expect(other.channel.opening).toBeUndefined();
    expect(other.channel.reach?.({ ...conversation, customerAt: 0 }, 24 * HOUR)).toEqual({ open: false });
    await other.close();
  });
});
