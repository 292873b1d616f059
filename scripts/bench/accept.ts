/** An agent accepts who waits longest: what it costs must not grow with the queue. */
import { pino } from 'pino';
import { openStorage } from '../../src/discover.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { loadWorld } from '../../test/helpers/harness.ts';
import { fill, waiting } from './fill.ts';
import { percentile } from './load.ts';
import { type BenchStore, benchStores } from './stores.ts';

const SMALL = 10_000;
const ROUNDS = 12;
const ACCEPTS = 150;
/** An agent's conversations; then the next agent goes on. */
const CAPACITY = 5;

export interface AcceptFigures {
  store: string;
  waiting: number;
  fillSeconds: number;
  /** Microseconds of the desk's CPU for one accept, the look for who is next included: the median of the rounds. */
  cpuUs: number;
  /** Milliseconds of the clock: the median. */
  ms: number;
  /** To the smallest queue's CPU in the same round: the median. */
  ratio: number;
}

interface Queue {
  size: number;
  place: BenchStore;
  storage: Storage;
  fillSeconds: number;
  accept(): Promise<void>;
}

/** @param large how many wait in the larger queue */
export async function measureAccept(large: number, say: (line: string) => void): Promise<AcceptFigures[]> {
  const figures: AcceptFigures[] = [];
  for (const openStore of benchStores()) {
    const queues: Queue[] = [];
    try {
      for (const size of [SMALL, large]) queues.push(await openQueue(await openStore(), size, say));
      const costs = queues.map((): { cpu: number[]; ms: number[] } => ({ cpu: [], ms: [] }));
      // The first round only warms up.
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const [index, queue] of queues.entries()) {
          const cost = await costOf(queue.accept);
          if (round > 0) costs[index]?.cpu.push(cost.cpuUs);
          if (round > 0) costs[index]?.ms.push(cost.ms);
        }
      }
      figures.push(
        ...queues.map(({ place, size, fillSeconds }, index) => ({
          store: place.name,
          waiting: size,
          fillSeconds,
          cpuUs: percentile(costs[index]?.cpu ?? [], 0.5),
          ms: percentile(costs[index]?.ms ?? [], 0.5),
          ratio: percentile(costs[index]?.cpu.map((own, round) => own / (costs[0]?.cpu[round] ?? Number.NaN)) ?? [], 0.5),
        })),
      );
      say(JSON.stringify(figures.slice(-queues.length)));
    } finally {
      for (const { storage, place } of queues) {
        await storage.close();
        await place.remove();
      }
    }
  }
  return figures;
}

async function openQueue(place: BenchStore, size: number, say: (line: string) => void): Promise<Queue> {
  say(`${size.toLocaleString('en')} begin to wait on ${place.name}`);
  const { world, classifier } = await loadWorld();
  const storage = await openStorage(place.url);
  const began = performance.now();
  await fill(storage.store, size, waiting);
  const fillSeconds = (performance.now() - began) / 1000;
  const { store, live } = storage;
  const engine = createEngine({ store, live, world, classifier, log: pino({ level: 'silent' }), now: Date.now });
  let accepted = 0;
  return {
    size,
    place,
    storage,
    fillSeconds,
    async accept() {
      const [next] = await store.listByOwner({ owner: 'queue' }, { limit: 1 });
      if (!next) throw new Error('nobody waits');
      accepted += 1;
      const agent = { id: `agent-${Math.floor(accepted / CAPACITY)}`, name: 'Sari', capacity: CAPACITY };
      const id = `accept-${accepted}`;
      const { outcome } = await engine.handle({ kind: 'agentCommand', id, conversationId: next.id, agent, command: { type: 'accept' } });
      if (outcome !== 'committed') throw new Error(`the accept was ${outcome}`);
    },
  };
}

async function costOf(accept: () => Promise<void>): Promise<{ cpuUs: number; ms: number }> {
  const before = process.cpuUsage();
  const began = performance.now();
  for (let done = 0; done < ACCEPTS; done += 1) await accept();
  const { user, system } = process.cpuUsage(before);
  return { cpuUs: (user + system) / ACCEPTS, ms: (performance.now() - began) / ACCEPTS };
}
