/** What channels, desk and sandbox offer over HTTP and WebSocket, free of any framework, so that tests call it directly. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface HttpRequest {
  method: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  cookies: Record<string, string>;
  /** Parsed JSON; undefined without a body. */
  body: unknown;
  /** The bytes as received (inflated): signatures are verified over these. */
  raw: Buffer;
  remoteAddress: string;
  /** Scheme and host as the client sees them. */
  origin: string;
  correlationId: string;
}

export interface HttpResponse {
  status: number;
  headers?: Record<string, string | string[]>;
  /** Objects go out as JSON. */
  body?: unknown;
}

interface RouteBase {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD';
  /** restify path, e.g. `/v3/directline/conversations/:id`. */
  path: string;
  /** Bytes of body, after inflating; default 256 KiB. */
  maxBytes?: number;
}

export interface Route extends RouteBase {
  /** `json` (default) refuses anything else; `raw` leaves `body` undefined. */
  bodyType?: 'json' | 'raw';
  handle(request: HttpRequest): Promise<HttpResponse>;
}

/** For an SDK that insists on the server's own objects. The body is read, bounded and parsed before. */
export interface NativeRoute extends RouteBase {
  native(request: IncomingMessage & { body?: unknown }, response: ServerResponse): Promise<void>;
}

export interface Socket {
  send(text: string): void;
  /** @param code WebSocket close code */
  close(code?: number, reason?: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
}

export interface SocketRoute {
  /** restify-like path, e.g. `/v3/directline/conversations/:id/stream`. */
  path: string;
  /**
   * Decides before the upgrade; what it returns is handed the socket.
   * @throws {EstafetError} which refuses the upgrade with its status
   */
  open(request: HttpRequest): Promise<(socket: Socket) => void>;
}

/** A part of the house that stands open to the outside. */
export interface Doors {
  routes?: (Route | NativeRoute)[];
  sockets?: SocketRoute[];
  /** Paths under which any origin may call, as embedded widgets do. */
  corsPaths?: string[];
}
