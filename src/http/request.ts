/** The framework's request as our own. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import type { HttpRequest } from '../ports/http.ts';

const SAFE_ID = /^[\w.-]{8,64}$/;

export function correlationIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SAFE_ID.test(given) ? given : randomUUID();
}

/** @param publicUrl when set, a proxy stands before us and its X-Forwarded-For is believed */
export function toHttpRequest(
  request: IncomingMessage,
  parts: { params: Record<string, string>; body: unknown; raw: Buffer; correlationId: string; publicUrl?: string },
): HttpRequest {
  let parsed: URL | undefined;
  // Most routes ask for nothing that is in it.
  const url = () => (parsed ??= new URL(request.url ?? '/', 'http://localhost'));
  const forwarded = parts.publicUrl ? firstOf(request.headers['x-forwarded-for']) : undefined;
  return {
    method: request.method ?? 'GET',
    get path() {
      return url().pathname;
    },
    params: parts.params,
    get query() {
      return url().searchParams;
    },
    headers: request.headers,
    cookies: cookiesOf(request),
    body: parts.body,
    raw: parts.raw,
    remoteAddress: forwarded ?? request.socket.remoteAddress ?? '',
    origin: parts.publicUrl ?? originOf(request),
    correlationId: parts.correlationId,
  };
}

function originOf(request: IncomingMessage): string {
  const scheme = firstOf(request.headers['x-forwarded-proto']) === 'https' || 'encrypted' in request.socket ? 'https' : 'http';
  return `${scheme}://${request.headers.host ?? 'localhost'}`;
}

function cookiesOf(request: IncomingMessage): Record<string, string> {
  if (!request.headers.cookie) return {};
  const parsed = parseCookie(request.headers.cookie);
  return Object.fromEntries(Object.entries(parsed).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim() || undefined;
}
