import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createBotFrameworkChannel } from '../../../src/channels/botframework/channel.ts';
import { conversationIdOf } from '../../../src/channels/botframework/incoming.ts';
import { readSettings, type Settings } from '../../../src/channels/botframework/settings.ts';
import type { NativeRoute } from '../../../src/ports/http.ts';
import { SARI } from '../../helpers/harness.ts';
import { type Connector, emulatorActivity, openConnector } from './connector.ts';
import { type House, openHouse } from './house.ts';

const CONVERSATION = conversationIdOf({ channelId: 'emulator', conversation: { id: '7f0c|livechat' } });

let connector: Connector;
let house: House;

beforeEach(async () => {
  connector = await openConnector();
  house = await openHouse(connector.serviceUrl, { adapter: { timeoutMs: 1_500 } });
});

afterEach(async () => {
  await house.close();
  await connector.close();
});

const text = (key: string, values = {}) => house.harness.world.texts.format('en', key, values);

async function written() {
  const { activities } = await house.harness.storage.store.activitiesAfter(CONVERSATION, 0, 'customer');
  return activities.filter(({ from }) => from.role !== 'user');
}

describe('the Emulator, without credentials', () => {
  it('is greeted once, when she and the bot have joined', async () => {
    const members = [{ id: 'bot-1' }, { id: 'u-1', name: 'User' }];
    const answers = [
      await house.post({ type: 'conversationUpdate', id: 'c0', membersAdded: [{ id: 'bot-1' }] }),
      await house.post({ type: 'conversationUpdate', id: 'c1', membersAdded: members }),
      await house.post({ type: 'conversationUpdate', id: 'c2', membersAdded: members }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(connector.texts()).toEqual([text('_common.welcome')]);
    expect(connector.received[0]).toMatchObject({
      conversationId: '7f0c|livechat',
      replyToId: undefined,
      authorization: undefined,
      activity: {
        from: { id: 'bot-1' },
        recipient: { id: 'u-1' },
        channelId: 'emulator',
        inputHint: 'expectingInput',
        textFormat: 'plain',
      },
    });
    expect(connector.received[0]?.activity.suggestedActions?.actions.at(-1)).toEqual({
      type: 'imBack',
      title: text('_common.choice.human'),
      value: text('_common.choice.human'),
    });
  });

  it('gets every reply, in order, in reply to her message', async () => {
    expect((await house.post({ id: 'm1', text: 'I forgot my password' })).status).toBe(200);
    expect((await house.post({ id: 'm2', text: 'emma@example.test' })).status).toBe(200);
    expect(connector.texts()).toEqual((await written()).map((activity) => activity.text));
    expect(connector.texts()[0]).toBe(text('reset-password.ask-contact'));
    expect(connector.received[0]?.replyToId).toBe('m1');
    // What the wallet's answer caused is a reply to no message.
    expect(connector.received.at(-1)?.replyToId).toBeUndefined();
    expect(connector.received.at(-1)?.activity.attachments?.[0]).toMatchObject({
      contentType: 'application/vnd.microsoft.card.hero',
      content: { buttons: [{ type: 'openUrl' }] },
    });
  });

  it('is answered once when it delivers twice, also at the same moment', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => house.post({ id: 'm1', text: 'I forgot my password' })));
    answers.push(await house.post({ id: 'm1', text: 'I forgot my password' }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(connector.texts()).toEqual([text('reset-password.ask-contact')]);
  });

  it('is heard without activity ids, too', async () => {
    await house.post({ id: undefined, text: 'I forgot my password' });
    await house.post({ id: null, text: 'emma@example.test' });
    expect((await written()).length).toBeGreaterThan(1);
    expect(connector.received.every(({ replyToId }) => replyToId === undefined)).toBe(true);
  });

  it('sees an agent come, speak and go', async () => {
    await house.post({ id: 'm1', text: 'human please' });
    const chat = house.harness.chat({ id: CONVERSATION });
    await chat.agent(SARI, { type: 'accept' });
    await chat.agent(SARI, { type: 'message', text: '<b>Hi</b>, *Sari* here' });
    await house.post({ id: 'm2', text: 'thanks' });
    await chat.agent(SARI, { type: 'note', text: 'she is nice' });
    await chat.agent(SARI, { type: 'return' });
    const seen = connector.received.map(
      ({ activity }) => activity.text ?? `${activity.name} ${(activity.value as { state?: string }).state ?? ''}`.trim(),
    );
    expect(seen).toEqual([
      text('_common.handoff-started'),
      'handoff.initiate',
      'handoff.status accepted',
      text('_common.event.accepted', { name: 'Sari' }),
      '<b>Hi</b>, *Sari* here',
      'handoff.status completed',
      text('_common.event.completed', { name: 'Sari' }),
      text('_common.bot-is-back'),
      text('_common.anything-else'),
    ]);
  });

  it('is told why a secret was hidden, and the secret goes nowhere', async () => {
    await house.post({ id: 'm1', text: 'human please' });
    await house.post({ id: 'm2', text: 'my password is Rahasia123!' });
    expect(connector.texts().at(-1)).toBe(text('_common.secret-masked'));
    expect(JSON.stringify([connector.received, await house.harness.storage.store.load(CONVERSATION)])).not.toContain('Rahasia123');
  });

  it('makes typing known and stores nothing of it', async () => {
    const signals: unknown[] = [];
    house.harness.storage.live.subscribe((signal) => signals.push(signal));
    expect((await house.post({ type: 'typing', id: 't1' })).status).toBe(200);
    expect(signals).toEqual([{ kind: 'typing', conversationId: CONVERSATION, from: { id: 'u-1', name: 'User', role: 'user' } }]);
    expect((await house.harness.storage.store.load(CONVERSATION)).conversation).toBeUndefined();
  });

  it('may send what means nothing here', async () => {
    for (const type of ['endOfConversation', 'messageReaction', 'installationUpdate', 'trace']) {
      expect((await house.post({ type, id: type })).status).toBe(200);
    }
    expect(connector.attempts()).toBe(0);
  });

  it('keeps an event in the log', async () => {
    await house.post({ type: 'event', id: 'e1', name: 'page.opened', value: { page: 'help' } });
    const { activities } = await house.harness.storage.store.activitiesAfter(CONVERSATION, 0, 'customer');
    expect(activities).toMatchObject([{ type: 'event', name: 'page.opened', value: { page: 'help' }, from: { id: 'u-1', role: 'user' } }]);
  });
});

describe('a connector that fails', () => {
  it('gets the same reply again, once it takes it, and the next only then', async () => {
    connector.failures.push({ status: 500 }, 'drop', { status: 503 });
    await house.post({ id: 'm1', text: 'I forgot my password' });
    await house.post({ id: 'm2', text: 'emma@example.test' });
    expect(connector.attempts()).toBe(1);
    for (let tries = 0; tries < 8; tries++) await house.harness.advance(10_000);
    expect(connector.texts()).toEqual((await written()).map((activity) => activity.text));
    expect(connector.attempts()).toBe(connector.received.length + 3);
  });

  it('is left alone for as long as it asks', async () => {
    connector.failures.push({ status: 429, headers: { 'Retry-After': '90' } });
    await house.post({ id: 'm1', text: 'I forgot my password' });
    await house.harness.advance(89_000);
    expect(connector.attempts()).toBe(1);
    await house.harness.advance(1_100);
    expect(connector.texts()).toEqual([text('reset-password.ask-contact')]);
  });

  it('is given up when the conversation is closed to us', async () => {
    connector.failures.push({ status: 403, body: { error: { code: 'BotDisabledByUser', message: 'secret details' } } });
    await house.post({ id: 'm1', text: 'I forgot my password' });
    await house.harness.advance(600_000);
    expect(connector.attempts()).toBe(1);
    expect(await house.harness.storage.store.deadLetters()).toMatchObject([
      { conversationId: CONVERSATION, error: 'the connector answered 403 BotDisabledByUser' },
    ]);
  });

  it('that never answers holds nobody for long', async () => {
    connector.failures.push('hang');
    await house.post({ id: 'm1', text: 'I forgot my password' });
    await house.harness.advance(10_000);
    expect(connector.texts()).toEqual([text('reset-password.ask-contact')]);
  });
});

describe('expectReplies', () => {
  const ask = (activity: Record<string, unknown>) => house.post({ deliveryMode: 'expectReplies', ...activity });

  it('is answered in the same response, and nowhere else', async () => {
    const response = await ask({ id: 'm1', text: 'I forgot my password' });
    expect(response.status).toBe(200);
    const { activities } = (await response.json()) as { activities: { text?: string; type: string; replyToId?: string }[] };
    expect(activities).toMatchObject([
      { type: 'message', text: text('reset-password.ask-contact'), replyToId: 'm1', recipient: { id: 'u-1' } },
    ]);
    expect(connector.attempts()).toBe(0);
  });

  it('gets the same answer again when the first one was lost', async () => {
    const first = await (await ask({ id: 'm1', text: 'human please' })).json();
    await ask({ id: 'm2', text: 'hello?' });
    expect(await (await ask({ id: 'm1', text: 'human please' })).json()).toEqual(first);
    expect((first as { activities: { name?: string }[] }).activities.map(({ name }) => name)).toEqual([undefined, 'handoff.initiate']);
  });

  it('is answered with nothing where the bot says nothing', async () => {
    await ask({ id: 'm1', text: 'human please' });
    expect(await (await ask({ id: 'm2', text: 'hello?' })).json()).toEqual({ activities: [] });
    expect(await (await ask({ type: 'messageReaction', id: 'r1' })).json()).toEqual({ activities: [] });
  });

  it('still sends what comes later', async () => {
    await ask({ id: 'm1', text: 'I forgot my password' });
    await ask({ id: 'm2', text: 'emma@example.test' });
    expect(connector.texts()).toHaveLength(1);
    expect(connector.received[0]?.activity.attachments).toHaveLength(1);
  });
});

describe('invoke', () => {
  const press = (data: unknown, id = 'i1') =>
    house.post({
      type: 'invoke',
      id,
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'answer', data }, trigger: 'manual' },
    });

  it('that carries an answer is her message, and its card is answered with a card', async () => {
    const response = await press({ text: 'I forgot my password' });
    expect(response.status).toBe(200);
    const body = (await response.json()) as { value: { body: unknown[]; actions: { data: unknown }[] } };
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(body.value.body).toEqual([{ type: 'TextBlock', text: text('reset-password.ask-contact'), wrap: true }]);
    expect(body.value.actions[0]).toEqual({
      type: 'Action.Execute',
      title: text('_common.choice.human'),
      verb: 'answer',
      data: { text: text('_common.choice.human') },
    });
    expect(connector.attempts()).toBe(0);

    const next = await press(body.value.actions[0]?.data, 'i2');
    expect(await next.json()).toMatchObject({ value: { body: [{ text: text('_common.handoff-started') }] } });
    expect(await (await press({ text: 'I forgot my password' })).json()).toEqual(body);
  });

  it('of a dialog is answered with the dialog’s next card', async () => {
    const response = await house.post({ type: 'invoke', id: 'i1', name: 'task/fetch', value: { data: { text: 'I forgot my password' } } });
    expect(await response.json()).toMatchObject({
      task: { type: 'continue', value: { card: { content: { body: [{ text: text('reset-password.ask-contact') }] } } } },
    });
  });

  it('without an answer is refused, and one that nobody knows is not implemented', async () => {
    const bad = await press({ colour: 'red' });
    expect([bad.status, await bad.json()]).toMatchObject([400, { type: 'application/vnd.microsoft.error', value: { code: 'BadRequest' } }]);
    const answers = [
      await house.post({ type: 'invoke', id: 'i2', name: 'composeExtension/query', value: { text: 'hi' } }),
      await house.post({ type: 'invoke', id: 'i3', name: '__proto__' }),
      await house.post({ type: 'invoke', id: 'i4' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([501, 501, 501]);
    expect((await house.harness.storage.store.load(CONVERSATION)).conversation).toBeUndefined();
  });
});

describe('bad input', () => {
  const raw = (body: string, headers = {}) =>
    fetch(house.url, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body });

  it.each([
    ['broken JSON', '{"type":', 400],
    ['no object', '[1,2]', 400],
    ['no body', '', 400],
    ['no type', '{}', 400],
  ])('%s is refused in the house’s own words', async (_name, body, status) => {
    const response = await raw(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: expect.stringMatching(/^bad-/) as string } });
  });

  it('an oversized body is refused', async () => {
    const response = await raw(JSON.stringify({ type: 'message', text: 'x'.repeat(300 * 1024) }));
    expect(response.status).toBe(413);
  });

  it.each([
    ['a text that is too long', { text: '🙂'.repeat(8_001) }],
    ['a text that is no text', { text: { a: 1 } }],
    ['a service URL of another kind', { serviceUrl: 'file:///etc/passwd' }],
    ['an attachment with a script for an address', { attachments: [{ contentType: 'image/png', contentUrl: 'javascript:alert(1)' }] }],
    ['a conversation without an id', { conversation: {} }],
  ])('%s is refused', async (_name, activity) => {
    const response = await house.post(activity);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: 'bad-request', details: [{ field: expect.any(String) as string }] } },
    ]);
    expect((await house.harness.storage.store.load(CONVERSATION)).conversation).toBeUndefined();
  });

  it('a value nested without end is refused', async () => {
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const activity = JSON.stringify(emulatorActivity(connector.serviceUrl, { type: 'event', name: 'x', value: 'NESTED' })).replace(
      '"NESTED"',
      nested,
    );
    const response = await raw(activity);
    expect([response.status, await response.json()]).toMatchObject([400, { error: { details: [{ field: 'value' }] } }]);
  });

  it('an address elsewhere is not called without credentials', async () => {
    const response = await house.post({ serviceUrl: 'http://169.254.169.254/latest', text: 'hello' });
    expect([response.status, await response.json()]).toMatchObject([403, { error: { code: 'forbidden' } }]);
  });

  it('a caller from elsewhere can’t have what listens on this machine called', async () => {
    const { context } = house;
    const channel = createBotFrameworkChannel(context, readSettings({}, false) as Settings);
    onTestFinished(() => channel.close?.());
    const route = channel.routes?.find((one) => 'native' in one) as NativeRoute;
    const from = (remoteAddress: string, serviceUrl: string) =>
      route.native({ socket: { remoteAddress }, body: emulatorActivity(serviceUrl, { text: 'hello' }) } as never, {} as never);
    for (const serviceUrl of ['http://127.0.0.1:6379', 'http://localhost:6379', 'http://[::1]:6379', 'http://198.51.100.1']) {
      await expect(from('203.0.113.9', serviceUrl)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('and after all that, the next customer is served', async () => {
    await raw('{"type":');
    await house.post({ id: 'm1', text: 'I forgot my password' });
    expect(connector.texts()).toEqual([text('reset-password.ask-contact')]);
  });
});
