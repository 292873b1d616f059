/** WebSockets: authorised before the upgrade, bounded in what they send and in what they leave unread. */
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { EstafetError } from '../errors.ts';
import type { Socket, SocketRoute } from '../ports/http.ts';
import { correlationIdOf, FrameworkRequest } from './request.ts';
import { toErrorResponse } from './respond.ts';

const MAX_MESSAGE_BYTES = 64 * 1024;
/** A reader that leaves more than this unread is cut off; it comes back with its watermark. */
const MAX_UNREAD_BYTES = 1024 * 1024;
const PING_MS = 30_000;

export interface Sockets {
  /** Tells every client to come back later. */
  close(): void;
}

export function serveSockets(
  server: Server,
  routes: SocketRoute[],
  log: Logger,
  options: { publicUrl?: string; maxUnreadBytes?: number },
): Sockets {
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES });
  const matchers = routes.map((route) => ({ route, match: matcher(route.path) }));
  const alive = new WeakSet<WebSocket>();

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', destroy);
    upgrade(request, stream, head).catch((error: unknown) => refuse(stream, error, correlationIdOf(request)));
  });

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    for (const { route, match } of matchers) {
      const params = match(pathname);
      if (!params) continue;
      const parts = {
        params,
        body: undefined,
        raw: Buffer.alloc(0),
        correlationId: correlationIdOf(request),
        publicUrl: options.publicUrl,
      };
      const connected = await route.open(new FrameworkRequest(request, parts));
      wss.handleUpgrade(request, stream, head, (socket) => {
        alive.add(socket);
        socket.on('pong', () => alive.add(socket));
        socket.on('error', () => socket.terminate());
        connected(wrap(socket));
      });
      return;
    }
    throw new EstafetError('not-found');
  }

  function wrap(socket: WebSocket): Socket {
    return {
      send(text) {
        if (socket.readyState !== socket.OPEN) return;
        if (socket.bufferedAmount > (options.maxUnreadBytes ?? MAX_UNREAD_BYTES)) return socket.terminate();
        socket.send(text);
      },
      close: (code, reason) => socket.close(code, reason),
      onMessage: (listener) => void socket.on('message', (data, binary) => !binary && listener((data as Buffer).toString('utf8'))),
      onClose: (listener) => void socket.on('close', listener),
    };
  }

  function refuse(stream: Duplex, error: unknown, correlationId: string): void {
    const { status, body } = toErrorResponse(error, log, correlationId);
    const text = JSON.stringify(body);
    stream.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
  }

  const pinging = setInterval(() => {
    for (const socket of wss.clients) {
      if (!alive.has(socket)) {
        socket.terminate();
        continue;
      }
      alive.delete(socket);
      socket.ping();
    }
  }, PING_MS);
  pinging.unref();

  return {
    close() {
      clearInterval(pinging);
      for (const socket of wss.clients) socket.close(1012, 'restarting');
      setTimeout(() => wss.clients.forEach((socket) => socket.terminate()), 500).unref();
    },
  };
}

/** Not a closure in the upgrade: it would keep the request, a kilobyte, for as long as the socket is open. */
function destroy(this: Duplex): void {
  this.destroy();
}

/** `/a/:id/b` → the parameters of a path that fits. */
function matcher(pattern: string): (path: string) => Record<string, string> | undefined {
  const names = [...pattern.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const expression = new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '([^/]+)')}/?$`);
  return (path) => {
    const match = expression.exec(path);
    return match ? Object.fromEntries(names.map((name, index) => [name, decode(match[index + 1] ?? '')])) : undefined;
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
