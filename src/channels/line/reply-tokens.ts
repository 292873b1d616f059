/**
 * Reply tokens, which make an answer free of charge: good once, within a minute of the webhook that brought them. So they
 * live in this process alone; an answer that another node sends, or one that comes later, is pushed.
 * https://developers.line.biz/en/reference/messaging-api/#send-reply-message
 */

/** Milliseconds; short of the minute, so that the way to LINE does not use it up. */
const GOOD_FOR_MS = 50_000;
const FORGOTTEN_AFTER_MS = 120_000;

interface Token {
  token: string;
  /** Epoch ms. */
  receivedAt: number;
  /** The message it was used for, or may have been used for. */
  usedFor?: string;
}

/** @param now epoch ms */
export function createReplyTokens(now: () => number) {
  const tokens = new Map<string, Token[]>();

  function forgetOld(): void {
    for (const [conversationId, held] of tokens) {
      const young = held.filter(({ receivedAt }) => now() - receivedAt < FORGOTTEN_AFTER_MS);
      if (young.length) tokens.set(conversationId, young);
      else tokens.delete(conversationId);
    }
  }

  const find = (conversationId: string, token: string) => tokens.get(conversationId)?.find((known) => known.token === token);

  return {
    keep(conversationId: string, token: string): void {
      forgetOld();
      const held = tokens.get(conversationId) ?? [];
      // A repeated delivery brings the same one.
      if (!find(conversationId, token)) tokens.set(conversationId, [...held, { token, receivedAt: now() }]);
    },
    /**
     * The one that was tried for this message before, else the oldest unused; marks it as used for it.
     * @param key names the message, the same for every try
     */
    take(conversationId: string, key: string): { token: string; triedBefore: boolean } | undefined {
      const good = (tokens.get(conversationId) ?? []).filter(({ receivedAt }) => now() - receivedAt < GOOD_FOR_MS);
      const tried = good.find(({ usedFor }) => usedFor === key);
      const chosen = tried ?? good.find(({ usedFor }) => usedFor === undefined);
      if (!chosen) return undefined;
      chosen.usedFor = key;
      return { token: chosen.token, triedBefore: tried !== undefined };
    },
    /** LINE did not look at it: it is as good as new. */
    giveBack(conversationId: string, token: string): void {
      const given = find(conversationId, token);
      if (given) delete given.usedFor;
    },
    /** It was no good from the start: it is never tried again, for whatever message. */
    discard(conversationId: string, token: string): void {
      const given = find(conversationId, token);
      if (given) given.usedFor = '';
    },
  };
}

export type ReplyTokens = ReturnType<typeof createReplyTokens>;
