import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Activity } from '../../../src/core/activity.ts';
import type { Conversation } from '../../../src/core/conversation.ts';
import { HERO_CARD } from '../../../src/core/cards.ts';
import { type Answer, type MetaHouse, ofOurs } from '../meta-house.ts';
import { accepts, fixture, openMessenger, PSID } from './house.ts';

const DAY = 24 * 3_600_000;
const HEAD = { recipient: { id: PSID }, messaging_type: 'RESPONSE' };
const AGENT = { id: 'agent:sari', name: 'Sari', role: 'agent' as const };
let house: MetaHouse;
let conversation: Conversation;
let sends = 0;

beforeAll(async () => {
  house = await openMessenger();
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
const refuse = (status: number, code: number, subcode?: number): Answer => ({
  status,
  body: {
    error: { message: 'Malformed access token token-of-the-tests', type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'A' },
  },
});

describe('what is sent', () => {
  it('is a text with quick replies', async () => {
    const actions = ['Yes', 'No'].map((label) => ({ type: 'imBack' as const, title: label, value: label }));
    await send({ text: 'Which one?', suggestedActions: { actions } });
    expect(bodies()).toEqual([
      {
        ...HEAD,
        message: {
          text: 'Which one?',
          quick_replies: [
            { content_type: 'text', title: 'Yes', payload: '7.0' },
            { content_type: 'text', title: 'No', payload: '7.1' },
          ],
        },
      },
    ]);
  });

  it('has buttons for links, beside quick replies', async () => {
    const content = { buttons: [{ type: 'openUrl', title: 'Sign in', value: 'https://wallet.example/in' }] };
    const actions = [{ type: 'imBack' as const, title: 'Done', value: 'Done' }];
    await send({ text: 'Please sign in.', attachments: [{ contentType: HERO_CARD, content }], suggestedActions: { actions } });
    expect(bodies()).toEqual([
      {
        ...HEAD,
        message: {
          attachment: {
            type: 'template',
            payload: {
              template_type: 'button',
              text: 'Please sign in.',
              buttons: [{ type: 'web_url', url: 'https://wallet.example/in', title: 'Sign in' }],
            },
          },
          quick_replies: [{ content_type: 'text', title: 'Done', payload: '7.0' }],
        },
      },
    ]);
  });

  it('numbers what is too long for a quick reply', async () => {
    const actions = ['Yes', 'A payment that has failed twice'].map((label) => ({ type: 'imBack' as const, title: label, value: label }));
    await send({ text: 'Which one?', suggestedActions: { actions } });
    expect(bodies()[0].message).toEqual({
      text: 'Which one?\n\n1. Yes\n2. A payment that has failed twice\n\nReply with the number of your choice.',
    });
  });

  it('is a file, uploaded with the message', async () => {
    const bytes = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF');
    const attachments = await house.context.files.keep([{ name: 'receipt.pdf', bytes }], {
      conversationId: conversation.id,
      origin: 'http://desk',
    });
    expect(await send({ attachments })).toEqual({ ok: true });
    const [form] = bodies();
    expect(form).toContain(`name="recipient"\r\n\r\n{"id":"${PSID}"}`);
    expect(form).toContain('name="messaging_type"\r\n\r\nRESPONSE');
    expect(form).toContain('name="message"\r\n\r\n{"attachment":{"type":"file","payload":{}}}');
    expect(form).toMatch(/name="filedata"; filename="receipt.pdf"\r\nContent-Type: application\/pdf\r\n\r\n%PDF-1\.4/);
  });

  it('says that an agent writes', async () => {
    house.harness.storage.live.publish({
      kind: 'typing',
      conversationId: conversation.id,
      from: { id: 'sari', name: 'Sari', role: 'agent' },
    });
    await expect.poll(bodies).toEqual([{ recipient: { id: PSID }, sender_action: 'typing_on' }]);
  });
});

describe('the window', () => {
  const after = (ms: number) => ({ customerAt: house.clock.now() - ms });

  it('is a day for the bot, and seven for what an agent writes', async () => {
    expect(await send({ text: 'bot' }, after(DAY - 1))).toEqual({ ok: true });
    expect(await send({ text: 'bot' }, after(DAY))).toMatchObject({ ok: false, retry: false, reason: 'window-closed' });
    expect(await send({ text: 'agent', from: AGENT }, after(DAY - 1))).toEqual({ ok: true });
    expect(await send({ text: 'agent', from: AGENT }, after(7 * DAY - 1))).toEqual({ ok: true });
    expect(await send({ text: 'agent', from: AGENT }, after(7 * DAY))).toMatchObject({ ok: false, retry: false, reason: 'window-closed' });
    expect(await send({ type: 'event', name: 'handoff.status', value: { state: 'accepted' }, from: AGENT }, after(DAY))).toEqual({
      ok: true,
    });
    expect(bodies()).toEqual([
      { ...HEAD, message: { text: 'bot' } },
      { ...HEAD, message: { text: 'agent' } },
      { recipient: { id: PSID }, messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT', message: { text: 'agent' } },
    ]);
  });

  it('is told to agents as theirs', () => {
    expect(house.channel.reach?.({ ...conversation, customerAt: 0 }, 7 * DAY - 1)).toEqual({ open: true, until: 7 * DAY });
    expect(house.channel.reach?.({ ...conversation, customerAt: 0 }, 7 * DAY)).toEqual({ open: false });
  });
});

describe('a refusal', () => {
  it('says whether another try helps, and never what the token is', async () => {
    const cases: [Answer, object][] = [
      [refuse(403, 10, 2018278), { retry: false, reason: 'window-closed' }],
      [refuse(403, 10, 2018108), { retry: false, reason: 'blocked' }],
      [refuse(400, 551, 1545041), { retry: false, reason: 'blocked' }],
      [refuse(403, 200, 1545041), { retry: false, reason: 'blocked' }],
      [refuse(400, 100, 2018001), { retry: false }],
      [refuse(403, 10, 2018300), { retry: false }],
      [refuse(403, 10), { retry: true }],
      [refuse(403, 230), { retry: true }],
      [refuse(401, 190), { retry: true }],
      [refuse(500, 1200), { retry: true }],
      [refuse(500, 2), { retry: true }],
      [{ status: 502, body: 'bad gateway' }, { retry: true }],
    ];
    for (const [answer, expected] of cases) {
      house.graph.answer(() => answer);
      const result = await send({ text: 'Hello' });
      expect(result).toMatchObject({ ok: false, ...expected });
      expect(JSON.stringify(result)).not.toContain('token-of-the-tests');
    }
  });

  it('of too many calls holds everybody’s messages back', async () => {
    house.graph.answer(() => refuse(400, 613));
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, retry: true, retryAfterMs: 60_000 });
    house.graph.asked.length = 0;
    expect(await send({ text: 'Hello' })).toMatchObject({ ok: false, retry: true });
    expect(bodies()).toEqual([]);
    house.clock.advance(60_000);
    house.graph.answer(accepts);
    expect(await send({ text: 'Hello' })).toEqual({ ok: true });
  });
});
