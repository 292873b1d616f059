import { expect, test } from 'vitest';
import { commitTurn, turn } from '../../contract/fixtures.ts';
import { openNode, tempRedis } from './temp.ts';

const DAY = 24 * 3600 * 1000;
const T0 = Date.UTC(2026, 0, 5, 2);

async function usedBytes(cli: (...args: string[]) => Promise<string>): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await cli('INFO', 'memory'))?.[1]);
}

test('a conversation takes little more than what was said in it', async () => {
  const server = await tempRedis(['--appendonly', 'no']);
  const { store } = await openNode(server);
  const id = (which: number) => `0198c0de-0000-7000-8000-${String(which).padStart(12, '0')}`;
  const say = (which: number) => turn(undefined, { id: id(which), says: ['Halo!', 'Apa kabar?', 'Baik'] });
  await store.commit(say(0));
  const before = await usedBytes(server.cli);
  const count = 2_000;
  for (let which = 1; which <= count; which += 500) {
    await Promise.all(Array.from({ length: 500 }, (_, next) => store.commit(say(which + next))));
  }
  const each = ((await usedBytes(server.cli)) - before) / count;
  const { conversation, activities } = say(1);
  const said = [conversation, ...activities].reduce((sum, part) => sum + JSON.stringify(part).length, 0);
  process.stdout.write(`a conversation with 3 activities: ${Math.round(each)} bytes in Redis, ${said} of them its own JSON\n`);
  expect(each - said).toBeLessThan(1_100);
});

test('inputs are known for 30 days; older ones go as new ones come, and all of them when she stays away', async () => {
  const server = await tempRedis();
  const { store } = await openNode(server);
  let conversation = await commitTurn(store, undefined, { id: 'c', inputId: 'old', now: T0 });
  conversation = await commitTurn(store, conversation, { inputId: 'edge', now: T0 + 30 * DAY });
  expect(await store.load('c', 'old')).toMatchObject({ seen: true });
  conversation = await commitTurn(store, conversation, { inputId: 'x'.repeat(10_000), now: T0 + 30 * DAY + 1 });
  expect(await store.load('c', 'old')).toMatchObject({ seen: false });
  expect(await store.load('c', 'edge')).toMatchObject({ seen: true });
  expect(await store.load('c', 'x'.repeat(10_000))).toMatchObject({ seen: true });
  expect(Number(await server.cli('TTL', '{estafet}:inputs:c'))).toBeGreaterThan(30 * 24 * 3600 - 60);
  expect(await server.cli('ZCARD', '{estafet}:inputs:c')).toBe('2');
});
