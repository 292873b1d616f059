/** Against requests that another site makes in a signed-in agent's browser; the cookie's SameSite=Strict stands before it. */
import { EstafetError } from '../errors.ts';
import type { HttpRequest } from '../ports/http.ts';

/**
 * A browser says where a state-changing request or a WebSocket comes from. A client that says nothing is no browser
 * and carries nobody's cookie but its own.
 *
 * @throws {EstafetError} `forbidden`
 */
export function requireSameOrigin({ headers, origin }: HttpRequest): void {
  const site = headers['sec-fetch-site'];
  const from = headers.origin;
  const foreign = from === undefined ? site !== undefined && site !== 'same-origin' && site !== 'none' : from !== origin;
  if (foreign) throw new EstafetError('forbidden', { message: 'This address may only be called from the desk itself.' });
}

/**
 * A form of another site can't send this type without asking first, and is never allowed to.
 *
 * @throws {EstafetError} `unsupported-media-type`
 */
export function requireJson({ headers, raw }: HttpRequest): void {
  const type = headers['content-type'];
  if (type === undefined && raw.length === 0) return;
  if (!/^application\/json\s*(;|$)/i.test(type ?? '')) throw new EstafetError('unsupported-media-type');
}
