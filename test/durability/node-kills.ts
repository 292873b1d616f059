/** kill -9 of a node in mid-turn, and of Redis, while everybody writes. */
import { expect } from 'vitest';
import { sleep } from '../helpers/official-client.ts';
import { nextAcknowledgement } from './checks.ts';
import type { Load } from './load.ts';
import type { NodeDesk } from './node-desk.ts';
import { openResetCustomer, type ResetCustomer } from './reset-customer.ts';
import { createTimes } from './times.ts';
import type { WalletCall } from './watched-wallet.ts';

/** Any moment; and every other time the one right after a promise was given, when it is easiest to break. */
async function someMoment(round: number, load: Load): Promise<void> {
  await sleep(Math.random() * 600);
  if (round % 2) await Promise.race([nextAcknowledgement(load.writers), sleep(600)]);
}

/** Each time the one is killed that waits for the wallet's answer. It comes back later; the others take over. */
export async function killNodes(desk: NodeDesk, load: Load, kills: number): Promise<void> {
  const served = createTimes();
  const resets: Promise<void>[] = [];
  /** Kills of a node that still waited; on a busy machine an answer may come first. */
  let inTheMiddle = 0;
  for (let kill = 0; kill < kills; kill++) {
    const names = [`reset${kill}a`, `reset${kill}b`];
    const customers = await Promise.all(names.map((name) => openResetCustomer(desk, name)));
    const [hers, another] = customers as [ResetCustomer, ResetCustomer];
    const victim = await hers.nameContact(Math.floor(Math.random() * desk.nodes.length));
    // What another node holds stays with it, though one comes back meanwhile.
    await another.nameContact((victim + 1) % desk.nodes.length);
    await someMoment(kill, load);
    const waits = ({ node, operation, answeredAt }: WalletCall) => node === victim && operation === 'start' && answeredAt === undefined;
    if (desk.wallet.calls.some(waits)) inTheMiddle++;
    await desk.kill(victim);
    const killedAt = Date.now();
    const finishing = Promise.all(customers.map((customer) => customer.finish())).then(() => undefined);
    // Looked at in the end; a failure until then is no unhandled one.
    finishing.catch(() => undefined);
    resets.push(finishing);
    await sleep(100 + Math.random() * 900);
    await desk.start(victim);
    await load.recovered(killedAt, served);
  }
  await Promise.all(resets);
  const name = `${desk.nodes.length} nodes, ${kills} times kill -9 of one`;
  served.print(`${name}: next acknowledged message of each customer`);
  expect(inTheMiddle).toBeGreaterThanOrEqual(kills / 2);
  await checkTakeovers(desk, inTheMiddle, name);
}

/** Nobody did what a living node held, everything was done, and for each call the wallet acted once. */
async function checkTakeovers(desk: NodeDesk, least: number, name: string): Promise<void> {
  const taken = createTimes();
  let takeovers = 0;
  const starts = Map.groupBy(
    desk.wallet.calls.filter(({ operation }) => operation === 'start'),
    ({ key }) => key,
  );
  for (const calls of starts.values()) {
    for (const [place, call] of calls.entries()) {
      const earlier = calls[place - 1];
      const holder = earlier && desk.lifeAt(earlier.node, earlier.at);
      if (!holder || holder === desk.lifeAt(call.node, call.at)) continue;
      expect(holder.until, 'the holder was dead').toBeLessThanOrEqual(call.at);
      taken.add(call.at - holder.until);
      takeovers++;
    }
  }
  expect(takeovers).toBeGreaterThanOrEqual(least);
  expect(await desk.wallet.messages()).toHaveLength(starts.size);
  taken.print(`${name}: its leased work taken over`);
}

/** It comes back with what its append-only file holds. */
export async function killRedis(desk: NodeDesk, load: Load, kills: number): Promise<void> {
  const served = createTimes();
  const customer = await openResetCustomer(desk, 'reset-over-redis');
  await customer.nameContact();
  for (let kill = 0; kill < kills; kill++) {
    await someMoment(kill, load);
    await desk.redis.kill();
    const killedAt = Date.now();
    await sleep(Math.random() * 300);
    await desk.redis.start();
    await load.recovered(killedAt, served);
  }
  await customer.finish();
  served.print(`${desk.nodes.length} nodes, ${kills} times kill -9 of Redis: next acknowledged message of each customer`);
}
