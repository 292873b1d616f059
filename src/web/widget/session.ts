/** What the widget starts with: a Direct Line token, and the way back to the same conversation. */
import type { KeyValue } from '../shared/key-value.ts';
import { isObject } from '../shared/wire.ts';
import { callJson, statusOf } from './http.ts';

export interface Session {
  token: string;
  conversationId: string;
}

/** Where things of one customer are kept, so that two who share a browser never meet in one conversation. */
export function scopeOf(customerToken: string | undefined): string {
  return `estafet:${customerToken ? `customer:${subjectOf(customerToken)}` : 'guest'}:`;
}

/** The `sub` of a JWT, only to keep things apart: nobody is trusted for it. */
function subjectOf(token: string): string {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const claims: unknown = JSON.parse(atob(payload));
    return isObject(claims) && typeof claims.sub === 'string' ? encodeURIComponent(claims.sub) : 'unknown';
  } catch {
    return 'unknown';
  }
}

/**
 * Resumes by the token that was kept. One that is refused gives way to a fresh session's, but only once there is one: it may
 * be that only the customer's own token has run out, and she comes back with a new one.
 * @throws {HttpFailure} or what fetch throws
 */
export async function openSession(options: { base: string; storage: KeyValue; customerToken?: string; locale: string }): Promise<Session> {
  const key = `${scopeOf(options.customerToken)}resume`;
  const resumeToken = options.storage.get(key);
  const ask = (resume: string | undefined) =>
    callJson('POST', `${options.base}/widget/session`, undefined, {
      customerToken: options.customerToken,
      resumeToken: resume,
      locale: options.locale,
    });
  const answer = await ask(resumeToken).catch((error: unknown) => {
    const status = statusOf(error) ?? 500;
    if (!resumeToken || status >= 500 || status === 429) throw error;
    return ask(undefined);
  });
  if (typeof answer.token !== 'string' || typeof answer.conversationId !== 'string') throw new TypeError('no token');
  if (typeof answer.resumeToken === 'string') options.storage.set(key, answer.resumeToken);
  return { token: answer.token, conversationId: answer.conversationId };
}
