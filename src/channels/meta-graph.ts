/**
 * What a refusal of Meta's Graph API means for the outbox. Its own words are left out: some repeat the access token.
 * https://developers.facebook.com/docs/graph-api/guides/error-handling
 */
import * as z from 'zod';
import type { UndeliveredReason } from '../core/conversation.ts';
import { failureOf, type ProviderAnswer, readAnswer, retryAfter } from './provider-call.ts';
import type { Delivered } from './sender.ts';

/** What a code means, in a few words for the agents or the operator. */
export type GraphMeaning =
  | { again: string; afterMs?: number /** The limit is our account's. */; everyone?: true }
  | { reason: UndeliveredReason; words: string };

const graphError = z.object({
  error: z.object({ code: z.number(), error_subcode: z.number().optional(), is_transient: z.boolean().optional() }),
});

/** Milliseconds to wait where Meta does not say how long. */
const THROTTLED_MS = 60_000;
const throttled: GraphMeaning = { again: 'too many calls', afterMs: THROTTLED_MS, everyone: true };
const passing: GraphMeaning = { again: 'out of order for a moment' };
const operator: GraphMeaning = { again: 'the access token or its permissions are not good any more' };

/** Codes that mean the same in every product of Meta's. */
const COMMON: Record<number, GraphMeaning> = {
  1: passing,
  2: passing,
  3: operator,
  4: throttled,
  10: operator,
  17: throttled,
  32: throttled,
  102: operator,
  190: operator,
  341: throttled,
  368: { again: 'the account is held back for a breach of Meta’s rules' },
  613: throttled,
  80001: throttled,
  80002: throttled,
  80006: throttled,
  80007: throttled,
};

/** @param own what the channel knows: by `code/subcode`, then by code */
export function graphFailure(
  answer: ProviderAnswer,
  provider: string,
  own: Record<string, GraphMeaning>,
): Extract<Delivered, { ok: false }> {
  const error = readAnswer(graphError, answer)?.error;
  if (!error) return failureOf(answer, provider);
  const { code, error_subcode: subcode, is_transient: isTransient } = error;
  const meaning = meaningOf(code, subcode, own) ?? (isTransient ? passing : undefined);
  const said = `${provider} answered ${answer.status} (code ${subcode === undefined ? code : `${code}/${subcode}`})`;
  if (!meaning)
    return answer.status >= 500 || answer.status === 429 ? failureOf(answer, provider) : { ok: false, retry: false, error: said };
  if ('reason' in meaning) return { ok: false, retry: false, reason: meaning.reason, error: `${said}: ${meaning.words}` };
  const wait = retryAfter(answer.headers.get('retry-after')) ?? meaning.afterMs;
  return {
    ok: false,
    retry: true,
    error: `${said}: ${meaning.again}`,
    ...(wait !== undefined && { retryAfterMs: wait }),
    ...(meaning.everyone && { everyone: true }),
  };
}

export function meaningOf(code: number, subcode: number | undefined, own: Record<string, GraphMeaning>): GraphMeaning | undefined {
  if (subcode !== undefined && own[`${code}/${subcode}`]) return own[`${code}/${subcode}`];
  if (own[code]) return own[code];
  // A missing permission is the operator's to mend; with a subcode, it is this one message that is not permitted.
  if (code >= 200 && code < 300) return subcode === undefined ? operator : undefined;
  return code === 10 && subcode !== undefined ? undefined : COMMON[code];
}
