/** Our own response onto the wire; errors as `{error: {code, message}}`, never a stack. */
import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { EstafetError } from '../errors.ts';
import type { HttpResponse } from '../ports/http.ts';

const ALWAYS = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' };

export function respond(response: ServerResponse, answer: HttpResponse, head = false): void {
  if (response.headersSent || response.destroyed) return;
  const { bytes, type } = encode(answer.body);
  const headers: Record<string, string | string[]> = { ...ALWAYS, ...(type && { 'Content-Type': type }), ...answer.headers };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = answer.status;
  if (bytes && answer.status !== 304) response.setHeader('Content-Length', bytes.length);
  if (bytes && !head && answer.status !== 304) response.end(bytes);
  else response.end();
}

export function toErrorResponse(error: unknown, log: Logger, correlationId: string): HttpResponse {
  const known = error instanceof EstafetError ? error : new EstafetError('internal', { cause: error });
  if (known.status >= 500) log.error({ err: known.cause ?? known, correlationId }, known.code);
  return { status: known.status, headers: known.headers, body: known };
}

function encode(body: unknown): { bytes?: Buffer; type?: string } {
  if (body === undefined) return {};
  if (Buffer.isBuffer(body)) return { bytes: body };
  if (typeof body === 'string') return { bytes: Buffer.from(body), type: 'text/plain; charset=utf-8' };
  return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json; charset=utf-8' };
}
