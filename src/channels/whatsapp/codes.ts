/**
 * Meta's error codes that tell what to do.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
import type { GraphMeaning } from '../meta-graph.ts';

/** Milliseconds. One person is sent a message every six seconds in the long run, more for a moment. */
const PAIR_MS = 6_000;
const THROUGHPUT_MS = 2_000;

export const codes: Record<string, GraphMeaning> = {
  130429: { again: 'more messages a second than the number may send', afterMs: THROUGHPUT_MS, everyone: true },
  131000: { again: 'out of order for a moment' },
  131016: { again: 'out of order for a moment' },
  // Meta does not tell these apart; sending more changes none of them, her writing changes all.
  131026: { reason: 'blocked', words: 'she can’t be reached: not on WhatsApp, has blocked the number, or has an app too old' },
  131031: { again: 'the account is locked' },
  131042: { again: 'the account’s payment method needs attention' },
  131047: { reason: 'window-closed', words: 'she wrote more than 24 hours ago' },
  131048: { again: 'the number is held back, as too many people took its messages for spam' },
  131056: { again: 'too many messages to this one person', afterMs: PAIR_MS },
  133004: { again: 'out of order for a moment' },
  133010: { again: 'the number is not registered' },
};
