/**
 * Two and three real nodes on a real Redis, behind a balancer that knows nobody: kill -9 of nodes and of Redis, a node
 * that stands still, and nodes that reach for the same thing. Nothing acknowledged is lost, nothing is shown twice,
 * everything has one owner.
 */
import { expect, it } from 'vitest';
import { raceForConversations, raceForTimers } from './node-races.ts';
import { openLoad } from './load.ts';
import { freezeNode, killNodes, killRedis } from './node-kills.ts';
import { type NodeDesk, openNodeDesk } from './node-desk.ts';

/** Of each. */
const ROUNDS = process.env.ESTAFET_TEST_LONG ? 100 : 10;
const timeout = 120_000 + ROUNDS * 60_000;

it.concurrent(`two nodes: ${ROUNDS} kills of a node, ${ROUNDS} of Redis`, { timeout }, () =>
  withDesk(2, async (desk) => {
    const load = await openLoad(desk);
    await killNodes(desk, load, ROUNDS);
    await killRedis(desk, load, ROUNDS);
    await load.finish();
  }),
);

it.concurrent(`three nodes: ${ROUNDS} kills, one that stands still, ${ROUNDS} races for a conversation and for a timer`, { timeout }, () =>
  withDesk(3, async (desk) => {
    const load = await openLoad(desk);
    await killNodes(desk, load, ROUNDS);
    await freezeNode(desk);
    await load.finish();
    await Promise.all([raceForConversations(desk, ROUNDS), raceForTimers(desk, ROUNDS)]);
  }),
);

async function withDesk(nodes: number, prove: (desk: NodeDesk) => Promise<void>): Promise<void> {
  const desk = await openNodeDesk(nodes);
  try {
    await prove(desk);
    for (const node of desk.nodes) expect(await node.stop()).toBe(0);
  } catch (error) {
    for (const { url, output } of desk.nodes) process.stderr.write(`${url}: ${output().slice(-5_000)}\n`);
    throw error;
  } finally {
    await desk.dispose();
  }
}
