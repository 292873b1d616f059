import { expect, it } from 'vitest';
import { createAgents } from '../../src/desk/agents.ts';
import { DEMO_PASSWORD, seedDemoAccounts } from '../../src/desk/demo-accounts.ts';
import { verifyPassword } from '../../src/desk/passwords.ts';
import { openHouse } from './house.ts';

it('lets the people of the demo in by the password that was last set, and by no other', async () => {
  const { storage, clock } = await openHouse();
  const agents = createAgents({ records: storage.records, demo: true, now: clock.now });
  const letsIn = async (password: string) => verifyPassword(password, (await agents.get('sari'))?.passwordHash ?? '');

  await seedDemoAccounts(agents, DEMO_PASSWORD);
  expect([await letsIn('demo'), await letsIn('Demo')]).toEqual([true, false]);

  await seedDemoAccounts(agents, 'kata sandi lain');
  expect([await letsIn('demo'), await letsIn('kata sandi lain')]).toEqual([false, true]);
  const kept = await agents.all();
  await seedDemoAccounts(agents, 'kata sandi lain');
  expect(await agents.all()).toEqual(kept);

  await seedDemoAccounts(agents, DEMO_PASSWORD);
  expect([await letsIn('demo'), await letsIn('kata sandi lain')]).toEqual([true, false]);
});
