import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createAgents, hasRole, type Role } from '../../src/desk/agents.ts';
import { createAgentOperations, routeOf } from '../../src/desk/operation.ts';
import { createSessions } from '../../src/desk/sessions.ts';
import { callerOf, type House, openHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});

const ROLES: Role[] = ['agent', 'supervisor', 'admin'];

describe('roles', () => {
  it('hold what lower ones hold', async () => {
    const agents = createAgents({ records: house.storage.records, demo: true, now: house.clock.now });
    const may = [];
    for (const id of ['sari', 'maya', 'admin']) {
      const agent = await agents.get(id);
      may.push(agent && ROLES.filter((role) => hasRole(agent, role)));
    }
    expect(may).toEqual([['agent'], ['agent', 'supervisor'], ROLES]);
  });

  it('guard an operation before it reads or does anything', async () => {
    const { records, live } = house.storage;
    const agents = createAgents({ records, demo: true, now: house.clock.now });
    let done = 0;
    const operation = createAgentOperations(createSessions({ records, live, agents, now: house.clock.now }))({
      method: 'POST',
      path: '/secrets',
      summary: 'For supervisors.',
      role: 'supervisor',
      answer: z.strictObject({ secret: z.string() }),
      async handle({ agent }) {
        done += 1;
        return { body: { secret: agent.name } };
      },
    });
    const call = callerOf({ ...house.desk, routes: [routeOf(operation)] });
    const ask = async (cookie: string) => (await call('POST', '/secrets', { cookie, body: {} })).status;
    expect([await ask(''), await ask(await house.signIn('sari')), done]).toEqual([401, 403, 0]);
    expect([await ask(await house.signIn('maya')), await ask(await house.signIn('admin')), done]).toEqual([200, 200, 2]);
  });
});

describe('agents', () => {
  it('are found by email and by id, and listed', async () => {
    const agents = createAgents({ records: house.storage.records, demo: true, now: house.clock.now });
    expect((await agents.byEmail('lin@demo.test'))?.id).toBe('lin');
    expect((await agents.get('lin'))?.email).toBe('lin@demo.test');
    expect((await agents.all()).map(({ id }) => id)).toEqual(['admin', 'budi', 'lin', 'maya', 'sari']);
    expect(await agents.byEmail('')).toBeUndefined();
  });

  it('of the demo are not there without it, others are', async () => {
    const { records } = house.storage;
    const agents = createAgents({ records, demo: false, now: house.clock.now });
    const lin = await createAgents({ records, demo: true, now: house.clock.now }).get('lin');
    if (!lin) throw new Error('no lin');
    await agents.save({ ...lin, id: 'real', email: 'real@wallet.example', demo: false });
    expect((await agents.all()).map(({ id }) => id)).toEqual(['real']);
    expect(await agents.get('lin')).toBeUndefined();
    expect(await agents.byEmail('lin@demo.test')).toBeUndefined();
  });
});
