/** The framework's request as our own. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import type { HttpRequest } from '../ports/http.ts';

const SAFE_ID = /^[\w.-]{8,64}$/;

export function correlationIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SAFE_ID.test(given) ? given : randomUUID();
}

export interface RequestParts {
  params: Record<string, string>;
  body: unknown;
  raw: Buffer;
  correlationId: string;
  /** When set, a proxy stands before us and its X-Forwarded-For is believed. */
  publicUrl?: string;
}

/**
 * A class, since V8 makes a hidden class of its own for each object literal with a getter, and that one holds the whole
 * request until the next full collection.
 */
export class FrameworkRequest implements HttpRequest {
  readonly method: string;
  readonly params: Record<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: Record<string, string>;
  readonly body: unknown;
  readonly raw: Buffer;
  readonly remoteAddress: string;
  readonly origin: string;
  readonly correlationId: string;
  readonly #target: string;
  #url: URL | undefined;

  constructor(request: IncomingMessage, { params, body, raw, correlationId, publicUrl }: RequestParts) {
    const forwarded = publicUrl ? firstOf(request.headers['x-forwarded-for']) : undefined;
    this.method = request.method ?? 'GET';
    this.params = params;
    this.headers = request.headers;
    this.cookies = cookiesOf(request);
    this.body = body;
    this.raw = raw;
    this.remoteAddress = forwarded ?? request.socket.remoteAddress ?? '';
    this.origin = publicUrl ?? originOf(request);
    this.correlationId = correlationId;
    this.#target = request.url ?? '/';
  }

  get path(): string {
    return this.#parsed.pathname;
  }

  get query(): URLSearchParams {
    return this.#parsed.searchParams;
  }

  /** Most routes ask for nothing that is in it. */
  get #parsed(): URL {
    return (this.#url ??= new URL(this.#target, 'http://localhost'));
  }
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
