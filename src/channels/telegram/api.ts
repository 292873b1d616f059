/** Calls of the Bot API: https://core.telegram.org/bots/api#making-requests */
import * as z from 'zod';
import { callProvider, failureOf, postJson, type ProviderAnswer, readAnswer, type SendFailure } from '../provider-call.ts';
import type { Settings } from './settings.ts';

/** Milliseconds. */
const UPLOAD_WITHIN_MS = 60_000;

const refusal = z.object({
  description: z.string().default(''),
  parameters: z.object({ retry_after: z.number().nonnegative().optional() }).optional(),
});

export interface TelegramApi {
  call(method: string, body: Record<string, unknown>): Promise<ProviderAnswer>;
  /** With a file in it. */
  upload(method: string, form: FormData): Promise<ProviderAnswer>;
  /** Where a file lies whose path `getFile` gave. Holds the token: never to be shown, stored or logged. */
  fileUrl(path: string): string;
}

export function createApi({ api, token }: Settings): TelegramApi {
  const base = `${api}/bot${token}`;
  return {
    call: (method, body) => postJson(`${base}/${method}`, undefined, body),
    upload: (method, form) => callProvider(`${base}/${method}`, { method: 'POST', body: form, withinMs: UPLOAD_WITHIN_MS }),
    fileUrl: (path) => `${api}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`,
  };
}

export function isDone({ status }: ProviderAnswer): boolean {
  return status === 200;
}

/** The provider's words for it; empty where it gave none. */
export function descriptionOf(answer: ProviderAnswer): string {
  return readAnswer(refusal, answer)?.description ?? '';
}

/**
 * 403 is all of: blocked, her account is deleted, she never wrote. 404 is an unknown token, as no address of ours is
 * unknown: like 401 that is for the operator to mend.
 */
export function refusalOf(answer: ProviderAnswer): SendFailure {
  const failure = failureOf(answer, 'Telegram', descriptionOf(answer));
  if (answer.status === 403) return { ok: false, retry: false, error: failure.error, reason: 'blocked' };
  if (answer.status === 404) return { ok: false, retry: true, error: failure.error };
  const seconds = readAnswer(refusal, answer)?.parameters?.retry_after;
  return failure.retry && seconds !== undefined ? { ...failure, retryAfterMs: seconds * 1_000 } : failure;
}
