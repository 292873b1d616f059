/** How often is too often. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { EstafetError } from '../../errors.ts';

/** Counts one use for `key`. @throws {EstafetError} `too-many-requests`, with Retry-After in seconds */
export type Limit = (key: string) => Promise<void>;

export function createLimit(points: number, seconds: number): Limit {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new EstafetError('too-many-requests', {
        headers: { 'Retry-After': String(Math.max(1, Math.ceil(error.msBeforeNext / 1000))) },
      });
    }
  };
}
