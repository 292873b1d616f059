/**
 * Who is at the desk: a lease for each socket of a console, on whichever node, renewed by its heartbeat. Whoever vanishes
 * is gone after the grace, so that a reload, a tunnel or a node that restarts frees nobody's conversations.
 */
import * as z from 'zod';
import type { Records } from '../ports/records.ts';
import type { Agent } from './agents.ts';
import type { Session } from './sessions.ts';

const COLLECTION = 'presence';
/** Agents have several tabs, and leases of those they closed stay for the grace. */
const MAX_LEASES = 5_000;

export const GRACE_MS = 60_000;
/** After a longer stop nobody is taken to be still there. */
const RESTART_MS = 15 * 60 * 1000;
/** Longer than between two heartbeats: with all consoles silent for so long, no node was up. */
const SILENCE_MS = 15_000;

const lease = z.object({ agentId: z.string(), teams: z.array(z.string()), locales: z.array(z.string()), session: z.string() });
type Lease = z.infer<typeof lease>;

export interface Presence {
  /** @param socket an id of its own for each socket */
  renew(socket: string, session: Session): Promise<void>;
  /** All sockets of a session, at once, as on sign-out. @param session its key */
  leave(session: string): Promise<void>;
  /** Ids of all who are there. */
  online(): Promise<Set<string>>;
  /** How many there could take a conversation of this queue. */
  serving(team: string, locale: string): Promise<number>;
  /** After a stop of the whole desk: those who were there get the grace to come back. */
  restore(): Promise<void>;
}

export function createPresence({ records, now }: { records: Records; now: () => number }): Presence {
  function put(socket: string, value: Lease, expectedVersion?: number): Promise<boolean> {
    const languages = value.locales.map((locale) => [`locale:${locale}`, 'yes'] as const);
    const index = { any: 'yes', session: value.session, ...Object.fromEntries(languages) };
    return records.put(COLLECTION, socket, value, { expiresAt: now() + GRACE_MS, index, expectedVersion });
  }

  async function list(name: string, value: string, at: number) {
    const found = await records.list(COLLECTION, at, { name, value, limit: MAX_LEASES });
    return found.map(({ key, version, expiresAt = 0, value: held }) => ({ key, version, expiresAt, held: lease.parse(held) }));
  }

  return {
    async renew(socket, { key, agent }) {
      await put(socket, leaseOf(key, agent));
    },
    async leave(session) {
      const leases = await list('session', session, now());
      await Promise.all(leases.map(({ key }) => records.delete(COLLECTION, key)));
    },
    online: async () => agentsOf(await list('any', 'yes', now())),
    serving: async (team, locale) =>
      agentsOf((await list(`locale:${locale}`, 'yes', now())).filter(({ held }) => held.teams.includes(team))).size,
    async restore() {
      // The latest lease tells when the desk was last alive; who had one at that moment was there.
      const leases = await list('any', 'yes', now() - RESTART_MS);
      const alive = Math.max(...leases.map(({ expiresAt }) => expiresAt)) - GRACE_MS;
      // The other nodes never stopped, or all did for a moment: nobody's grace has run out by that.
      if (alive > now() - SILENCE_MS) return;
      // Somebody else may restore or end it right now.
      await Promise.all(leases.filter(({ expiresAt }) => expiresAt > alive).map(({ key, held, version }) => put(key, held, version)));
    },
  };
}

function leaseOf(session: string, { id, teams, locales }: Agent): Lease {
  return { agentId: id, teams, locales, session };
}

function agentsOf(leases: { held: Lease }[]): Set<string> {
  return new Set(leases.map(({ held }) => held.agentId));
}
