/** Calls of the Messaging API: https://developers.line.biz/en/reference/messaging-api/ */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { failureOf, postJson, type ProviderAnswer, readAnswer, type SendFailure } from '../provider-call.ts';
import type { Settings } from './settings.ts';

/** Milliseconds. LINE names no time to wait; its limits are by the second, those of a plan by the month. */
const LIMIT_WAIT_MS = 2_000;
const QUOTA_WAIT_MS = 15 * 60 * 1_000;

const refusal = z.object({ message: z.string() });

export function createApi({ api, token }: Settings) {
  return {
    reply: (replyToken: string, messages: object[]) => postJson(`${api}/v2/bot/message/reply`, token, { replyToken, messages }),
    /** Taken once, however often it is sent. @param key names the message */
    push: (to: string, messages: object[], key: string) =>
      postJson(`${api}/v2/bot/message/push`, token, { to, messages }, { 'X-Line-Retry-Key': retryKeyOf(key) }),
    /** @param loadingSeconds 5 to 60, in steps of 5 */
    showLoading: (chatId: string, loadingSeconds: number) =>
      postJson(`${api}/v2/bot/chat/loading/start`, token, { chatId, loadingSeconds }),
  };
}

export type LineApi = ReturnType<typeof createApi>;

export function isInvalidToken(answer: ProviderAnswer): boolean {
  return answer.status === 400 && /invalid reply token/i.test(wordsOf(answer));
}

/** The limit by the second is the account's. Without messages left in its plan it can still reply, so that stops nobody else. */
export function refusalOf(answer: ProviderAnswer): SendFailure & { everyone?: true } {
  const detail = wordsOf(answer);
  const failure = failureOf(answer, 'LINE', detail);
  if (!failure.retry || answer.status !== 429) return failure;
  if (/monthly limit/i.test(detail)) return { ...failure, retryAfterMs: QUOTA_WAIT_MS };
  return { ...failure, retryAfterMs: failure.retryAfterMs ?? LIMIT_WAIT_MS, everyone: true };
}

function wordsOf(answer: ProviderAnswer): string {
  return readAnswer(refusal, answer)?.message ?? '';
}

/** A UUID (version 8) made of the key: https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ */
export function retryKeyOf(key: string): string {
  const bytes = createHash('sha256').update(key).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
