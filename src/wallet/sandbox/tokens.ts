/** The tokens by which the wallet's app vouches for a customer: RS256, with the public key as JWKS. */
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK, SignJWT } from 'jose';
import type { Database } from './database.ts';
import { Refusal } from './refusal.ts';

const KEY_ID = 'sandbox-1';

export interface Tokens {
  jwks: { keys: JWK[] };
  /** @throws {Refusal} `customer_not_found` */
  issue(customerId: string): Promise<string>;
}

/** The key is kept in the wallet's file, so that a restart keeps every token good. */
export async function createTokens(db: Database): Promise<Tokens> {
  const stored = db.one<{ value: string }>(`SELECT value FROM settings WHERE name = 'signing-key'`);
  const pem = stored?.value ?? (await exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey));
  if (!stored) db.run(`INSERT INTO settings (name, value) VALUES ('signing-key', ?)`, pem);
  const key = await importPKCS8(pem, 'RS256', { extractable: true });
  const { kty, n, e } = await exportJWK(key);
  return {
    jwks: { keys: [{ kty, n, e, alg: 'RS256', use: 'sig', kid: KEY_ID }] },
    async issue(customerId) {
      const customer = db.one<{ name: string; locale: string }>('SELECT name, locale FROM customers WHERE id = ?', customerId);
      if (!customer) throw new Refusal('customer_not_found', 'There is no such customer.');
      return new SignJWT({ name: customer.name, locale: customer.locale })
        .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
        .setSubject(customerId)
        .setAudience('estafet')
        .setIssuedAt()
        .setExpirationTime('12h')
        .sign(key);
    },
  };
}
