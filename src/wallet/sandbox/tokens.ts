/** The tokens by which the wallet's app vouches for a customer: ES256, with the public key as JWKS. */
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK, SignJWT } from 'jose';
import type { Database } from './database.ts';
import { Refusal } from './refusal.ts';

/** Signing and a new key cost a hundredth of RSA's. */
const ALGORITHM = 'ES256';
const KEY_ID = 'sandbox-2';
const SETTING = 'signing-key-2';

export interface Tokens {
  jwks: { keys: JWK[] };
  /** @throws {Refusal} `customer_not_found` */
  issue(customerId: string): Promise<string>;
}

/** The key is kept in the wallet's file, so that a restart keeps every token good. */
export async function createTokens(db: Database): Promise<Tokens> {
  const stored = db.one<{ value: string }>('SELECT value FROM settings WHERE name = ?', SETTING);
  const pem = stored?.value ?? (await exportPKCS8((await generateKeyPair(ALGORITHM, { extractable: true })).privateKey));
  if (!stored) db.run('INSERT INTO settings (name, value) VALUES (?, ?)', SETTING, pem);
  const key = await importPKCS8(pem, ALGORITHM, { extractable: true });
  const { kty, crv, x, y } = await exportJWK(key);
  return {
    jwks: { keys: [{ kty, crv, x, y, alg: ALGORITHM, use: 'sig', kid: KEY_ID }] },
    async issue(customerId) {
      const customer = db.one<{ name: string; locale: string }>('SELECT name, locale FROM customers WHERE id = ?', customerId);
      if (!customer) throw new Refusal('customer_not_found', 'There is no such customer.');
      return new SignJWT({ name: customer.name, locale: customer.locale })
        .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
        .setSubject(customerId)
        .setAudience('estafet')
        .setIssuedAt()
        .setExpirationTime('12h')
        .sign(key);
    },
  };
}
