import type { Classification } from '../core/turn-types.ts';

export interface Classifier {
  /**
   * Microseconds of work, no I/O. Parts of what it returns may be found out only when read, so `...` need not copy them.
   * @param locale the conversation's language, a hint for short texts
   * @param now epoch ms, without which no dates are found
   */
  classify(text: string, locale?: string, now?: number): Classification;
}
