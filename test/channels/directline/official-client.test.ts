/** Microsoft's own client against our door: the judge of what Direct Line means. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUDI, SARI } from '../../helpers/harness.ts';
import {
  ConnectionStatus,
  inOrder,
  type OfficialClient,
  type OfficialClientOptions,
  openOfficialClient,
  until,
} from '../../helpers/official-client.ts';
import { type House, openHouse } from './house.ts';

let house: House;
const clients: OfficialClient[] = [];

beforeEach(async () => {
  house = await openHouse({ settings: { queueEveryMs: 100 } });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end();
  await house.close();
});

async function open(options: Partial<OfficialClientOptions> = {}): Promise<OfficialClient> {
  const token = options.token ?? (await house.token()).token;
  const client = openOfficialClient({ url: house.url, ...options, token });
  clients.push(client);
  return client;
}
const keys = (client: OfficialClient) => client.shown.flatMap(({ channelData }) => channelData?.messageKey ?? []);
const hears = (client: OfficialClient, key: string, times = 1) =>
  until(() => keys(client).filter((heard) => heard === key).length >= times, `${key}, heard: ${keys(client).join(', ')}`);

describe.each([
  ['WebSocket', true],
  ['polling', false],
])('over %s', (_name, webSocket) => {
  it('is greeted, asks, is answered, and sees her own words echoed once', async () => {
    const client = await open({ webSocket });
    await hears(client, '_common.welcome');
    const id = await client.say('I forgot my password', 'mine-1');
    await hears(client, 'reset-password.ask-contact');
    expect(id).not.toBe('retry');
    const echo = client.shown.filter(({ channelData }) => channelData?.clientActivityID === 'mine-1');
    expect(echo).toHaveLength(1);
    expect(echo[0]).toMatchObject({ id, text: 'I forgot my password', from: { role: 'user' } });
    expect(inOrder(client.shown).map(({ channelData }) => channelData?.['webchat:sequence-id'])).toEqual([1, 2, 3]);
    if (webSocket) expect(client.received).toEqual(inOrder(client.shown).map((activity) => activity.id));
    expect(client.statuses.at(-1)).toBe(ConnectionStatus.Online);
  });

  it('joins the conversation again after a reload, history and all', async () => {
    const { token, conversationId } = await house.token();
    const first = await open({ webSocket, token });
    await hears(first, '_common.welcome');
    await first.say('I forgot my password');
    await hears(first, 'reset-password.ask-contact');
    first.end();
    const second = await open({ webSocket, token, conversationId });
    await hears(second, 'reset-password.ask-contact');
    expect(inOrder(second.shown).map(({ id }) => id)).toEqual(inOrder(first.shown).map(({ id }) => id));
    await second.say('0812 3456 7890');
    await hears(second, 'reset-password.open-secure-page');
  });

  it('goes from the bot to the queue, to an agent, and back', async () => {
    const { token, conversationId } = await house.token();
    const client = await open({ webSocket, token });
    await hears(client, '_common.welcome');
    await client.say('I forgot my password');
    await client.say('a human please');
    await until(() => client.shown.some(({ name }) => name === 'handoff.initiate'), 'the queue');
    const chat = house.harness.chat({ id: conversationId });
    await chat.agent(SARI, { type: 'accept' });
    await chat.agent(SARI, { type: 'note', text: 'calm her down' });
    await chat.agent(SARI, { type: 'message', text: 'Hello, I am Sari.' });
    await until(() => client.shown.some(({ text }) => text === 'Hello, I am Sari.'), 'the agent’s words');
    expect(client.shown.find(({ text }) => text === 'Hello, I am Sari.')).toMatchObject({
      from: { role: 'bot', name: 'Sari' },
      channelData: { estafet: { author: 'agent' } },
    });
    await chat.agent(SARI, { type: 'return' });
    await hears(client, 'reset-password.ask-contact', 2);
    expect(client.shown.some(({ text }) => text === 'calm her down')).toBe(false);
  });

  it('is told 403 and can do nothing more once the token has expired', async () => {
    const client = await open({ webSocket });
    await hears(client, '_common.welcome');
    house.harness.clock.advance(3_601_000);
    expect(await client.say('hello?')).toBe('retry');
    await until(() => client.statuses.includes(ConnectionStatus.ExpiredToken), 'the client to notice');
  });
});

describe('over WebSocket', () => {
  it('misses nothing and repeats nothing across a dropped socket', { timeout: 30_000 }, async () => {
    const { token, conversationId } = await house.token();
    const client = await open({ token });
    await hears(client, '_common.welcome');
    client.drop();
    await client.say('I forgot my password', 'while-away');
    await house.harness.chat({ id: conversationId }).say('0812 3456 7890');
    expect(keys(client)).not.toContain('reset-password.open-secure-page');
    await hears(client, 'reset-password.open-secure-page');
    const ids = client.shown.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    await client.say('back', 'back-again');
    await until(() => client.shown.some(({ channelData }) => channelData?.clientActivityID === 'back-again'), 'the new socket');
  });

  it('keeps two tabs live', async () => {
    const { token, conversationId } = await house.token();
    const one = await open({ token });
    await hears(one, '_common.welcome');
    const two = await open({ token, conversationId });
    await hears(two, '_common.welcome');
    await one.say('hello', 'from-one');
    await two.say('I forgot my password', 'from-two');
    await Promise.all([hears(one, 'reset-password.ask-contact'), hears(two, 'reset-password.ask-contact')]);
    expect(two.received).toEqual(one.received);
  });

  it('shows that the agent is typing, and not that she is herself', async () => {
    const { token, conversationId } = await house.token();
    const client = await open({ token });
    await hears(client, '_common.welcome');
    await client.post({ type: 'typing', from: { id: 'user' } });
    house.harness.storage.live.publish({ kind: 'typing', conversationId, from: { id: 'agent:sari', name: 'Sari', role: 'agent' } });
    await until(() => client.passing.length > 0, 'typing');
    expect(client.passing.map(({ type, from }) => [type, from.name])).toEqual([['typing', 'Sari']]);
  });

  it('keeps her place in the queue current, told only when it changes', async () => {
    let place: { position: number; agentsOnline: number } | undefined = { position: 2, agentsOnline: 1 };
    await house.close();
    house = await openHouse({ settings: { queueEveryMs: 50 }, context: { queueStatus: async () => place } });
    const client = await open();
    await until(() => client.passing.length === 1, 'her place');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(client.passing).toHaveLength(1);
    place = { position: 1, agentsOnline: 1 };
    await until(() => client.passing.length === 2, 'her new place');
    place = undefined;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(client.passing.map(({ name, value }) => [name, value])).toEqual([
      ['queue.update', { position: 2, agentsOnline: 1 }],
      ['queue.update', { position: 1, agentsOnline: 1 }],
    ]);
  });

  it('gives exactly one of two racing agents the conversation', async () => {
    const { token, conversationId } = await house.token();
    const client = await open({ token });
    await hears(client, '_common.welcome');
    await client.say('a human please');
    const chat = house.harness.chat({ id: conversationId });
    const outcomes = await Promise.allSettled([SARI, BUDI].map((agent) => chat.agent(agent, { type: 'accept' })));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await until(() => client.shown.some(({ name }) => name === 'handoff.status'), 'the agent joins');
    expect(client.shown.filter(({ name }) => name === 'handoff.status')).toHaveLength(1);
  });
});
