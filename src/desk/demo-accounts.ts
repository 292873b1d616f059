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

/** Makes them where they are missing, and follows a password that was set anew. */
export async function seedDemoAccounts(agents: Agents, password: string): Promise<void> {
  const known = await Promise.all(ACCOUNTS.map(({ id }) => agents.get(id)));
  // One password for all, told to everyone: one hash serves, and the start stays quick.
  const [hash = ''] = known.flatMap((agent) => agent?.passwordHash ?? []);
  const current = (await verifyPassword(password, hash)) ? hash : await hashPassword(password);
  for (const [index, account] of ACCOUNTS.entries()) {
    if (known[index]?.passwordHash === current) continue;
    await agents.save({ ...account, email: `${account.id}@demo.test`, capacity: CAPACITY, demo: true, passwordHash: current });
  }
}
