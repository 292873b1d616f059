import { afterAll } from 'vitest';
import { open } from '../../../src/stores/redis/index.ts';
import { unique } from '../../contract/fixtures.ts';
import { startRedis, startRedisCluster } from '../../helpers/redis.ts';
import type { EngineSetup } from '../engine-setup.ts';

type Server = { location: string; dispose(): Promise<void> };

/** One server for all places, started when the first is asked for; each place is a desk of its own. */
function shared(start: () => Promise<Server>): EngineSetup['place'] {
  let server: Promise<Server> | undefined;
  afterAll(async () => (await server)?.dispose());
  return async () => {
    server ??= start();
    const location = `${(await server).location}?desk=${unique('desk')}`;
    return () => open(location);
  };
}

export const setups: EngineSetup[] = [
  { name: 'alone', durable: true, place: shared(() => startRedis()) },
  { name: 'on a cluster of three masters', durable: true, place: shared(startRedisCluster) },
];
