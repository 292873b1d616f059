/** Where tests keep things: SQLite, or a real Redis with `ESTAFET_TEST_STORE=redis`. Always empty, each time another. */
import { randomUUID } from 'node:crypto';
import { buildServer } from '../../scripts/build-server.ts';
import { startRedis } from './redis.ts';

const LOCATION = 'ESTAFET_TEST_REDIS';

/** @param sqlite where without Redis, default in memory */
export function testStore(sqlite = ':memory:'): string {
  const location = process.env[LOCATION];
  return location ? `redis:${location}?desk=${randomUUID()}` : `sqlite:${sqlite}`;
}

/** Vitest calls this before the tests: one Redis for them all, and the server they start is built of these sources. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  await buildServer();
  if (process.env.ESTAFET_TEST_STORE !== 'redis' || process.env[LOCATION]) return undefined;
  const server = await startRedis();
  process.env[LOCATION] = server.location;
  return () => server.dispose();
}
