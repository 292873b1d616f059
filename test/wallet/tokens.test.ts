/** Customer tokens: the wallet signs, the desk believes nobody else. */
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';
import { oddWallet } from './odd-wallet.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('believes what the wallet signed', async () => {
  expect(await house.client().verifyCustomerToken(await house.token('wei'))).toEqual({
    customerId: 'wei',
    name: 'Wei Chen 陈伟',
    locale: 'zh',
  });
});

it('believes nothing else', async () => {
  const token = await house.token('wei');
  const [head = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const [rsa, curve] = [await generateKeyPair('RS256'), await generateKeyPair('ES256', { extractable: true })];
  const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const { keys } = (await (await fetch(`${house.url}/api/.well-known/jwks.json`)).json()) as { keys: JWK[] };
  const sign = (alg: string, key: Parameters<SignJWT['sign']>[0], header: object = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(key);
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  const bad = [
    '',
    'rubbish',
    `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: 'sinta' })).toString('base64url')}.${signature}`,
    `${unsigned}.${payload}.`,
    await sign('ES256', curve.privateKey),
    await sign('ES256', curve.privateKey, { jwk: await exportJWK(curve.publicKey) }),
    await sign('RS256', rsa.privateKey),
    // The public key as an HMAC secret: the classic confusion.
    await sign('HS256', new TextEncoder().encode(JSON.stringify(keys[0]))),
  ];
  for (const candidate of bad) {
    await expect(house.client().verifyCustomerToken(candidate)).rejects.toMatchObject({ code: 'customer-token-invalid', status: 401 });
  }
});

it('believes no token that has run out', async () => {
  const token = await house.token('wei');
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  expect(exp * 1000 - Date.now()).toBeLessThanOrEqual(12 * 3_600_000);
  expect(exp * 1000).toBeGreaterThan(Date.now());
});

it('believes a wallet that signs with RSA, no token without an end, and none signed by another key than it names', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const curve = await generateKeyPair('ES256', { extractable: true });
  const keys = [
    { ...(await exportJWK(publicKey)), kid: 'rsa', use: 'sig' },
    { ...(await exportJWK(curve.publicKey)), kid: 'curve', use: 'sig' },
  ];
  const { baseUrl } = await oddWallet(() => ({ status: 200, body: JSON.stringify({ keys }) }));
  const client = house.client({ baseUrl });
  const token = (header: { alg: string; kid: string }) => new SignJWT({ sub: 'wei', aud: 'estafet' }).setProtectedHeader(header);
  const good = token({ alg: 'RS256', kid: 'rsa' }).setExpirationTime('1h');
  expect(await client.verifyCustomerToken(await good.sign(privateKey))).toEqual({ customerId: 'wei' });
  const bad = [
    // Good for ever.
    token({ alg: 'RS256', kid: 'rsa' }).sign(privateKey),
    // Each under the other's name.
    token({ alg: 'ES256', kid: 'rsa' }).setExpirationTime('1h').sign(curve.privateKey),
    token({ alg: 'RS256', kid: 'curve' }).setExpirationTime('1h').sign(privateKey),
  ];
  for (const candidate of bad) {
    await expect(client.verifyCustomerToken(await candidate)).rejects.toMatchObject({ code: 'customer-token-invalid' });
  }
});
