import { pino } from 'pino';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { createSureChanges } from '../../src/engine/sure-changes.ts';
import type { Change, Store } from '../../src/ports/store.ts';
import { commitTurn } from '../contract/fixtures.ts';
import { createHarness } from '../helpers/harness.ts';

let store: Store;
let told: Change[];
/** Calls of the store that get through: all, none, or those for which it is true. */
let passes: (change: Change) => boolean;

beforeEach(async () => {
  const harness = await createHarness();
  onTestFinished(() => harness.close());
  ({ store } = harness.storage);
  passes = () => true;
  const listen = store.onChange.bind(store);
  store.onChange = (listener) => listen((change) => passes(change) && listener(change));
});

async function open(everyMs = 20) {
  const sure = createSureChanges(store, { log: pino({ level: 'silent' }), everyMs });
  onTestFinished(() => sure.close());
  told = [];
  sure.store.onChange((change) => told.push(change));
  await sure.start();
  return sure;
}

const commits = async (...ids: string[]) => {
  for (const id of ids) await commitTurn(store, undefined, { id });
};
const ids = () => told.map(({ conversationId }) => conversationId);
const aLittleLater = () => new Promise((resolve) => setTimeout(resolve, 100));

it('tells at once of what the store calls out, and once', async () => {
  await commits('before');
  await open();
  await commits('a', 'b');
  expect(ids()).toEqual(['a', 'b']);
  await aLittleLater();
  expect(ids()).toEqual(['a', 'b']);
});

it('makes up for calls that got lost, each once', async () => {
  await open();
  passes = ({ cursor }) => cursor % 2 === 0;
  await commits('a', 'b', 'c', 'd', 'e');
  expect(ids()).toEqual(['b', 'd']);
  await expect.poll(ids).toEqual(['b', 'd', 'a', 'c', 'e']);
  passes = () => false;
  await commits('f');
  await expect.poll(() => ids().at(-1)).toBe('f');
  await aLittleLater();
  expect(told).toHaveLength(6);
});

it('makes up for many, within a second or two of the house as it is opened', async () => {
  await open(1_000);
  passes = () => false;
  await Promise.all(Array.from({ length: 1_500 }, (_, n) => commitTurn(store, undefined, { id: `many-${n}` })));
  await expect.poll(() => told.length, { timeout: 2_500 }).toBe(1_500);
  expect(new Set(ids()).size).toBe(1_500);
});

it('goes on after a look that failed, and is not stopped by a listener that throws', async () => {
  const sure = await open();
  sure.store.onChange(() => {
    throw new Error('this listener throws on purpose');
  });
  const read = store.changesAfter.bind(store);
  let failures = 0;
  store.changesAfter = async () => {
    failures += 1;
    throw new Error('the store is away');
  };
  passes = () => false;
  await commits('a');
  await expect.poll(() => failures).toBeGreaterThan(1);
  store.changesAfter = read;
  await expect.poll(ids).toEqual(['a']);
});

it('follows a store that came back without its last moments', async () => {
  await commits('a', 'b', 'c');
  await open();
  const [end, read] = [store.lastCursor.bind(store), store.changesAfter.bind(store)];
  // Two commits are lost; what comes next takes their places.
  const lost = 2;
  store.lastCursor = async () => (await end()) - lost;
  store.changesAfter = async (cursor, limit) =>
    (await read(cursor + lost, limit)).map((change) => ({ ...change, cursor: change.cursor - lost }));
  passes = () => false;
  await expect.poll(() => told.length).toBeGreaterThan(0);
  await commits('d');
  await expect.poll(() => ids().at(-1)).toBe('d');
});

it('is the same store in all else, and silent once closed', async () => {
  const sure = await open();
  await commits('a');
  expect((await sure.store.load('a')).conversation?.id).toBe('a');
  sure.close();
  await commits('b');
  await aLittleLater();
  expect(ids()).toEqual(['a']);
});
