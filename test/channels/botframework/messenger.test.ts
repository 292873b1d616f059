/** What messengers behind the service do that the Emulator doesn't, over real HTTP. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { conversationIdOf } from '../../../src/channels/botframework/incoming.ts';
import { createFetcher } from '../../../src/channels/botframework/media.ts';
import type { FetchOptions, GuardedFetch } from '../../../src/ports/files.ts';
import { SARI } from '../../helpers/harness.ts';
import { type Connector, openConnector } from './connector.ts';
import { type House, openHouse } from './house.ts';

const CONVERSATION = { id: '19:abc' };
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let connector: Connector;
let house: House;
let channelId: string;

async function open(channel: string): Promise<void> {
  channelId = channel;
  connector = await openConnector();
  house = await openHouse(connector.serviceUrl, { adapter: { timeoutMs: 1_500 } });
}

afterEach(async () => {
  await house.close();
  await connector.close();
});

const post = (activity: Record<string, unknown>) => house.post({ channelId, conversation: CONVERSATION, ...activity });
const idOf = () => conversationIdOf({ channelId, conversation: CONVERSATION });
const text = (key: string) => house.harness.world.texts.format('en', key);

async function heard() {
  const { activities } = await house.harness.storage.store.activitiesAfter(idOf(), 0, 'customer');
  return activities.filter(({ from }) => from.role === 'user');
}

describe('a message in Teams', () => {
  it('is without the bot’s name and the HTML of itself', async () => {
    await open('msteams');
    await post({
      id: 'm1',
      text: '<at>Wallet</at> human please',
      entities: [
        { type: 'mention', mentioned: { id: 'bot-1', name: 'Wallet' }, text: '<at>Wallet</at>' },
        { type: 'mention', mentioned: { id: 'someone' }, text: 'human' },
        { type: 'clientInfo', locale: 'en-US' },
      ],
      attachments: [{ contentType: 'text/html', content: '<div>human please</div>' }],
    });
    const [message] = await heard();
    expect(message).toMatchObject({ type: 'message', text: 'human please' });
    expect(message?.attachments ?? []).toEqual([]);
    expect(connector.texts()).toEqual([text('_common.handoff-started')]);
  });

  it('is known to be read once Teams says so, and that goes into no log', async () => {
    await open('msteams');
    await post({ id: 'm1', text: 'human please' });
    const [sent] = await house.context.deliveries.of(idOf());
    expect(sent?.state).toBe('sent');
    const receipt = { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: { lastReadMessageId: 'out-1' } };
    await post({ ...receipt, id: 'r0', conversation: { id: '19:other' } });
    expect((await house.context.deliveries.of(idOf()))[0]?.state).toBe('sent');
    await post({ ...receipt, id: 'r1' });
    expect((await house.context.deliveries.of(idOf()))[0]?.state).toBe('read');
    expect(await heard()).toHaveLength(1);
  });
});

describe('a number', () => {
  it('says what it stands before, where options are numbered', async () => {
    await open('sms');
    await post({ id: 'm1', text: 'I forgot my password' });
    expect(connector.texts().at(-1)).toContain(`1. ${text('_common.choice.human')}`);
    await post({ id: 'm2', text: '1' });
    expect((await heard()).map((message) => message.text)).toEqual(['I forgot my password', text('_common.choice.human')]);
    expect(connector.texts().at(-1)).toContain(text('_common.handoff-started'));
  });

  it('is a number where there are buttons', async () => {
    await open('webchat');
    await post({ id: 'm1', text: 'I forgot my password' });
    await post({ id: 'm2', text: '1' });
    expect((await heard()).map((message) => message.text)).toEqual(['I forgot my password', '1']);
  });
});

describe('a file she sends', () => {
  it('is put before agents under an address of ours, never under the one that came', async () => {
    await open('emulator');
    const server = createServer((request, response) => {
      expect(request.headers.authorization).toBeUndefined();
      response.end(PNG);
    });
    server.listen(Number(new URL(connector.serviceUrl).port), '127.0.0.2');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    // The Emulator keeps uploads with its connector.
    const serviceUrl = `http://127.0.0.2:${port}`;
    await post({
      id: 'm1',
      serviceUrl,
      text: 'see this',
      attachments: [{ contentType: 'image/png', name: 'photo.png', contentUrl: `${serviceUrl}/v3/attachments/1/views/original` }],
    });
    const [message] = await heard();
    const address = message?.attachments?.[0]?.contentUrl;
    expect(message?.attachments).toEqual([
      { contentType: 'image/png', name: 'photo.png', contentUrl: expect.stringMatching(/^\/files\/[\w-]{32}$/) as string },
    ]);
    await house.context.files.idle();
    expect((await house.context.files.read(address ?? ''))?.bytes.equals(PNG)).toBe(true);
    server.closeAllConnections();
    server.close();
  });

  it('that lies anywhere else on this machine is not fetched', async () => {
    await open('emulator');
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end(PNG);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const [index, contentUrl] of [`http://127.0.0.1:${port}/a.png`, `https://127.0.0.1:${port}/a.png`].entries()) {
      await post({ id: `m${index}`, attachments: [{ contentType: 'image/png', contentUrl }] });
    }
    await house.context.files.idle();
    const messages = await heard();
    expect(messages).toHaveLength(2);
    for (const { attachments } of messages) {
      await expect(house.context.files.read(attachments?.[0]?.contentUrl ?? '')).rejects.toMatchObject({ code: 'file-not-accepted' });
    }
    expect(asked).toBe(0);
    server.closeAllConnections();
    server.close();
  });

  it('in Teams lies where its description says, or is none', async () => {
    await open('msteams');
    const info = 'application/vnd.microsoft.teams.file.download.info';
    await post({
      id: 'm1',
      text: 'my statement',
      attachments: [
        {
          contentType: info,
          contentUrl: 'https://contoso.sharepoint.example.test/personal/statement.pdf',
          name: 'statement.pdf',
          content: { downloadUrl: 'https://10.0.0.1/download', uniqueId: '1150D938', fileType: 'pdf' },
        },
        { contentType: info, name: 'none.pdf', content: {} },
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } },
      ],
    });
    const [message] = await heard();
    expect(message?.attachments).toMatchObject([{ name: 'statement.pdf', contentUrl: expect.stringMatching(/^\/files\//) as string }]);
  });

  const asked: [url: string, options: FetchOptions | undefined][] = [];
  const fetch: GuardedFetch = async (url, options) => {
    asked.push([url, options]);
    return { bytes: PNG, contentType: 'image/png', status: 200 };
  };
  it('is asked for with the bot’s token at the channel’s own connector alone', async () => {
    await open('msteams');
    const fetcher = createFetcher({ token: async () => 'the bot’s', hasCredentials: true });
    const at = async (url: string, serviceUrl = 'https://smba.example.test/id/') => {
      asked.length = 0;
      await fetcher({ url, serviceUrl }, fetch);
      return asked[0]?.[1]?.headers?.Authorization;
    };
    expect(await at('https://smba.example.test/v3/attachments/1')).toBe('Bearer the bot’s');
    expect(await at('https://smba.example.test:8443/v3/attachments/1')).toBeUndefined();
    expect(await at('https://smba.example.test.evil.test/v3/attachments/1')).toBeUndefined();
    expect(await at('https://evil.test/smba.example.test')).toBeUndefined();
    expect(await at('http://smba.example.test/v3/attachments/1')).toBeUndefined();
    expect(await at('http://smba.example.test/a', 'http://smba.example.test/')).toBeUndefined();
    expect(asked[0]?.[1]?.trusted).toBeUndefined();
  });
});

describe('what can’t be brought to her', () => {
  it.each([
    [403, 'BotNotInConversationRoster', 'blocked'],
    [403, 'ConversationBlockedByUser', 'blocked'],
    [404, 'BotNotInConversationRoster', 'blocked'],
    [403, 'BotDisabledByAdmin', 'rejected'],
    [404, 'ConversationNotFound', 'rejected'],
    [413, 'MessageSizeTooBig', 'rejected'],
    [400, 'BadArgument', 'rejected'],
  ])('%i %s is told the agents as %s', async (status, code, reason) => {
    await open('msteams');
    connector.failures.push({ status, body: { error: { code, message: 'her words' } } });
    await post({ id: 'm1', text: 'human please' });
    const { activities } = await house.harness.storage.store.activitiesAfter(idOf(), 0, 'desk');
    const failed = activities.filter(({ name }) => name === 'delivery.failed').map(({ value }) => value);
    expect(failed[0]).toMatchObject({ reason, detail: `the connector answered ${status} ${code}` });
    expect(JSON.stringify(failed)).not.toContain('her words');
    const { conversation } = await house.harness.storage.store.load(idOf());
    expect(conversation?.blockedAt !== undefined).toBe(reason === 'blocked');
  });
});

describe('a message in parts', () => {
  it('repeats none that arrived, after a failure', async () => {
    await open('sms');
    await post({ id: 'm1', text: 'human please' });
    const chat = house.harness.chat({ id: idOf() });
    await chat.agent(SARI, { type: 'accept' });
    await house.harness.outbox.idle();
    const before = connector.received.length;
    const long = Array.from({ length: 200 }, (_none, index) => `This is sentence ${index}.`).join(' ');
    connector.failures.push({ status: 503 });
    await chat.agent(SARI, { type: 'message', text: long });
    for (let tries = 0; tries < 3; tries++) await house.harness.advance(10_000);
    const parts = connector.texts().slice(before);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join(' ')).toBe(long);
  });
});

describe('an agent who writes', () => {
  it.each([
    ['msteams', ['typing']],
    ['sms', []],
  ])('is seen to on %s: %j', async (channel, expected) => {
    await open(channel);
    await post({ id: 'm1', text: 'human please' });
    const before = connector.received.length;
    const from = { id: 'agent:sari', name: 'Sari', role: 'agent' as const };
    for (let times = 0; times < 3; times++) {
      house.harness.storage.live.publish({ kind: 'typing', conversationId: idOf(), from });
    }
    if (expected.length) await expect.poll(() => connector.received.length).toBe(before + 1);
    await house.harness.outbox.idle();
    expect(connector.received.slice(before).map(({ activity }) => activity.type)).toEqual(expected);
  });
});
