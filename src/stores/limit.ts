/** A limiter of the library's, as the house knows limits. */
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { EstafetError } from '../errors.ts';
import type { Limit } from '../ports/limits.ts';

export function limitOf(limiter: RateLimiterAbstract): Limit {
  return {
    async use(key) {
      try {
        await limiter.consume(key);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const waitSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw new EstafetError('too-many-requests', { headers: { 'Retry-After': String(waitSeconds) } });
      }
    },
    undo: async (key) => void (await limiter.reward(key)),
    clear: async (key) => void (await limiter.delete(key)),
  };
}
