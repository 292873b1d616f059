/** Redis counts for all nodes. While it is away each node counts for itself: a throttle never closes the desk. */
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Limits } from '../../ports/limits.ts';
import { limitOf } from '../limit.ts';
import type { Connection } from './connection.ts';

export function createRedisLimits(connection: Connection): Limits {
  return {
    create({ name, points, seconds }) {
      const limiter = new RateLimiterRedis({
        storeClient: connection.client,
        keyPrefix: connection.key('limit', name),
        points,
        duration: seconds,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
      });
      return limitOf(limiter);
    },
  };
}
