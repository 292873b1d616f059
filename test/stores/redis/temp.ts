import { onTestFinished } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import { open } from '../../../src/stores/redis/index.ts';
import { type RedisServer, startRedis } from '../../helpers/redis.ts';

/** A server that goes when the test ends. */
export async function tempRedis(settings: string[] = []): Promise<RedisServer> {
  const server = await startRedis(settings);
  onTestFinished(() => server.dispose());
  return server;
}

/** A node of the desk there, closed when the test ends. */
export async function openNode({ location }: { location: string }): Promise<Storage> {
  const storage = await open(location);
  onTestFinished(() => storage.close());
  return storage;
}
