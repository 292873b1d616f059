import { onTestFinished } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import { open } from '../../../src/stores/redis/index.ts';
import { freePort } from '../../helpers/free-port.ts';
import { type RedisServer, startRedis } from '../../helpers/redis.ts';

/** A server that goes when the test ends. */
export async function tempRedis(settings: string[] = []): Promise<RedisServer> {
  const server = await startRedis(settings);
  onTestFinished(() => server.dispose());
  return server;
}

/** A cluster of one master: as quick to start as a single server, and its clients treat it like any cluster. */
export async function tempCluster(): Promise<RedisServer> {
  // One that has met no other does not know its own address.
  const own = ['--cluster-port', String(await freePort()), '--cluster-announce-ip', '127.0.0.1'];
  const server = await tempRedis(['--cluster-enabled', 'yes', ...own]);
  await server.cli('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  while (!(await server.cli('CLUSTER', 'INFO')).includes('cluster_state:ok')) await new Promise((resolve) => setTimeout(resolve, 20));
  return server;
}

/** A node of the desk there, closed when the test ends. */
export async function openNode({ location }: { location: string }): Promise<Storage> {
  const storage = await open(location);
  onTestFinished(() => storage.close());
  return storage;
}
