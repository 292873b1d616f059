/** kill -9 of a node in mid-turn, and of Redis, and a node that stands still, while everybody writes. */
import { expect } from 'vitest';
import { sleep, until } from '../helpers/official-client.ts';
import { nextAcknowledgement, WAIT_MS } from './checks.ts';
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

/** Kills of a node that still waited were taken over, no other work was, and for each call the wallet acted once. */
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
      if (holder.until > call.at) {
        await until(() => hasLost(desk, earlier), 'the holder was dead, or says that it lost what it held', WAIT_MS);
        continue;
      }
      taken.add(call.at - holder.until);
      takeovers++;
    }
  }
  expect(takeovers).toBeGreaterThanOrEqual(least);
  expect(await desk.wallet.messages()).toHaveLength(starts.size);
  taken.print(`${name}: its leased work taken over`);
}

/** On a busy machine a node stands still for longer than a lease, or can't write down what came of it; then it says so. */
function hasLost(desk: NodeDesk, { node, key }: WalletCall): boolean {
  return desk.nodes[node]?.output().includes(`"effect":${JSON.stringify(key)}`) ?? false;
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

/** While it stands still another does its work; then it wakes and does it, too, and it is done once all the same. */
export async function freezeNode(desk: NodeDesk): Promise<void> {
  const customer = await openResetCustomer(desk, 'reset-by-two');
  const holder = await customer.nameContact();
  const held = desk.wallet.calls.findLast(({ operation }) => operation === 'start') as WalletCall;
  desk.nodes[holder]?.freeze(true);
  await until(() => desk.wallet.calls.some(({ node, key }) => key === held.key && node !== holder), 'another takes it', WAIT_MS);
  desk.nodes[holder]?.freeze(false);
  await customer.finish();
  await until(() => hasLost(desk, held), 'it says that its lease ran out', WAIT_MS);
}
