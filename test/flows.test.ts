/** Every flow that is there, proven without a test of its own. `npm run flows` lists what was proven. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storage } from '../src/ports/storage.ts';
import { openStorage } from '../src/discover.ts';
import { testStore } from './helpers/test-store.ts';
import { createEntrance } from './proofs/entrance.ts';
import { loadMaterial } from './proofs/material.ts';
import { coveringPaths, type Path } from './proofs/paths.ts';
import { badMessages, CHECKS } from './proofs/prove.ts';
import { createWalkingDesk, type Desk, walk } from './proofs/walk.ts';

const material = await loadMaterial();
const { enter, identifyingMoves } = createEntrance(material);
let storage: Storage;
let desk: Desk;
beforeAll(async () => {
  storage = await openStorage(testStore());
  desk = createWalkingDesk(storage, material.world, material.classifier, identifyingMoves);
});
afterAll(() => storage.close());

it('finds flows', () => {
  expect(material.flows.length).toBeGreaterThan(2);
});

describe.each(material.flows)('%s', (id) => {
  // Some flows have ten thousand places to stand.
  let paths: Path[];
  beforeAll(() => {
    paths = coveringPaths(material.explored(id));
  }, 300_000);

  it.each(Object.entries(CHECKS))('%s', (_name, check) => {
    expect(check(material.explored(id))).toEqual([]);
  });

  it('has every text in every language, with the same values, and all can be put together', () => {
    const { flow } = material.surroundings(id);
    expect(badMessages(material.explored(id), flow, material.messages)).toEqual([]);
  });

  it('has a golden dialogue in each language', () => {
    const spoken = material.dialoguesOf(id).map((dialogue) => material.localeOf(dialogue, 'locale'));
    expect([...material.words.keys()].filter((locale) => !spoken.includes(locale))).toEqual([]);
  });

  it.each([...material.words])('is walked in %s, along every transition', { timeout: 120_000 }, async (locale, words) => {
    const flow = material.surroundings(id).flow;
    const wrong: string[] = [];
    for (const { exploration, moves } of paths) {
      const verified = exploration.customerId !== '';
      const walker = desk.open(locale, verified);
      try {
        await enter(walker, flow, verified, locale, words);
        await walk(walker, flow, exploration.start, moves, words);
      } catch (error) {
        wrong.push(`${verified ? 'verified' : 'guest'}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    expect(paths.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });
});
