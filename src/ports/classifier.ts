import type { Classification } from '../core/turn-types.ts';

export interface Classifier {
  /**
   * Microseconds of work, no I/O, and none before a part of what it returns is read: a turn pays for what it asks. So
   * `...` need not copy the parts.
   * @param locale the conversation's language, a hint for short texts
   * @param now epoch ms, without which no dates are found
   */
  classify(text: string, locale?: string, now?: number): Classification;
}
