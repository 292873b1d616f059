/** Our own response onto the wire; errors as `{error: {code, message}}`, never a stack. */
import type { Logger } from 'pino';
import type { Response } from 'restify';
import { EstafetError } from '../errors.ts';
import type { HttpResponse } from '../ports/http.ts';

const ALWAYS = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };

export function respond(response: Response, answer: HttpResponse): void {
  if (response.headersSent || response.destroyed) return;
  const { bytes, headers } = wireOf(answer);
  response.writeHead(answer.status, headers);
  response.end(bytes);
}

/** Of restify's error events: through restify, which must know that it is done, or else it answers a second time. */
export function respondToEvent(response: Response, answer: HttpResponse): void {
  if (response.headersSent || response.destroyed) return;
  const { bytes, headers } = wireOf(answer);
  response.sendRaw(answer.status, bytes ?? '', headers as Record<string, string>);
}

function wireOf(answer: HttpResponse): { bytes?: Buffer | string; headers: Record<string, string | string[]> } {
  const { bytes, length, type } = encode(answer.body);
  const headers: Record<string, string | string[]> = {
    ...ALWAYS,
    ...(type && { 'Content-Type': type }),
    ...(answer.status !== 204 && answer.status !== 304 && { 'Content-Length': String(length) }),
    ...answer.headers,
  };
  return { bytes, headers };
}

export function toErrorResponse(error: unknown, log: Logger, correlationId: string): HttpResponse {
  const known = error instanceof EstafetError ? error : new EstafetError('internal', { cause: error });
  if (known.status >= 500) log.error({ err: known.cause ?? known, correlationId }, known.code);
  return { status: known.status, headers: known.headers, body: known };
}

/** Text stays text: Node writes it together with the headers, bytes it writes after them. */
function encode(body: unknown): { bytes?: Buffer | string; length: number; type?: string } {
  if (body === undefined) return { length: 0 };
  if (Buffer.isBuffer(body)) return { bytes: body, length: body.length };
  if (typeof body === 'string') return { bytes: body, length: Buffer.byteLength(body), type: 'text/plain; charset=utf-8' };
  const json = JSON.stringify(body);
  return { bytes: json, length: Buffer.byteLength(json), type: 'application/json; charset=utf-8' };
}
