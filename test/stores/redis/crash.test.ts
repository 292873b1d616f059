import { expect, test } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import { commitTurn, T0 } from '../../contract/fixtures.ts';
import { openNode, tempRedis } from './temp.ts';

const KILLS = process.env.ESTAFET_TEST_LONG ? 100 : 10;
const LINES = 8;

/** Talks on in one conversation until told to stop; each turn again until it is acknowledged. */
async function converse({ store }: Storage, id: string, acknowledged: Map<string, number>, isOver: () => boolean): Promise<void> {
  for (let conversation = (await store.load(id)).conversation; !isOver(); ) {
    const version = (conversation?.version ?? 0) + 1;
    const inputId = `${id}:${version}`;
    try {
      conversation = await commitTurn(store, conversation, { id, inputId, says: [inputId, 'second'], calls: [`call ${inputId}`] });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const now = await store.load(id, inputId).catch(() => undefined);
      if (!now?.seen) continue;
      conversation = now.conversation;
    }
    acknowledged.set(id, version);
  }
}

test(`Redis killed ${KILLS} times and restarted: every acknowledged turn is there, whole and once`, {
  timeout: KILLS * 3_000,
}, async () => {
  const server = await tempRedis();
  const node = await openNode(server);
  const acknowledged = new Map<string, number>();
  let over = false;
  const talks = Array.from({ length: LINES }, (_, line) => converse(node, `line-${line}`, acknowledged, () => over));
  const waits: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 200));
    await server.kill();
    const promised = new Map(acknowledged);
    await server.start();
    const began = performance.now();
    await expect.poll(() => node.store.health().then(() => 'ok'), { timeout: 5_000 }).toBe('ok');
    waits.push(performance.now() - began);
    for (const [id, version] of promised) expect((await node.store.load(id)).conversation?.version).toBeGreaterThanOrEqual(version);
  }
  over = true;
  await Promise.all(talks);

  let turns = 0;
  for (const [id, version] of acknowledged) {
    expect((await node.store.load(id)).conversation?.version).toBe(version);
    const { activities } = await node.store.activitiesAfter(id, 0, 'desk', 1_000_000);
    expect(activities.map(({ text }) => text)).toEqual(
      Array.from({ length: version }, (_, index) => [`${id}:${index + 1}`, 'second']).flat(),
    );
    turns += version;
  }
  expect(await node.store.changesAfter(0, 1_000_000)).toHaveLength(turns);
  expect(await node.store.claimDue({ now: T0, leaseMs: 1, limit: 1_000_000 })).toHaveLength(turns);
  expect(acknowledged.size).toBe(LINES);
  const longest = Math.round(Math.max(...waits));
  process.stdout.write(`${KILLS} kills of Redis, ${turns} turns, none lost; served again ${longest} ms after it was back at the latest\n`);
});
