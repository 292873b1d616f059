/**
 * Direct Line's tokens: one conversation and one user each, signed with a key derived from the secret.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-authentication
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { EstafetError } from '../../errors.ts';

/** Seconds. The official client refreshes every 15 minutes and ignores `expires_in`, so never below 30. */
export const TOKEN_SECONDS = 3_600;
/** Seconds in which a stream URL must be used. */
const STREAM_SECONDS = 60;

const ISSUER = 'estafet';
/** Tokens whose signature is known to be good; a customer sends hers with every request. */
const MAX_KNOWN = 10_000;

const pass = z.object({
  /** Conversation id. */
  conv: z.string().min(1),
  /** The customer's id in this channel. */
  user: z.string().min(1),
  name: z.string().optional(),
  locale: z.string().optional(),
  /** The wallet's id of her, once the wallet has vouched for it. */
  wallet: z.string().optional(),
});
export type Pass = z.infer<typeof pass>;

export interface Tokens {
  issue(pass: Pass): Promise<string>;
  /** For a stream URL, where a token may end up in a log: short-lived and good for nothing else. */
  issueStream(pass: Pass): Promise<string>;
  /** @throws {EstafetError} `TokenExpired`, `BadToken` */
  verify(token: string): Promise<Pass>;
  /** @throws {EstafetError} `TokenExpired`, `BadToken` */
  verifyStream(token: string): Promise<Pass>;
  isSecret(candidate: string): boolean;
}

/** @param now epoch ms */
export function createTokens(secret: string, now: () => number): Tokens {
  const derive = (use: string) => createHmac('sha256', secret).update(use).digest();
  const key = derive('direct line tokens');
  const wanted = Buffer.from(secret);

  function sign(claims: Pass, audience: string, seconds: number): Promise<string> {
    const issuedAt = Math.floor(now() / 1000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(key);
  }

  const known = new Map<string, { pass: Pass; expiresAt: number }>();

  async function verify(token: string): Promise<Pass> {
    const before = known.get(token);
    if (before && now() < before.expiresAt) return before.pass;
    known.delete(token);
    const { claims, expiresAt } = await check(token, 'directline');
    // The oldest makes room: it is verified anew when it comes again.
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= MAX_KNOWN) known.delete(oldest);
    known.set(token, { pass: claims, expiresAt });
    return claims;
  }

  async function check(token: string, audience: string): Promise<{ claims: Pass; expiresAt: number }> {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience,
        requiredClaims: ['exp'],
        currentDate: new Date(now()),
      });
      return { claims: pass.parse(payload), expiresAt: Number(payload.exp) * 1000 };
    } catch (error) {
      throw new EstafetError(error instanceof errors.JWTExpired ? 'TokenExpired' : 'BadToken');
    }
  }

  return {
    issue: (claims) => sign(claims, 'directline', TOKEN_SECONDS),
    issueStream: (claims) => sign(claims, 'stream', STREAM_SECONDS),
    verify,
    verifyStream: async (token) => (await check(token, 'stream')).claims,
    isSecret(candidate) {
      const given = Buffer.from(candidate);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}
