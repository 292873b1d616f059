/**
 * Who is at the desk: a lease for each agent, renewed by her console. Whoever vanishes is gone after the grace, so
 * that a reload or a tunnel frees nobody's conversations.
 */
import { z } from 'zod';
import type { Records } from '../ports/records.ts';
import type { Agent } from './agents.ts';

const COLLECTION = 'presence';
const MAX_ONLINE = 1_000;

export const GRACE_MS = 60_000;
/** After a longer stop nobody is taken to be still there. */
const RESTART_MS = 15 * 60 * 1000;

const lease = z.object({ agentId: z.string(), teams: z.array(z.string()), locales: z.array(z.string()) });
type Lease = z.infer<typeof lease>;

export interface Presence {
  renew(agent: Agent): Promise<void>;
  /** At once, as on sign-out. */
  leave(agentId: string): Promise<void>;
  /** Ids of all who are there. */
  online(): Promise<Set<string>>;
  /** How many there could take a conversation of this queue. */
  serving(team: string, locale: string): Promise<number>;
  /** After a start: those who were there when the desk stopped get the grace to come back. */
  restore(): Promise<void>;
}

export function createPresence({ records, now }: { records: Records; now: () => number }): Presence {
  async function put(value: Lease): Promise<void> {
    const languages = value.locales.map((locale) => [`locale:${locale}`, 'yes'] as const);
    const index = { any: 'yes', ...Object.fromEntries(languages) };
    await records.put(COLLECTION, value.agentId, value, { expiresAt: now() + GRACE_MS, index });
  }

  async function list(name: string, at: number) {
    const found = await records.list(COLLECTION, at, { name, value: 'yes', limit: MAX_ONLINE });
    return found.map((record) => ({ ...lease.parse(record.value), expiresAt: record.expiresAt ?? 0 }));
  }

  return {
    renew: ({ id, teams, locales }) => put({ agentId: id, teams, locales }),
    leave: (agentId) => records.delete(COLLECTION, agentId),
    online: async () => new Set((await list('any', now())).map(({ agentId }) => agentId)),
    serving: async (team, locale) => (await list(`locale:${locale}`, now())).filter(({ teams }) => teams.includes(team)).length,
    async restore() {
      // The latest lease tells when the desk was last alive; who had one at that moment was there.
      const leases = await list('any', now() - RESTART_MS);
      const alive = Math.max(...leases.map(({ expiresAt }) => expiresAt)) - GRACE_MS;
      await Promise.all(leases.filter(({ expiresAt }) => expiresAt > alive).map(({ expiresAt: _lapsed, ...value }) => put(value)));
    },
  };
}
