/** The people of the demo. */
import type { Agent, Agents } from './agents.ts';
import { DEFAULT_TEAM } from '../core/handoff.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

type Account = Pick<Agent, 'id' | 'name' | 'role' | 'teams' | 'locales'>;

const ACCOUNTS: Account[] = [
  { id: 'sari', name: 'Sari Wulandari', role: 'agent', teams: [DEFAULT_TEAM], locales: ['id', 'en'] },
  { id: 'budi', name: 'Budi Santoso', role: 'agent', teams: [DEFAULT_TEAM], locales: ['id'] },
  { id: 'lin', name: 'Lin Mei 林梅', role: 'agent', teams: [DEFAULT_TEAM], locales: ['zh', 'en'] },
  { id: 'maya', name: 'Maya Pratiwi', role: 'supervisor', teams: [], locales: ['id', 'en'] },
  { id: 'admin', name: 'Admin', role: 'admin', teams: [], locales: ['en', 'id'] },
];
const CAPACITY = 5;

/** Told to everyone, so its hash may be known as well: making or checking it takes 30 ms of each start. */
export const DEMO_PASSWORD = 'demo';
const DEMO_HASH = '$argon2id$v=19$m=19456,t=2,p=1$pPVJQfJBWLIsL46j574WgQ$9dQj487M3zvLJsxsdqj2DXzvQc/o3fGFj/6KKhg/vBY';

/** Makes them where they are missing, and follows a password that was set anew. */
export async function seedDemoAccounts(agents: Agents, password: string): Promise<void> {
  const known = await Promise.all(ACCOUNTS.map(({ id }) => agents.get(id)));
  // One password for all: one hash serves.
  const [hash = ''] = known.flatMap((agent) => agent?.passwordHash ?? []);
  const current = await hashOf(password, hash);
  for (const [index, account] of ACCOUNTS.entries()) {
    if (known[index]?.passwordHash === current) continue;
    await agents.save({ ...account, email: `${account.id}@demo.test`, capacity: CAPACITY, demo: true, passwordHash: current });
  }
}

/** @param kept what is stored so far, which stays where it fits */
async function hashOf(password: string, kept: string): Promise<string> {
  if (password === DEMO_PASSWORD) return DEMO_HASH;
  return (await verifyPassword(password, kept)) ? kept : hashPassword(password);
}
