/** restify and ws: mounts the doors that channels, desk, pages and sandbox offer. */
import { once } from 'node:events';
import type { Server as NodeServer, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import restify from 'restify';
import { type ErrorCode, EstafetError } from '../errors.ts';
import type { Doors, HttpResponse, NativeRoute, Route } from '../ports/http.ts';
import { parseJson, readBody } from './body.ts';
import { corsHeaders } from './cors.ts';
import { correlationIdOf, FrameworkRequest } from './request.ts';
import { respond, respondToEvent, toErrorResponse } from './respond.ts';
import { serveSockets } from './sockets.ts';

const DEFAULT_MAX_BYTES = 256 * 1024;

export interface HttpLimits {
  /** Milliseconds a whole request may take to arrive. */
  requestMs?: number;
  /** Milliseconds its headers may take. */
  headersMs?: number;
  /** Bytes a WebSocket client may leave unread. */
  maxUnreadBytes?: number;
}

export interface HttpServerOptions {
  doors: Doors[];
  log: Logger;
  /** Scheme and host as clients see them; then a proxy's X-Forwarded-For is believed too. */
  publicUrl?: string;
  production: boolean;
  limits?: HttpLimits;
}

export interface HttpServer {
  /** Resolves with the port. */
  listen(port: number, host?: string): Promise<number>;
  /** Takes no more, finishes what is under way (at most 5 s), closes. */
  drain(): Promise<void>;
}

const DRAIN_MS = 5_000;

export function createHttpServer({ doors, log, publicUrl, limits = {} }: HttpServerOptions): HttpServer {
  // restify's types know only the logger of its past; pino has the methods it calls. Without a name it sets no header
  // itself, and `respond` can write the head in one go.
  const server = restify.createServer({ log: log as never, name: '', noWriteContinue: false } as restify.ServerOptions);
  const http = server.server as NodeServer;
  const requestMs = limits.requestMs ?? 15_000;
  // A net below the body's own limit; Node looks at it every 30 s only.
  http.requestTimeout = requestMs;
  http.headersTimeout = limits.headersMs ?? 10_000;
  http.keepAliveTimeout = 20_000;
  const corsPaths = doors.flatMap((door) => door.corsPaths ?? []);

  for (const route of doors.flatMap((door) => door.routes ?? [])) mount(route);
  for (const prefix of corsPaths) {
    const answer = (request: restify.Request, response: restify.Response, next: () => void) => {
      respond(response, { status: 204, headers: corsHeaders(request.path(), corsPaths) });
      next();
    };
    server.opts(prefix.endsWith('/') ? `${prefix}*` : prefix, answer);
    if (!prefix.endsWith('/')) server.opts(`${prefix}/*`, answer);
  }
  const unmet = (code: ErrorCode) => (request: restify.Request, response: restify.Response, _error: unknown, done: () => void) => {
    respondToEvent(response, failure(request, new EstafetError(code)));
    done();
  };
  server.on('NotFound', unmet('not-found'));
  server.on('MethodNotAllowed', unmet('method-not-allowed'));
  const sockets = serveSockets(
    http,
    doors.flatMap((door) => door.sockets ?? []),
    log,
    { publicUrl, maxUnreadBytes: limits.maxUnreadBytes },
  );

  function failure(request: restify.Request, error: unknown, correlationId = correlationIdOf(request)): HttpResponse {
    const answer = toErrorResponse(error, log, correlationId);
    const closes: Record<string, string> = answer.status === 413 || answer.status === 408 ? { Connection: 'close' } : {};
    return {
      ...answer,
      headers: { ...corsHeaders(request.path(), corsPaths), ...closes, 'X-Request-Id': correlationId, ...answer.headers },
    };
  }

  function mount(route: Route | NativeRoute): void {
    const method = ({ GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'del', OPTIONS: 'opts', HEAD: 'head' } as const)[
      route.method
    ];
    const cors = corsHeaders(route.path, corsPaths);
    server[method](route.path, async (request: restify.Request, response: restify.Response) => {
      const correlationId = correlationIdOf(request);
      try {
        const raw = hasBody(request)
          ? await readBody(request, { maxBytes: route.maxBytes ?? DEFAULT_MAX_BYTES, withinMs: requestMs })
          : Buffer.alloc(0);
        if ('native' in route) {
          (request as { body?: unknown }).body = parseJson(raw, request.headers['content-type']);
          await route.native(request, response as unknown as ServerResponse);
          return;
        }
        const body = route.bodyType === 'raw' ? undefined : parseJson(raw, request.headers['content-type']);
        const parts = { params: stringsOf(request.params as Record<string, unknown>), body, raw, correlationId, publicUrl };
        const answer = await route.handle(new FrameworkRequest(request, parts));
        const headers = { ...cors, 'X-Request-Id': correlationId, ...answer.headers };
        respond(response, { ...answer, headers });
        log.debug({ method: route.method, path: route.path, status: answer.status, correlationId }, 'request');
      } catch (error) {
        respond(response, failure(request, error, correlationId));
      }
    });
  }

  return {
    async listen(port, host) {
      // restify passes its server's events on, and an error that nobody listens for there ends the process.
      const listening = once(server, 'listening');
      http.listen(port, host);
      await listening;
      return (http.address() as AddressInfo).port;
    },
    async drain() {
      sockets.close();
      if (!http.listening) return;
      const closed = once(http, 'close');
      http.close();
      // A connection whose answer has gone out since is idle, too.
      const sweep = setInterval(() => http.closeIdleConnections(), 25);
      const cut = setTimeout(() => http.closeAllConnections(), DRAIN_MS);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}

function hasBody(request: restify.Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function stringsOf(params: Record<string, unknown> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
