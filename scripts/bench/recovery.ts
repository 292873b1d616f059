/** How long a desk takes to be ready again: on an empty store, and on one full of conversations after a kill -9. */
import { once } from 'node:events';
import { openStorage } from '../../src/discover.ts';
import { fill, usual } from './fill.ts';
import { percentile } from './load.ts';
import { benchStores } from './stores.ts';
import { startDesk } from './targets/estafet.ts';

const STARTS = 5;

export interface RecoveryFigures {
  store: string;
  conversations: number;
  /** Milliseconds from the spawn to ready: the median of five starts, and the worst. */
  readyMs: number;
  worstMs: number;
  /** CPU milliseconds by then: the median. */
  readyCpuMs: number;
}

export async function measureRecovery(conversations: number, say: (line: string) => void): Promise<RecoveryFigures[]> {
  const figures: RecoveryFigures[] = [];
  for (const openStore of benchStores()) {
    const place = await openStore();
    try {
      figures.push(await measureStarts(place.name, place.url, 0));
      say(JSON.stringify(figures.at(-1)));
      say(`filling ${place.name} with ${conversations.toLocaleString('en')} conversations`);
      const storage = await openStorage(place.url);
      await fill(storage.store, conversations, usual);
      await storage.close();
      figures.push(await measureStarts(place.name, place.url, conversations));
      say(JSON.stringify(figures.at(-1)));
    } finally {
      await place.remove();
    }
  }
  return figures;
}

async function measureStarts(store: string, url: string, conversations: number): Promise<RecoveryFigures> {
  const times: number[] = [];
  const cpu: number[] = [];
  for (let started = 0; started < STARTS; started += 1) {
    const desk = await startDesk({ store: url });
    times.push(desk.readyMs);
    cpu.push(desk.readyCpuMs);
    const ended = once(desk.child, 'exit');
    desk.child.kill('SIGKILL');
    await ended;
    await desk.stop();
  }
  return { store, conversations, readyMs: percentile(times, 0.5), worstMs: Math.max(...times), readyCpuMs: percentile(cpu, 0.5) };
}
