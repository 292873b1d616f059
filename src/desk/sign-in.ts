/** Signing in: throttled, and as slow for an unknown email as for a wrong password. */
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { EstafetError } from '../errors.ts';
import type { Agent, Agents } from './agents.ts';
import { NOBODYS_PASSWORD, verifyPassword } from './passwords.ts';

/** Failures in five minutes, for one email from one address. */
const PER_EMAIL = { points: 6, duration: 300 };
/** And for one address whatever the email: an office shares one. */
const PER_ADDRESS = { points: 60, duration: 300 };

/** @throws {EstafetError} `sign-in-failed`, `too-many-requests` */
export type SignIn = (email: string, password: string, address: string) => Promise<Agent>;

export function createSignIn({ agents, log }: { agents: Agents; log: Logger }): SignIn {
  const byEmail = new RateLimiterMemory(PER_EMAIL);
  const byAddress = new RateLimiterMemory(PER_ADDRESS);

  return async function signIn(email, password, address) {
    const key = `${email} ${address}`;
    // A try counts before it is looked at: many at once are no way around.
    await consume(byAddress, address);
    await consume(byEmail, key);
    const agent = await agents.byEmail(email);
    const right = await verifyPassword(password, agent?.passwordHash ?? NOBODYS_PASSWORD);
    if (!agent || !right) {
      log.warn({ address }, 'sign-in failed');
      throw new EstafetError('sign-in-failed');
    }
    await Promise.all([byEmail.delete(key), byAddress.reward(address)]);
    log.info({ agent: agent.id }, 'signed in');
    return agent;
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new EstafetError('too-many-requests', {
      headers: { 'Retry-After': String(Math.max(1, Math.ceil(refused.msBeforeNext / 1000))) },
    });
  }
}
