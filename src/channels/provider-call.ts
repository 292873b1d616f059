/** One request to a provider's API, and what its answer means for the outbox. */
import type * as z from 'zod';
import type { SendResult } from '../ports/channel.ts';

/** Milliseconds. */
const WITHIN_MS = 15_000;
const MAX_WAIT_MS = 3_600_000;

export interface ProviderAnswer {
  /** 0: there was none. */
  status: number;
  headers: Headers;
  /** Parsed JSON, or undefined. */
  body: unknown;
  /** Why there was none. */
  reason?: string;
}

export type SendFailure = Exclude<SendResult, { ok: true }>;

/** Never throws: that there is no answer is one of the answers. Redirects are none of a provider's. */
export async function callProvider(url: string, init: RequestInit & { withinMs?: number }): Promise<ProviderAnswer> {
  const { withinMs = WITHIN_MS, ...request } = init;
  try {
    const response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(withinMs) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  } catch (error) {
    return { status: 0, headers: new Headers(), body: undefined, reason: reasonOf(error) };
  }
}

/** As JSON, with a bearer token. */
export function postJson(
  url: string,
  token: string | undefined,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<ProviderAnswer> {
  return callProvider(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token !== undefined && { Authorization: `Bearer ${token}` }), ...headers },
    body: JSON.stringify(body),
  });
}

/**
 * What a refusal means by its status alone; a channel that knows the provider's codes looks at those first.
 * 401 is worth another try: our token was not taken, which the operator mends.
 *
 * @param detail the provider's own words
 */
export function failureOf({ status, headers, reason }: ProviderAnswer, provider: string, detail = ''): SendFailure {
  if (status === 0) return { ok: false, retry: true, error: `no answer from ${provider}: ${reason}` };
  const error = `${provider} answered ${status}${detail && `: ${detail.slice(0, 200)}`}`;
  if (!isPassing(status)) return { ok: false, retry: false, error };
  const retryAfterMs = retryAfter(headers.get('retry-after'));
  return { ok: false, retry: true, error, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

export function isPassing(status: number): boolean {
  return status === 401 || status === 408 || status === 412 || status === 429 || status >= 500;
}

/** Seconds or an HTTP date, in ms from now; at most an hour. */
export function retryAfter(value: string | null, now = Date.now()): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(MAX_WAIT_MS, Math.max(0, ms)) : undefined;
}

/** The answer's part that matters, or undefined. */
export function readAnswer<T extends z.ZodType>(schema: T, { body }: ProviderAnswer): z.output<T> | undefined {
  return schema.safeParse(body).data;
}

/** The error's code or name; never its message, which may hold an address with a token in it. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'unknown';
  return (cause as NodeJS.ErrnoException).code?.toString() || cause.name;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
