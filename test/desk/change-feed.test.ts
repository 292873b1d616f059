import { expect, it, onTestFinished } from 'vitest';
import { createChangeFeed } from '../../src/desk/change-feed.ts';
import type { Change } from '../../src/ports/store.ts';
import { createHarness } from '../helpers/harness.ts';

async function openFeed(before: number) {
  const harness = await createHarness();
  onTestFinished(() => harness.close());
  const chat = harness.chat();
  for (let n = 0; n < before; n++) await chat.say(`text ${n}`);
  const announced: Change[][] = [];
  const feed = createChangeFeed(harness.storage.store, (changes) => announced.push(changes));
  onTestFinished(() => feed.close());
  await feed.start();
  return { harness, chat, head: await harness.storage.store.lastCursor(), feed, announced };
}

it.each([0, 1, 7])('begins at the end of a feed of some %i turns', async (before) => {
  const { head, feed, chat, announced } = await openFeed(before);
  expect(feed.cursor).toBe(head);
  await chat.say('one more');
  await expect.poll(() => announced.flat().at(-1)?.cursor).toBeGreaterThan(head);
  expect(announced.flat().every(({ cursor }) => cursor > head)).toBe(true);
});

it('announces each conversation once for what happens together, and none after it is closed', async () => {
  const { harness, feed, announced } = await openFeed(1);
  const others = [harness.chat(), harness.chat()];
  for (const chat of [...others, ...others]) await chat.start();
  await others[1]?.say('hello');
  await expect.poll(() => feed.cursor).toBe(await harness.storage.store.lastCursor());
  expect(new Set(announced.flat().map(({ conversationId }) => conversationId))).toEqual(new Set(others.map(({ id }) => id)));
  for (const changes of announced) expect(new Set(changes.map(({ conversationId }) => conversationId)).size).toBe(changes.length);
  const heard = announced.length;
  feed.close();
  await others[0]?.say('hello');
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(announced).toHaveLength(heard);
});
