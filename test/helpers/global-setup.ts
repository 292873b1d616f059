/** Before the tests of each project: the server that tests start is built of these sources, and there is one Redis for all. */
import { buildServer } from '../../scripts/build-server.ts';
import { startRedis } from './redis.ts';
import { LOCATION } from './test-store.ts';

/** Kept in the environment, as each project loads this file anew. */
const BUILT = 'ESTAFET_TEST_BUILT';

/** Vitest calls this. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (!process.env[BUILT]) await buildServer();
  process.env[BUILT] = 'yes';
  if (process.env.ESTAFET_TEST_STORE !== 'redis' || process.env[LOCATION]) return undefined;
  const server = await startRedis();
  process.env[LOCATION] = server.location;
  return () => server.dispose();
}
