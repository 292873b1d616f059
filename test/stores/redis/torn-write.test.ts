import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitTurn } from '../../contract/fixtures.ts';
import { openNode, tempRedis } from './temp.ts';

/** Bytes: the end of a transaction and some of the command before it. */
const TORN = 30;

test('a transaction that was torn as Redis was killed is neither half done nor done twice', async () => {
  const server = await tempRedis();
  const { store } = await openNode(server);
  const says = (text: string) => ({ id: 'c', inputId: text, says: [text], sends: true });
  const first = await commitTurn(store, undefined, says('one'));
  await commitTurn(store, first, says('two'));
  const folder = join((await server.cli('CONFIG', 'GET', 'dir')).split('\n')[1] ?? '', 'appendonlydir');
  await server.kill();
  const file = join(folder, (await readdir(folder)).find((name) => name.endsWith('.incr.aof')) ?? '');
  await truncate(file, (await stat(file)).size - TORN);
  await server.start();
  await expect.poll(() => store.health().then(() => 'ok'), { timeout: 5_000 }).toBe('ok');
  const again = (await store.load('c')).conversation;
  expect(again?.version).toBe(1);
  const second = await commitTurn(store, again, says('two'));
  await server.kill();
  await server.start();
  await expect.poll(() => store.health().then(() => 'ok'), { timeout: 5_000 }).toBe('ok');
  const log = async () => (await store.activitiesAfter('c', 0, 'desk')).activities.map(({ text }) => text);
  expect(await log()).toEqual(['one', 'two']);
  await commitTurn(store, second, says('three'));
  expect(await log()).toEqual(['one', 'two', 'three']);
  const sent: string[] = [];
  for (let due = await store.claimDue({ now: Date.now(), leaseMs: 1_000, limit: 9 }); due.length; ) {
    for (const { id } of due) {
      sent.push(id);
      await store.settle(id, { outcome: 'done' });
    }
    due = await store.claimDue({ now: Date.now(), leaseMs: 1_000, limit: 9 });
  }
  expect(new Set(sent).size).toBe(sent.length);
  expect(sent.length).toBe(3);
});
