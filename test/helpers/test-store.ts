/** Where tests keep things: SQLite, or a real Redis with `ESTAFET_TEST_STORE=redis`. Always empty, each time another. */
import { randomUUID } from 'node:crypto';
import { startRedis } from './redis.ts';

const LOCATION = 'ESTAFET_TEST_REDIS';

/** @param sqlite where without Redis, default in memory */
export function testStore(sqlite = ':memory:'): string {
  const location = process.env[LOCATION];
  return location ? `redis:${location}?desk=${randomUUID()}` : `sqlite:${sqlite}`;
}

/** Vitest calls this before the tests of each project: one Redis for them all. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.ESTAFET_TEST_STORE !== 'redis' || process.env[LOCATION]) return undefined;
  const server = await startRedis();
  process.env[LOCATION] = server.location;
  return () => server.dispose();
}
