/** With credentials: who may deliver is decided by the token alone. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emulatorActivity } from './connector.ts';
import { type House, openHouse } from './house.ts';

const APP_ID = '2f6a1c1e-7c1b-4a57-9d7a-6d5f2f3f8a10';
const ISSUER = 'https://api.botframework.com';
const SERVICE_URL = 'https://smba.example.test/id/';

/** Whom Microsoft lets sign for the Emulator and for other bots. */
const EMULATOR_ISSUER = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
const MINUTE = 60;

type Claims = Record<string, unknown>;
interface Made {
  key?: CryptoKey | Uint8Array;
  header?: Record<string, unknown>;
  /** Over the good ones; undefined takes one away. */
  claims?: Claims;
}

let keys: { privateKey: CryptoKey; publicKey: CryptoKey };
let others: { privateKey: CryptoKey };
let curve: { privateKey: CryptoKey };
let house: House;
let close: () => Promise<void>;

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  others = await generateKeyPair('RS256', { extractable: true });
  const elliptic = await generateKeyPair('ES256', { extractable: true });
  curve = elliptic;
  const jwks = [
    { ...(await exportJWK(keys.publicKey)), kid: 'k1', endorsements: ['msteams', 'slack'] },
    { ...(await exportJWK(elliptic.publicKey)), kid: 'ec1', endorsements: ['msteams'] },
  ];
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys: jwks } : { issuer: ISSUER, jwks_uri: `${base}/keys` }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const login = 'https://login.microsoftonline.com/botframework.com';
  house = await openHouse(SERVICE_URL, {
    context: { production: true, env: { MicrosoftAppId: APP_ID, MicrosoftAppPassword: 'a password of the tests' } },
    adapter: {
      cloud: {
        ToChannelFromBotLoginUrl: login,
        ToChannelFromBotOAuthScope: ISSUER,
        ToBotFromChannelTokenIssuer: ISSUER,
        OAuthUrl: ISSUER,
        ToBotFromChannelOpenIdMetadataUrl: `${base}/openid`,
        ToBotFromEmulatorOpenIdMetadataUrl: `${base}/openid`,
      },
    },
  });
  close = async () => {
    await house.close();
    server.closeAllConnections();
    server.close();
  };
});

afterAll(() => close());
// The SDK prints what it refuses.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue());
afterEach(() => vi.restoreAllMocks());

const seconds = (from = 0) => Math.floor(Date.now() / 1000) + from;
const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const goodClaims = (): Claims => ({
  iss: ISSUER,
  aud: APP_ID,
  serviceurl: SERVICE_URL,
  nbf: seconds(-MINUTE),
  exp: seconds(5 * MINUTE),
});

function token({ key = keys.privateKey, header = {}, claims = {} }: Made = {}): Promise<string> {
  return new SignJWT({ ...goodClaims(), ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header }).sign(key);
}

/** A channel's own token is not the only kind: the Emulator's, and another bot's, are signed for by the directory. */
const emulatorToken = (claims: Claims = {}, made: Made = {}) =>
  token({ ...made, claims: { iss: EMULATOR_ISSUER, aud: APP_ID, ver: '1.0', appid: APP_ID, serviceurl: undefined, ...claims } });

/** What no library would sign: three parts as they are given. */
async function signedBy(secret: string | Buffer, header: object, hash = 'sha256'): Promise<string> {
  const input = `${part(header)}.${part(goodClaims())}`;
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
}

async function replaced(index: 0 | 1 | 2, change: (given: string) => string): Promise<string> {
  const parts = (await token()).split('.');
  return parts.map((given, place) => (place === index ? change(given) : given)).join('.');
}

const changedClaims = (change: Claims) => (given: string) =>
  part({ ...(JSON.parse(Buffer.from(given, 'base64url').toString()) as Claims), ...change });

const pem = async () => exportSPKI(keys.publicKey);
const bearer = async (made?: Made) => `Bearer ${await token(made)}`;
const claiming = (claims: Claims) => () => bearer({ claims });

type Bad = [name: string, authorization: () => Promise<string | undefined> | string | undefined, activity?: Record<string, unknown>];

const NO_TOKEN: Bad[] = [
  ['no header', () => undefined],
  ['an empty header', () => ''],
  ['blanks', () => '   '],
  ['a scheme alone', () => 'Bearer'],
  ['a scheme and a blank', () => 'Bearer '],
  ['no JWT', () => 'Bearer nonsense'],
  ['three empty parts', () => 'Bearer ..'],
  ['three parts that are no JSON', () => `Bearer ${part('a')}.${part('b')}.${part('c')}`],
  ['the password in place of a token', () => 'Bearer a password of the tests'],
  ['the Basic scheme', () => `Basic ${Buffer.from(`${APP_ID}:a password of the tests`).toString('base64')}`],
  ['a good token under another scheme', async () => `Token ${await token()}`],
  ['a good token under a scheme of small letters', async () => `bearer ${await token()}`],
  ['a good token without a scheme', () => token()],
  ['a good token and a word more', async () => `${await bearer()} more`],
  ['two good tokens in one header', async () => `${await bearer()}, ${await bearer()}`],
  ['a token of 12 kB', () => `Bearer ${part({ alg: 'RS256', kid: 'k1' })}.${'A'.repeat(12_000)}.AAAA`],
];

const BAD_SIGNATURES: Bad[] = [
  ['unsigned, alg none', () => `Bearer ${part({ alg: 'none', kid: 'k1' })}.${part(goodClaims())}.`],
  ['unsigned, alg None', () => `Bearer ${part({ alg: 'None', kid: 'k1' })}.${part(goodClaims())}.`],
  ['alg none with the signature of a good one', async () => `Bearer ${await replaced(0, () => part({ alg: 'none', kid: 'k1' }))}`],
  ['HS256 with the public key for a secret', async () => `Bearer ${await signedBy(await pem(), { alg: 'HS256', typ: 'JWT', kid: 'k1' })}`],
  ['HS384 with the public key for a secret', async () => `Bearer ${await signedBy(await pem(), { alg: 'HS384', kid: 'k1' }, 'sha384')}`],
  ['HS512 with the public key for a secret', async () => `Bearer ${await signedBy(await pem(), { alg: 'HS512', kid: 'k1' }, 'sha512')}`],
  ['HS256 with our password for a secret', async () => `Bearer ${await signedBy('a password of the tests', { alg: 'HS256', kid: 'k1' })}`],
  ['HS256 with an empty secret', async () => `Bearer ${await signedBy('', { alg: 'HS256', kid: 'k1' })}`],
  ['said to be RS256, signed by a secret', async () => `Bearer ${await signedBy(await pem(), { alg: 'RS256', kid: 'k1' })}`],
  ['signed by someone else', () => bearer({ key: others.privateKey })],
  ['signed on a curve, under the RSA key’s name', () => bearer({ key: curve.privateKey, header: { alg: 'ES256' } })],
  ['signed on a curve whose key is published', () => bearer({ key: curve.privateKey, header: { alg: 'ES256', kid: 'ec1' } })],
  ['signed with a key nobody knows', () => bearer({ header: { kid: 'k2' } })],
  ['without a key’s name', () => bearer({ header: { kid: undefined } })],
  ['with an empty name of a key', () => bearer({ header: { kid: '' } })],
  ['with a path for a key’s name', () => bearer({ key: others.privateKey, header: { kid: '../../../dev/null' } })],
  ['with the name of an object’s own for a key’s', () => bearer({ key: others.privateKey, header: { kid: '__proto__' } })],
  [
    'that brings its own key',
    async () => bearer({ key: others.privateKey, header: { kid: 'mine', jwk: await exportJWK(others.privateKey) } }),
  ],
  ['that says where its key is', () => bearer({ key: others.privateKey, header: { kid: 'mine', jku: 'https://evil.example.test/keys' } })],
  ['without a signature', async () => `Bearer ${await replaced(2, () => '')}`],
  ['with a signature cut short', async () => `Bearer ${await replaced(2, (given) => given.slice(0, -8))}`],
  ['with a signature turned round', async () => `Bearer ${await replaced(2, (given) => [...given].toReversed().join(''))}`],
  [
    'with the signature of another token',
    async () => {
      const [, , signature = ''] = (await token({ claims: { jti: 'x' } })).split('.');
      return `Bearer ${await replaced(2, () => signature)}`;
    },
  ],
  ['whose audience was changed afterwards', async () => `Bearer ${await replaced(1, changedClaims({ aud: 'another-app' }))}`],
  ['whose expiry was changed afterwards', async () => `Bearer ${await replaced(1, changedClaims({ exp: seconds(9_999) }))}`],
  ['whose header was changed afterwards', async () => `Bearer ${await replaced(0, () => part({ alg: 'RS256', kid: 'k1', x: 1 }))}`],
  ['in two parts', async () => `Bearer ${(await token()).split('.').slice(0, 2).join('.')}`],
  ['in four parts', async () => `${await bearer()}.AAAA`],
];

const BAD_CLAIMS: Bad[] = [
  ['issued by someone else', claiming({ iss: 'https://issuer.example.test' })],
  ['issued by the same with a slash more', claiming({ iss: `${ISSUER}/` })],
  ['issued by nobody', claiming({ iss: undefined })],
  ['issued by several', claiming({ iss: [ISSUER] })],
  ['meant for another bot', claiming({ aud: 'another-app' })],
  ['meant for the channel itself', claiming({ aud: ISSUER })],
  ['meant for nobody', claiming({ aud: undefined })],
  ['meant for an empty name', claiming({ aud: '' })],
  ['meant for our bot and others', claiming({ aud: [APP_ID, 'another-app'] })],
  ['expired', claiming({ exp: seconds(-6 * MINUTE) })],
  ['expired years ago', claiming({ nbf: 1_400_000_000, exp: 1_500_000_000 })],
  ['whose expiry is a word', () => `Bearer ${part({ alg: 'RS256', kid: 'k1' })}.${part({ ...goodClaims(), exp: 'never' })}.AAAA`],
  ['not valid yet', claiming({ nbf: seconds(6 * MINUTE), exp: seconds(60 * MINUTE) })],
  ['meant for another service URL', claiming({ serviceurl: 'https://elsewhere.example.test/' })],
  ['meant for the service URL without its slash', claiming({ serviceurl: SERVICE_URL.slice(0, -1) })],
  ['meant for no service URL', claiming({ serviceurl: undefined })],
  ['used with another service URL', () => bearer(), { serviceUrl: 'https://elsewhere.example.test/' }],
  ['endorsed for another channel', () => bearer(), { channelId: 'directline' }],
  ['endorsed for the channel in other letters', () => bearer(), { channelId: 'MSTeams' }],
  ['used on a channel that is checked apart', () => bearer(), { channelId: 'AseChannel' }],
];

const BAD_BOTS: Bad[] = [
  ['the Emulator’s, of another app', async () => `Bearer ${await emulatorToken({ appid: 'another-app' })}`],
  ['the Emulator’s, without an app', async () => `Bearer ${await emulatorToken({ appid: undefined })}`],
  ['the Emulator’s, of no version that is known', async () => `Bearer ${await emulatorToken({ ver: '3.0' })}`],
  ['the Emulator’s, version 2 without its party', async () => `Bearer ${await emulatorToken({ ver: '2.0' })}`],
  ['the Emulator’s, expired', async () => `Bearer ${await emulatorToken({ exp: seconds(-6 * MINUTE) })}`],
  ['the Emulator’s, signed by someone else', async () => `Bearer ${await emulatorToken({}, { key: others.privateKey })}`],
  ['the Emulator’s, of a directory nobody knows', async () => `Bearer ${await emulatorToken({ iss: 'https://sts.windows.net/x/' })}`],
  ['another bot’s, which nobody has allowed to be one of ours', async () => `Bearer ${await emulatorToken({ appid: 'skill-app' })}`],
  [
    'another bot’s, version 2',
    async () => `Bearer ${await emulatorToken({ ver: '2.0', appid: undefined, azp: '11111111-2222-4333-8444-555555555555' })}`,
  ],
  [
    'said to be a skill’s without a key',
    async () => `Bearer ${await emulatorToken({ appid: 'AnonymousSkill' }, { key: others.privateKey })}`,
  ],
];

const post = (authorization: string | undefined, activity: Record<string, unknown> = {}) =>
  house.post(
    { channelId: 'msteams', text: 'human please', deliveryMode: 'expectReplies', ...activity },
    authorization === undefined ? {} : { Authorization: authorization },
  );

const stored = () => house.harness.storage.store.countByOwner({ owner: 'any' });

describe('with credentials', () => {
  it('there are more than forty ways to be refused', () => {
    expect([...NO_TOKEN, ...BAD_SIGNATURES, ...BAD_CLAIMS, ...BAD_BOTS].length).toBeGreaterThan(60);
  });

  it.each([...NO_TOKEN, ...BAD_SIGNATURES, ...BAD_CLAIMS, ...BAD_BOTS])(
    'a request with a token that is %s is refused',
    async (_name, authorization, activity) => {
      const response = await post(await authorization(), activity);
      expect([response.status, await response.json()]).toEqual([
        401,
        { error: { code: 'unauthorized', message: 'Sign in or send a valid token.' } },
      ]);
      expect(await stored()).toBe(0);
    },
  );

  it('a header larger than any token is refused by the server', async () => {
    const response = await post(`Bearer ${'A'.repeat(60_000)}`);
    expect(response.status).toBe(431);
    expect(await stored()).toBe(0);
  });

  it.each([
    ['good one first', async () => [await bearer(), 'Bearer nonsense']],
    ['good one last', async () => ['Bearer nonsense', await bearer()]],
    ['twice the same', async () => Array(2).fill(await bearer()) as string[]],
  ])('two headers are refused, the %s', async (_name, authorizations) => {
    const body = JSON.stringify(emulatorActivity(SERVICE_URL, { channelId: 'msteams', text: 'human please' }));
    const client = request(house.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Authorization': (await authorizations()) as never },
    });
    client.end(body);
    const [response] = (await once(client, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(401);
    expect(await stored()).toBe(0);
  });

  it('a key set that is away lets nobody in', async () => {
    const away = await openHouse(SERVICE_URL, {
      context: { production: true, env: { MicrosoftAppId: APP_ID, MicrosoftAppPassword: 'a password of the tests' } },
      adapter: {
        cloud: {
          ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
          ToChannelFromBotOAuthScope: ISSUER,
          ToBotFromChannelTokenIssuer: ISSUER,
          OAuthUrl: ISSUER,
          ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:9/openid',
          ToBotFromEmulatorOpenIdMetadataUrl: 'http://127.0.0.1:9/openid',
        },
      },
    });
    const response = await away.post({ channelId: 'msteams', text: 'hello' }, { Authorization: await bearer() });
    expect(response.status).toBe(401);
    expect(await away.harness.storage.store.countByOwner({ owner: 'any' })).toBe(0);
    await away.close();
  });
});

describe('with credentials, a token that is good', () => {
  it.each([
    ['the channel’s own', () => token(), 'msteams'],
    ['of another channel that the key is endorsed for', () => token(), 'slack'],
    ['a little too early by our clock', () => token({ claims: { nbf: seconds(2 * MINUTE) } }), 'msteams'],
    ['a little too late by our clock', () => token({ claims: { exp: seconds(-2 * MINUTE) } }), 'msteams'],
    ['the Emulator’s, version 1', () => emulatorToken(), 'msteams'],
    ['the Emulator’s, version 2', () => emulatorToken({ ver: '2.0', appid: undefined, azp: APP_ID }), 'msteams'],
  ])('opens: %s', async (name, made, channelId) => {
    const response = await post(`Bearer ${await made()}`, { channelId, conversation: { id: name } });
    expect([response.status, await response.json()]).toMatchObject([200, { activities: [{ type: 'message', channelId }] }]);
  });
});
