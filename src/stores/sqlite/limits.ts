/** One process is the whole desk, so its memory counts; a restart forgives. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Limits } from '../../ports/limits.ts';
import { limitOf } from '../limit.ts';

export function createMemoryLimits(): Limits {
  const limiters = new Map<string, RateLimiterMemory>();
  return {
    create({ name, points, seconds }) {
      const limiter = limiters.get(name) ?? new RateLimiterMemory({ points, duration: seconds });
      limiters.set(name, limiter);
      return limitOf(limiter);
    },
  };
}
