/** With credentials: who may deliver is decided by the token alone. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type CryptoKey, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type House, openHouse } from './house.ts';

const APP_ID = '2f6a1c1e-7c1b-4a57-9d7a-6d5f2f3f8a10';
const ISSUER = 'https://api.botframework.com';
const SERVICE_URL = 'https://smba.example.test/id/';

interface Forgery {
  key?: CryptoKey;
  kid?: string;
  issuer?: string;
  audience?: string;
  serviceUrl?: string;
  expires?: string;
}

let keys: { privateKey: CryptoKey; publicKey: CryptoKey };
let house: House;
let close: () => Promise<void>;

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', endorsements: ['msteams'] };
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer: ISSUER, jwks_uri: `${base}/keys` }));
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
afterEach(() => vi.restoreAllMocks());

function token({
  key = keys.privateKey,
  kid = 'k1',
  issuer = ISSUER,
  audience = APP_ID,
  serviceUrl = SERVICE_URL,
  expires = '5m',
}: Forgery = {}) {
  return new SignJWT({ serviceurl: serviceUrl })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setNotBefore('0s')
    .setExpirationTime(expires)
    .sign(key);
}

const post = (authorization: string | undefined, activity: Record<string, unknown> = {}) =>
  house.post(
    { channelId: 'msteams', text: 'human please', deliveryMode: 'expectReplies', ...activity },
    authorization === undefined ? {} : { Authorization: authorization },
  );

async function expectRefused(response: Response): Promise<void> {
  expect([response.status, await response.json()]).toEqual([
    401,
    { error: { code: 'unauthorized', message: 'Sign in or send a valid token.' } },
  ]);
  expect(await house.harness.storage.store.countByOwner({ owner: 'any' })).toBe(0);
}

describe('with credentials', () => {
  it.each([
    ['none', undefined],
    ['an empty one', 'Bearer '],
    ['no JWT', 'Bearer nonsense'],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
  ])('a request with a token that is %s is refused', async (_name, authorization) => {
    await expectRefused(await post(authorization));
  });

  it('an unsigned token is refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: ISSUER, aud: APP_ID, serviceurl: SERVICE_URL, exp: Math.floor(Date.now() / 1000) + 300 };
    vi.spyOn(console, 'error').mockReturnValue();
    await expectRefused(await post(`Bearer ${part({ alg: 'none', kid: 'k1' })}.${part(claims)}.`));
  });

  it.each([
    ['signed by someone else', async (): Promise<Forgery> => ({ key: (await generateKeyPair('RS256')).privateKey })],
    ['signed with a key nobody knows', async (): Promise<Forgery> => ({ kid: 'k2' })],
    ['issued by someone else', async (): Promise<Forgery> => ({ issuer: 'https://issuer.example.test' })],
    ['meant for another bot', async (): Promise<Forgery> => ({ audience: 'another-app' })],
    ['meant for another service URL', async (): Promise<Forgery> => ({ serviceUrl: 'https://elsewhere.example.test/' })],
    ['expired', async (): Promise<Forgery> => ({ expires: '-6m' })],
  ])('a token %s is refused', async (_name, forge) => {
    vi.spyOn(console, 'error').mockReturnValue();
    await expectRefused(await post(`Bearer ${await token(await forge())}`));
  });

  it('a token endorsed for another channel is refused', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    await expectRefused(await post(`Bearer ${await token()}`, { channelId: 'directline' }));
  });

  it('the channel’s own token opens', async () => {
    const response = await post(`Bearer ${await token()}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ activities: [{ type: 'message' }, { name: 'handoff.initiate' }] });
  });
});
