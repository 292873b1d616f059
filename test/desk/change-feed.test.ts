import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createChangeFeed } from '../../src/desk/change-feed.ts';
import type { Change } from '../../src/ports/store.ts';
import { createHarness } from '../helpers/harness.ts';

async function openFeed(before: number) {
  const harness = await createHarness();
  onTestFinished(() => harness.close());
  const chat = harness.chat();
  for (let n = 0; n < before; n++) await chat.say(`text ${n}`);
  const head = (await harness.storage.store.changesAfter(0, 1_000)).at(-1)?.cursor ?? 0;
  const announced: Change[][] = [];
  const feed = createChangeFeed({ store: harness.storage.store, log: pino({ level: 'silent' }) }, (changes) => announced.push(changes));
  onTestFinished(() => feed.close());
  await feed.start();
  return { harness, chat, head, feed, announced };
}

it.each([0, 1, 2, 3, 7, 8, 9])('begins at the end of a feed of some %i turns', async (before) => {
  const { head, feed, chat, announced } = await openFeed(before);
  expect(feed.cursor).toBe(head);
  await chat.say('one more');
  await expect.poll(() => announced.flat().at(-1)?.cursor).toBeGreaterThan(head);
  expect(announced.flat().every(({ cursor }) => cursor > head)).toBe(true);
});

it('announces what the store never called out', async () => {
  const harness = await createHarness();
  onTestFinished(() => harness.close());
  const announced: Change[] = [];
  const deaf = new Proxy(harness.storage.store, {
    get: (store, name) => {
      if (name === 'onChange') return () => () => {};
      const value: unknown = Reflect.get(store, name);
      return typeof value === 'function' ? value.bind(store) : value;
    },
  });
  const feed = createChangeFeed({ store: deaf, log: pino({ level: 'silent' }) }, (changes) => announced.push(...changes));
  onTestFinished(() => feed.close());
  await feed.start();
  const chat = harness.chat();
  await chat.say('hello');
  feed.check();
  await expect.poll(() => announced.map(({ conversationId }) => conversationId)).toEqual([chat.id]);
});

it('goes on after a read that failed', async () => {
  const { harness, chat, announced, feed } = await openFeed(0);
  const read = harness.storage.store.changesAfter.bind(harness.storage.store);
  let failures = 0;
  harness.storage.store.changesAfter = () => {
    failures += 1;
    return Promise.reject(new Error('the disk is away'));
  };
  await chat.say('hello');
  await expect.poll(() => failures).toBeGreaterThan(0);
  harness.storage.store.changesAfter = read;
  feed.check();
  await expect.poll(() => announced.flat().map(({ conversationId }) => conversationId)).toContain(chat.id);
});
