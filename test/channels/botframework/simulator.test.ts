/** The simulated service against its documentation, by plain fetch, and what our channel does with what it alone brings. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openChannelHouse } from '../contract/house.ts';
import { openNode, type ProviderNode } from '../provider-node.ts';
import { type BotframeworkSimulator, startBotframeworkSimulator } from './simulator.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const DAY = 24 * 60 * 60 * 1_000;

let teams: BotframeworkSimulator;
let node: ProviderNode;
beforeEach(async () => {
  [teams, node] = await Promise.all([startBotframeworkSimulator(), openNode()]);
  teams.deliverTo(node.origin);
});
afterEach(() => Promise.all([teams.close(), node.close()]));

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
type Json = any;

const last = () => node.bodies().at(-1) as Json;
const get = async (url: string) => (await fetch(url)).json() as Promise<Json>;

function login(more: Record<string, string> = {}) {
  const { MicrosoftAppId = '', MicrosoftAppPassword = '' } = teams.env;
  const form = {
    grant_type: 'client_credentials',
    client_id: MicrosoftAppId,
    client_secret: MicrosoftAppPassword,
    scope: 'https://api.botframework.com/.default',
    ...more,
  };
  return fetch(`${teams.origin}/botframework.com/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
}

const tokenOf = async () => ((await (await login()).json()) as Json).access_token as string;

async function send(conversationId: string, activity: object, token?: string) {
  const response = await fetch(`${teams.origin}/v3/conversations/${encodeURIComponent(conversationId)}/activities`, {
    method: 'POST',
    body: JSON.stringify(activity),
    headers: { 'Content-Type': 'application/json', 'Authorization': `Bearer ${token ?? (await tokenOf())}` },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}

const text = (words: string) => ({ type: 'message', text: words, textFormat: 'plain' });

describe('a delivery', () => {
  it('is vouched for by a token that the published keys have signed, for its service URL and our app', async () => {
    await teams.customer().says('halo');
    const { jwks_uri: address, issuer } = await get(`${teams.origin}/v1/.well-known/openidconfiguration`);
    const keys = (await get(address)) as JSONWebKeySet;
    expect(keys.keys).toMatchObject([{ kty: 'RSA', endorsements: ['msteams'] }]);
    const [, token = ''] = (node.calls[0]?.headers.authorization ?? '').split('Bearer ');
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      audience: teams.env.MicrosoftAppId ?? '',
    });
    expect([protectedHeader.alg, payload.serviceurl]).toEqual(['RS256', last().serviceUrl]);
  });

  it('comes from Teams, and again until it is taken', async () => {
    node.statuses.push(503, 'drop');
    const her = teams.customer({ name: 'Dewi', locale: 'id' });
    await her.says('halo');
    expect(node.bodies()).toHaveLength(3);
    expect(new Set(node.calls.map(({ body }) => body.toString())).size).toBe(1);
    expect(last()).toMatchObject({
      type: 'message',
      text: 'halo',
      channelId: 'msteams',
      locale: 'id',
      from: { id: her.id, name: 'Dewi' },
      recipient: { id: `28:${teams.env.MicrosoftAppId}` },
      conversation: { conversationType: 'personal' },
      id: String(Date.parse(last().timestamp)),
    });
  });

  it('brings pictures that open with the bot’s token, and files that open with their address', async () => {
    const her = teams.customer();
    await her.sends({ bytes: PNG, contentType: 'image/png' });
    const [picture] = last().attachments;
    expect(picture.contentType).toBe('image/*');
    expect((await fetch(picture.contentUrl)).status).toBe(401);
    const opened = await fetch(picture.contentUrl, { headers: { Authorization: `Bearer ${await tokenOf()}` } });
    expect(Buffer.from(await opened.arrayBuffer())).toEqual(PNG);
    await her.sends({ bytes: Buffer.from('%PDF-1.4'), contentType: 'application/pdf', name: 'bill.pdf' });
    const [{ content, name }] = last().attachments;
    expect([name, content.fileType, await (await fetch(content.downloadUrl)).text()]).toEqual(['bill.pdf', 'pdf', '%PDF-1.4']);
  });
});

describe('the login', () => {
  it('gives a token for the app’s own password alone', async () => {
    expect((await login()).status).toBe(200);
    expect((await login({ client_secret: 'another' })).status).toBe(401);
    expect((await login({ client_id: 'another' })).status).toBe(401);
    expect((await login({ scope: 'https://graph.microsoft.com/.default' })).status).toBe(400);
    expect((await login({ grant_type: 'password' })).status).toBe(400);
    teams.faults.expireCredentials();
    expect((await login()).status).toBe(401);
  });
});

describe('the connector', () => {
  async function talking() {
    const her = teams.customer();
    await her.says('halo');
    return { her, id: last().conversation.id as string };
  }

  it('shows what it takes: 201, with its id', async () => {
    const { her, id } = await talking();
    const sent = await send(id, text('Hi *you*'));
    expect([sent.status, sent.body]).toEqual([201, { id: expect.stringMatching(/^\d+$/) }]);
    await send(id, { type: 'message', text: 'Hi **you** \\*' });
    expect(her.screen.map((shown) => shown.text)).toEqual(['Hi *you*', 'Hi you *']);
  });

  it('refuses as documented', async () => {
    const { her, id } = await talking();
    expect((await send(id, text('x'), 'not one of its own')).status).toBe(401);
    expect(await send('a:nobody', text('x'))).toMatchObject({ status: 404, body: { error: { code: 'ConversationNotFound' } } });
    expect(await send(id, text('x'.repeat(21_000)))).toMatchObject({ status: 413, body: { error: { code: 'MessageSizeTooBig' } } });
    expect(await send(id, { type: 'event', name: 'handoff.status' })).toMatchObject({ status: 400 });
    expect(await send(id, { type: 'message' })).toMatchObject({ status: 400 });
    teams.faults.limit(1, 7);
    const limited = await send(id, text('x'));
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    teams.faults.fail(1, 502);
    expect((await send(id, text('x'))).status).toBe(502);
    await her.blocks();
    expect(last()).toMatchObject({ type: 'installationUpdate', action: 'remove' });
    expect(await send(id, text('x'))).toMatchObject({ status: 403, body: { error: { code: 'BotNotInConversationRoster' } } });
    expect(her.screen).toEqual([]);
    await her.says('back');
    expect((await send(id, text('Welcome'))).status).toBe(201);
  });

  it('shows suggested actions under the last message, three at most and to whom they are for; a card’s stay', async () => {
    const { her, id } = await talking();
    const action = (title: string) => ({ type: 'imBack', title, value: title });
    const suggestedActions = { to: [her.id], actions: ['A', 'B', 'C', 'D'].map(action) };
    await send(id, { ...text('one'), suggestedActions });
    expect(her.screen[0]?.options).toEqual(['A', 'B', 'C']);
    await send(id, { ...text('two'), suggestedActions: { ...suggestedActions, to: ['29:another'] } });
    expect(her.screen.map(({ options }) => options)).toEqual([[], []]);
    const content = {
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: 'Which \\*one\\*?' },
        { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: 'E', data: { msteams: { type: 'imBack', value: 'Eee' } } }] },
      ],
      actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://wallet.example.test/' }],
    };
    await send(id, { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] });
    const links = [{ title: 'Open', url: 'https://wallet.example.test/' }];
    expect(her.screen.at(-1)).toEqual({ text: 'Which *one*?', options: ['E'], links });
    await her.taps('E');
    expect(last().text).toBe('Eee');
    await expect(her.taps('A')).rejects.toThrow('no option "A"');
    expect(her.screen.at(-1)?.options).toEqual(['E']);
  });
});

describe('our channel', () => {
  const houseOf = async () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => printed.mockRestore());
    const house = await openChannelHouse('botframework', startBotframeworkSimulator);
    return { house, simulator: house.simulator as BotframeworkSimulator };
  };

  it.each(['groupChat', 'channel'] as const)('takes what is said in a %s, keeps nothing of it and says nothing', async (kind) => {
    const { house, simulator } = await houseOf();
    await simulator.saysInGroup('my payment failed', kind);
    await house.settle();
    expect(await house.conversationIds()).toEqual([]);
    expect(simulator.requests.filter(({ path }) => path.startsWith('/v3/'))).toEqual([]);
    const her = simulator.customer();
    await her.says('my payment failed');
    await house.sees(her, house.harness.world.texts.format('en', 'failed-payment.what-happened'));
  });

  it('notes when she sent it, and leaves out what is older than 14 days', async () => {
    const { house, simulator } = await houseOf();
    const her = simulator.customer();
    const sentAt = house.harness.clock.now();
    const [first, lost] = [simulator.prepare(her, 'hello'), simulator.prepare(her, 'of long ago')];
    await house.advance(DAY);
    expect((await simulator.deliver(first)).status).toBe(200);
    await house.advance(14 * DAY);
    expect((await simulator.deliver(lost)).status).toBe(200);
    const log = await house.log(await house.conversationId(), 'desk');
    const hers = log.filter(({ from }) => from.role === 'user');
    expect(hers.map((entry) => [entry.text, entry.channelData?.sentAt])).toEqual([['hello', sentAt]]);
  });

  it('keeps a file of hers that lies in her own store', async () => {
    const { house, simulator } = await houseOf();
    const her = simulator.customer();
    await her.sends({ bytes: Buffer.from('%PDF-1.4\n'), contentType: 'application/pdf', name: 'bill.pdf' });
    await house.settle();
    const log = await house.log(await house.conversationId());
    const [attachment] = log.flatMap(({ attachments = [] }) => attachments);
    const file = await house.contexts[0]?.files.read(attachment?.contentUrl ?? '');
    expect([file?.contentType, file?.name]).toEqual(['application/pdf', 'bill.pdf']);
  });
});
