/** The demo's house, in a test: its own store, its own clock. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { World } from '../../src/core/draft.ts';
import { Texts } from '../../src/core/render.ts';
import { type Clock, createClock } from '../../src/demo/clock.ts';
import { createHouse, type House } from '../../src/demo/house.ts';
import { discoverFlows, openStorage } from '../../src/discover.ts';
import { loadLocales } from '../../src/locales.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { createClassifier } from '../../src/understanding/index.ts';
import { testStore } from './test-store.ts';

export { BUDI, type Chat, type House as Harness, SARI } from '../../src/demo/house.ts';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

let worlds: Promise<{ world: World; classifier: ReturnType<typeof createClassifier> }> | undefined;

/** Flows, texts and the trained classifier do not change between tests. */
export function loadWorld() {
  worlds ??= (async () => {
    const locales = loadLocales(join(ROOT, 'locales'));
    const registry = await discoverFlows();
    return {
      world: { ...registry, texts: new Texts(locales.messages, 'id') },
      classifier: createClassifier({ utterances: locales.utterances, languages: locales.languages }),
    };
  })();
  return worlds;
}

export async function createHarness(options: { clock?: Clock; store?: string; world?: World; pace?: number } = {}): Promise<House> {
  const { world, classifier } = await loadWorld();
  return createHouse({
    clock: options.clock ?? createClock(),
    storage: unchangeable(await openStorage(options.store ?? testStore())),
    world: options.world ?? world,
    classifier,
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    pace: options.pace,
  });
}

/** What a store gives out others may have been given, too: whoever changes it fails here. */
function unchangeable(storage: Storage): Storage {
  const { store } = storage;
  const { load, activitiesAfter } = { load: store.load.bind(store), activitiesAfter: store.activitiesAfter.bind(store) };
  store.load = async (...given) => frozen(await load(...given));
  store.activitiesAfter = async (...given) => frozen(await activitiesAfter(...given));
  return storage;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
