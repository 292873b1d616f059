/** Customer tokens: the wallet signs, the desk believes nobody else. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from './house.ts';

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
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const sign = (alg: string, key: Parameters<SignJWT['sign']>[0], header: object = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: 'sandbox-1', ...header }).sign(key);
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  const bad = [
    '',
    'rubbish',
    `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: 'sinta' })).toString('base64url')}.${signature}`,
    `${unsigned}.${payload}.`,
    await sign('RS256', privateKey),
    await sign('RS256', privateKey, { jwk: await exportJWK(publicKey) }),
    // The public key as an HMAC secret: the classic confusion.
    await sign('HS256', new TextEncoder().encode(JSON.stringify(await exportJWK(publicKey)))),
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
