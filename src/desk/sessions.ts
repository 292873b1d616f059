/** Sign-in sessions: a random token in a cookie, its hash in the records. */
import { createHash, randomBytes } from 'node:crypto';
import { stringifySetCookie } from 'cookie';
import * as z from 'zod';
import type { Live } from '../ports/live.ts';
import type { Records, StoredRecord } from '../ports/records.ts';
import type { Agent, Agents } from './agents.ts';

const COLLECTION = 'sessions';
export const COOKIE = 'estafet_desk';
const LIFETIME_MS = 12 * 60 * 60 * 1000;
/** A session slides at most this often, so that not every request writes. */
const SLIDE_MS = 5 * 60 * 1000;
const TOKEN = /^[\w-]{43}$/;

const storedSession = z.object({ agentId: z.string(), createdAt: z.number() });

export interface Session {
  /** Hash of the token: what the session is known by inside the house. */
  key: string;
  agent: Agent;
}

export interface Sessions {
  /** @returns the token; nobody but the caller ever sees it */
  start(agent: Agent): Promise<string>;
  /** Undefined for what is unknown, ended or expired. */
  byToken(token: string | undefined): Promise<Session | undefined>;
  byKey(key: string): Promise<Session | undefined>;
  /** As `byToken`, and moves its end; `slid` when the cookie's end should move along. */
  use(token: string | undefined): Promise<(Session & { slid: boolean }) | undefined>;
  end(session: Session): Promise<void>;
  /** Called with the key of each session that is ended, on whichever node; perhaps twice. */
  onEnd(listener: (key: string) => void): void;
  close(): void;
}

interface Found {
  record: StoredRecord;
  agent: Agent;
}

export interface SessionsOptions {
  records: Records;
  live: Live;
  agents: Agents;
  now: () => number;
}

export function createSessions({ records, live, agents, now }: SessionsOptions): Sessions {
  const listeners: ((key: string) => void)[] = [];
  const unsubscribe = live.subscribe((signal) => {
    if (signal.kind === 'session-ended') tell(signal.session);
  });

  function tell(key: string): void {
    for (const listener of listeners) listener(key);
  }

  async function find(key: string): Promise<Found | undefined> {
    const record = await records.get(COLLECTION, key, now());
    if (!record) return undefined;
    const { agentId, createdAt } = storedSession.parse(record.value);
    const agent = await agents.get(agentId);
    return agent && createdAt > (agent.signOutAt ?? Number.NEGATIVE_INFINITY) ? { record, agent } : undefined;
  }

  /** Only what is still there: a session that ends at this moment must not come back. */
  async function slide({ record: { key, value, version, expiresAt }, agent }: Found): Promise<boolean> {
    const end = now() + LIFETIME_MS;
    if (end - (expiresAt ?? 0) < SLIDE_MS) return false;
    return records.put(COLLECTION, key, value, { expectedVersion: version, expiresAt: end, index: { agent: agent.id } });
  }

  return {
    async start(agent) {
      const token = randomBytes(32).toString('base64url');
      const value = { agentId: agent.id, createdAt: now() };
      await records.put(COLLECTION, keyOf(token), value, { expiresAt: now() + LIFETIME_MS, index: { agent: agent.id } });
      return token;
    },
    async byToken(token) {
      const found = isToken(token) ? await find(keyOf(token)) : undefined;
      return found && sessionOf(found);
    },
    async byKey(key) {
      const found = await find(key);
      return found && sessionOf(found);
    },
    async use(token) {
      const found = isToken(token) ? await find(keyOf(token)) : undefined;
      return found && { ...sessionOf(found), slid: await slide(found) };
    },
    async end(session) {
      await records.delete(COLLECTION, session.key);
      // Here at once, even when the news can't be passed on.
      tell(session.key);
      live.publish({ kind: 'session-ended', session: session.key });
    },
    onEnd(listener) {
      listeners.push(listener);
    },
    close: unsubscribe,
  };
}

function isToken(token: string | undefined): token is string {
  return token !== undefined && TOKEN.test(token);
}

function sessionOf({ record, agent }: Found): Session {
  return { key: record.key, agent };
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function tokenIn(cookies: Record<string, string>): string | undefined {
  return cookies[COOKIE];
}

/** @param token empty: the cookie is taken away */
export function sessionCookie(token: string, origin: string): string {
  return stringifySetCookie({
    name: COOKIE,
    value: token,
    path: '/desk',
    httpOnly: true,
    sameSite: 'strict',
    secure: origin.startsWith('https:'),
    maxAge: token ? LIFETIME_MS / 1000 : 0,
  });
}
