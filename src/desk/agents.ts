/** The people who answer: agents, supervisors and admins, as records. */
import * as z from 'zod';
import type { AgentRef } from '../core/turn-types.ts';
import type { Records } from '../ports/records.ts';

const COLLECTION = 'agents';
const MAX_AGENTS = 1_000;

export const roles = z.enum(['agent', 'supervisor', 'admin']);
export type Role = z.infer<typeof roles>;

const storedAgent = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roles,
  /** Queues she serves; a supervisor who serves none is not counted as able to answer. */
  teams: z.array(z.string()),
  /** Languages she answers in; the first is hers. */
  locales: z.array(z.string()),
  /** How many conversations she may hold at once. */
  capacity: z.number().int().positive(),
  passwordHash: z.string(),
  /** Epoch ms: sessions that began by then have ended. */
  signOutAt: z.number().optional(),
  /** Made by the demo; not there once the demo is off. */
  demo: z.boolean().optional(),
});
export type Agent = z.infer<typeof storedAgent>;

export interface Agents {
  get(id: string): Promise<Agent | undefined>;
  /** @param email in lower case */
  byEmail(email: string): Promise<Agent | undefined>;
  /** By id. */
  all(): Promise<Agent[]>;
  save(agent: Agent): Promise<void>;
}

/** @param options.demo whether the demo's accounts exist */
export function createAgents({ records, demo, now }: { records: Records; demo: boolean; now: () => number }): Agents {
  const read = (value: unknown): Agent | undefined => {
    const agent = storedAgent.parse(value);
    return agent.demo && !demo ? undefined : agent;
  };
  const list = async (name: string, value: string, limit: number) => {
    const found = await records.list(COLLECTION, now(), { name, value, limit });
    return found.flatMap((record) => read(record.value) ?? []);
  };
  return {
    async get(id) {
      const record = await records.get(COLLECTION, id, now());
      return record && read(record.value);
    },
    byEmail: async (email) => (await list('email', email, 1))[0],
    all: () => list('any', 'yes', MAX_AGENTS),
    async save(agent) {
      await records.put(COLLECTION, agent.id, agent, { index: { email: agent.email, any: 'yes' } });
    },
  };
}

const RANK: Record<Role, number> = { agent: 0, supervisor: 1, admin: 2 };

/** Whether she may do what takes this role: an admin may all that a supervisor may, and so on. */
export function hasRole(agent: Agent, role: Role): boolean {
  return RANK[agent.role] >= RANK[role];
}

export function agentRef({ id, name, capacity }: Agent): AgentRef {
  return { id, name, capacity };
}

/** What the desk may know of her: all but her password. */
export function agentViewOf({ id, email, name, role, teams, locales, capacity }: Agent) {
  return { id, email, name, role, teams, locales, capacity };
}
