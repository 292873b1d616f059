/** Stores of the bench's own, for those who fill them: SQLite in a folder, and Redis where the desk has it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRedisStore, startRedis } from './redis.ts';

export interface BenchStore {
  name: string;
  /** As ESTAFET_STORE has it. */
  url: string;
  remove(): Promise<void>;
}

async function sqlite(): Promise<BenchStore> {
  const dir = await mkdtemp(join(tmpdir(), 'estafet-bench-'));
  return { name: 'SQLite', url: `sqlite:${join(dir, 'estafet.db')}`, remove: () => rm(dir, { recursive: true, force: true }) };
}

async function redis(): Promise<BenchStore> {
  const started = await startRedis();
  return { name: 'Redis', url: started.url, remove: started.stop };
}

/** One after the other is opened when it is its turn. */
export function benchStores(): (() => Promise<BenchStore>)[] {
  return hasRedisStore() ? [sqlite, redis] : [sqlite];
}
