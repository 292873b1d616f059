/** Where tests keep things: SQLite, or a real Redis with `ESTAFET_TEST_STORE=redis`. Always empty, each time another. */
import { randomUUID } from 'node:crypto';

/** Where the Redis of all tests is told. */
export const LOCATION = 'ESTAFET_TEST_REDIS';

/** @param sqlite where without Redis, default in memory */
export function testStore(sqlite = ':memory:'): string {
  const location = process.env[LOCATION];
  return location ? `redis:${location}?desk=${randomUUID()}` : `sqlite:${sqlite}`;
}
