/** One process is the whole desk, so its memory counts; a restart forgives. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { EstafetError } from '../../errors.ts';
import type { Limits } from '../../ports/limits.ts';

export function createMemoryLimits(): Limits {
  const limiters = new Map<string, RateLimiterMemory>();
  return {
    create({ name, points, seconds }) {
      const limiter = limiters.get(name) ?? new RateLimiterMemory({ points, duration: seconds });
      limiters.set(name, limiter);
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
    },
  };
}
