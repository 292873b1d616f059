/** Signing in: throttled, and as slow for an unknown email as for a wrong password. */
import type { Logger } from 'pino';
import { EstafetError } from '../errors.ts';
import type { Limits } from '../ports/limits.ts';
import type { Agent, Agents } from './agents.ts';
import { NOBODYS_PASSWORD, verifyPassword } from './passwords.ts';

/** Failures in five minutes, for one email from one address. */
const PER_EMAIL = { name: 'sign-in-email', points: 6, seconds: 300 };
/** And for one address whatever the email: an office shares one. */
const PER_ADDRESS = { name: 'sign-in-address', points: 60, seconds: 300 };

/** @throws {EstafetError} `sign-in-failed`, `too-many-requests` */
export type SignIn = (email: string, password: string, address: string) => Promise<Agent>;

export function createSignIn({ agents, limits, log }: { agents: Agents; limits: Limits; log: Logger }): SignIn {
  const byEmail = limits.create(PER_EMAIL);
  const byAddress = limits.create(PER_ADDRESS);

  return async function signIn(email, password, address) {
    const key = `${email} ${address}`;
    // A try counts before it is looked at: many at once are no way around.
    await byAddress.use(address);
    await byEmail.use(key);
    const agent = await agents.byEmail(email);
    const right = await verifyPassword(password, agent?.passwordHash ?? NOBODYS_PASSWORD);
    if (!agent || !right) {
      log.warn({ address }, 'sign-in failed');
      throw new EstafetError('sign-in-failed');
    }
    await Promise.all([byEmail.clear(key), byAddress.undo(address)]);
    log.info({ agent: agent.id }, 'signed in');
    return agent;
  };
}
