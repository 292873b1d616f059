/** Before the tests of each project: the server that tests start is built of these sources, and there is one Redis for all. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildServer } from '../../scripts/build-server.ts';
import { startRedis } from './redis.ts';
import { LOCATION } from './test-store.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Kept in the environment, as each project loads this file anew. */
const BUILT = 'ESTAFET_TEST_BUILT';

/** Vitest calls this. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (!process.env[BUILT] && !isBuilt()) await buildServer();
  process.env[BUILT] = 'yes';
  if (process.env.ESTAFET_TEST_STORE !== 'redis' || process.env[LOCATION]) return undefined;
  const server = await startRedis();
  process.env[LOCATION] = server.location;
  return () => server.dispose();
}

/** As `npm test` has just done; whoever calls vitest by itself may have changed a source since. */
function isBuilt(): boolean {
  const bundle = join(ROOT, 'dist/server/main.js');
  // A folder's own time tells of files that are gone, npm's list of other libraries.
  const sources = ['src', 'flows', 'scripts'].flatMap((folder) => [
    folder,
    ...readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ]);
  const changedAt = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return (
    existsSync(bundle) && [...sources, 'node_modules/.package-lock.json'].every((name) => changedAt(join(ROOT, name)) < changedAt(bundle))
  );
}
