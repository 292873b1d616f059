import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { conversationIdOf } from '../../../src/channels/conversation-id.ts';
import * as module from '../../../src/channels/instagram/index.ts';
import type { Activity } from '../../../src/core/activity.ts';
import type { Conversation } from '../../../src/core/conversation.ts';
import { HERO_CARD } from '../../../src/core/cards.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { type Asked, APP_SECRET, type MetaHouse, ofOurs, openMetaHouse, signed, TOKEN, VERIFY_TOKEN } from '../meta-house.ts';

const ACCOUNT = '17841405822304914';
const IGSID = '567890123456789';
const CHAT = conversationIdOf('instagram', ACCOUNT, IGSID);
const DAY = 24 * 3_600_000;
let house: MetaHouse;
afterEach(() => house.close());

let sent = 0;
function openInstagram(context?: Partial<ChannelContext>) {
  const env = (origin: string) => ({
    ESTAFET_INSTAGRAM_APP_SECRET: APP_SECRET,
    ESTAFET_INSTAGRAM_VERIFY_TOKEN: VERIFY_TOKEN,
    ESTAFET_INSTAGRAM_TOKEN: TOKEN,
    ESTAFET_INSTAGRAM_ACCOUNT_ID: ACCOUNT,
    ESTAFET_INSTAGRAM_API: `${origin}/v26.0`,
  });
  const answer = ({ body }: Asked) => ({ body: { recipient_id: IGSID, ...(body.message && { message_id: `aWdf${++sent}` }) } });
  return openMetaHouse({ module, path: '/webhooks/instagram', env, answer, context, at: '2025-06-08T21:05:00Z' });
}
async function fixture(name: string) {
  return JSON.parse(await readFile(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8'));
}
async function said() {
  const { activities } = await house.harness.storage.store.activitiesAfter(CHAT, 0, 'customer');
  return activities.filter(({ from }) => from.role === 'user');
}

describe('an event of Instagram’s', () => {
  it('needs the app to have signed it', async () => {
    house = await openInstagram();
    const text = JSON.stringify(await fixture('text'));
    expect((await house.post(text, signed(`${text} `))).status).toBe(401);
    expect(await said()).toEqual([]);
  });

  it('that is a text is her message, once, and answered', async () => {
    house = await openInstagram();
    for (let times = 0; times < 2; times++) await house.deliver(await fixture('text'));
    expect(await said()).toMatchObject([{ text: 'Halo kak', from: { id: `instagram:${IGSID}` } }]);
    expect(house.graph.asked.find(({ body }) => body.message)).toMatchObject({
      path: `/v26.0/${ACCOUNT}/messages`,
      headers: { authorization: 'Bearer token-of-the-tests' },
      body: { recipient: { id: IGSID }, messaging_type: 'RESPONSE' },
    });
    await expect
      .poll(() => house.graph.asked.map(({ body }) => body))
      .toContainEqual({ recipient: { id: IGSID }, sender_action: 'mark_seen' });
  });

  it('about a story leads to it and keeps no copy', async () => {
    house = await openInstagram();
    await house.deliver(await fixture('story-reply'));
    await house.deliver(await fixture('story-mention'));
    expect(await said()).toMatchObject([
      {
        text: 'How do I get this?',
        attachments: [{ contentType: 'text/html', name: 'story', contentUrl: 'https://cdn.example/story/1?asset_id=1' }],
      },
      { attachments: [{ contentType: 'text/html', name: 'story mention', contentUrl: 'https://cdn.example/story/2' }] },
    ]);
  });

  it('of each other kind is taken for what it is', async () => {
    house = await openInstagram();
    for (const name of ['image', 'deleted', 'unsupported', 'echo', 'quick-reply']) await house.deliver(await fixture(name));
    expect(await said()).toMatchObject([
      { attachments: [{ contentType: 'image/jpeg', name: 'image', contentUrl: expect.stringMatching(/^\/files\//) }] },
      { text: '[?]' },
      { text: 'Red' },
    ]);
  });

  it('that she has seen ours is told to the agents', async () => {
    house = await openInstagram();
    await house.deliver(await fixture('text'));
    await house.context.deliveries.sent({ id: 'one', conversationId: CHAT }, 'instagram', ['aWdf_ours']);
    await house.deliver(await fixture('seen'));
    expect((await house.context.deliveries.of(CHAT)).find(({ activityId }) => activityId === 'one')?.state).toBe('read');
  });
});

describe('what is sent to Instagram', () => {
  async function sends(activity: Partial<Activity>, to: Partial<Conversation> = {}) {
    const conversation = { id: CHAT, channel: 'instagram', address: { id: IGSID }, customerAt: house.clock.now(), ...to } as Conversation;
    const result = await house.channel.send?.(conversation, ofOurs({ conversationId: CHAT, ...activity }), `key${++sent}`);
    return { result, messages: house.graph.asked.splice(0).map(({ body }) => body) };
  }

  it('is a text of at most 1,000 bytes, with quick replies and links written out', async () => {
    house = await openInstagram();
    const content = { buttons: [{ type: 'openUrl', title: '登录', value: 'https://wallet.example/in' }] };
    const actions = [{ type: 'imBack' as const, title: '好', value: '好' }];
    const { messages } = await sends({
      text: '请稍等。'.repeat(100),
      locale: 'zh',
      attachments: [{ contentType: HERO_CARD, content }],
      suggestedActions: { actions },
    });
    const texts = messages.map(({ message }) => message.text);
    expect(texts.every((text) => Buffer.byteLength(text) <= 1_000)).toBe(true);
    expect(texts.join('')).toBe(`${'请稍等。'.repeat(100)}\n\n登录: https://wallet.example/in`);
    expect(texts).toHaveLength(2);
    expect(messages.at(-1)).toEqual({
      recipient: { id: IGSID },
      messaging_type: 'RESPONSE',
      message: { text: texts.at(-1), quick_replies: [{ content_type: 'text', title: '好', payload: '7.0' }] },
    });
    expect(messages[0].message.quick_replies).toBeUndefined();
  });

  it('is a file by its public address, where Instagram takes it', async () => {
    house = await openInstagram({ publicUrl: 'https://desk.example' });
    const attachments = [
      { contentType: 'image/png', name: 'a.png', contentUrl: 'https://desk.example/files/a' },
      { contentType: 'application/pdf', name: 'b.pdf', contentUrl: '/files/b' },
      { contentType: 'text/plain; charset=utf-8', name: 'c.txt', contentUrl: '/files/c' },
    ];
    const { messages } = await sends({ attachments });
    expect(messages.map(({ message }) => message)).toEqual([
      { attachment: { type: 'image', payload: { url: 'https://desk.example/files/a' } } },
      { attachment: { type: 'file', payload: { url: 'https://desk.example/files/b' } } },
      { text: 'c.txt: https://desk.example/files/c' },
    ]);
  });

  it('is given up where nobody could fetch the file', async () => {
    house = await openInstagram();
    const { result, messages } = await sends({ attachments: [{ contentType: 'image/png', name: 'a.png', contentUrl: '/files/a' }] });
    expect([result, messages]).toEqual([{ ok: false, retry: false, error: expect.stringContaining('ESTAFET_PUBLIC_URL') }, []]);
  });

  it('goes as a person’s words after a day, only where a person wrote it', async () => {
    house = await openInstagram();
    const late = { customerAt: house.clock.now() - DAY };
    const agent = await sends({ text: 'agent', from: { id: 'agent:sari', name: 'Sari', role: 'agent' } }, late);
    expect(agent.messages).toEqual([
      { recipient: { id: IGSID }, messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT', message: { text: 'agent' } },
    ]);
    expect(await sends({ text: 'bot' }, late)).toMatchObject({
      result: { ok: false, retry: false, reason: 'window-closed' },
      messages: [],
    });
  });

  it('is closed when Instagram says so', async () => {
    house = await openInstagram();
    house.graph.answer(() => ({
      status: 403,
      body: { error: { message: 'm', type: 'IGApiException', code: 10, error_subcode: 2534022, fbtrace_id: 'A' } },
    }));
    expect((await sends({ text: 'Hello' })).result).toMatchObject({ ok: false, retry: false, reason: 'window-closed' });
  });
});
