/** A server with a few doors of its own, and raw connections to it. */
import { once } from 'node:events';
import { connect, type Socket as NetSocket } from 'node:net';
import { pino } from 'pino';
import { EstafetError } from '../../src/errors.ts';
import { createHttpServer, type HttpLimits, type HttpServer } from '../../src/http/server.ts';
import type { Doors, HttpRequest, Socket } from '../../src/ports/http.ts';

export interface Opened {
  url: string;
  port: number;
  server: HttpServer;
  /** Lines that were logged. */
  logged: string[];
  /** Sockets that the echo door holds. */
  sockets: Set<Socket>;
  /** The requests that reached a handler, latest last. */
  seen: HttpRequest[];
}

export async function openServer(options: { limits?: HttpLimits; publicUrl?: string; port?: number } = {}): Promise<Opened> {
  const logged: string[] = [];
  const sockets = new Set<Socket>();
  const seen: HttpRequest[] = [];
  const doors: Doors = {
    corsPaths: ['/open'],
    routes: [
      {
        method: 'POST',
        path: '/open/echo',
        maxBytes: 1_024,
        async handle(request) {
          seen.push(request);
          return { status: 200, body: { got: request.body ?? null } };
        },
      },
      { method: 'POST', path: '/raw', bodyType: 'raw', handle: async ({ raw }) => ({ status: 200, body: raw.toString('utf8') }) },
      {
        method: 'GET',
        path: '/breaks',
        async handle() {
          throw new Error('a secret detail');
        },
      },
      {
        method: 'GET',
        path: '/things/:id',
        async handle(request) {
          seen.push(request);
          return { status: 200, body: request.params };
        },
      },
      {
        method: 'GET',
        path: '/slow',
        async handle() {
          await new Promise((resolve) => setTimeout(resolve, 300));
          return { status: 200, body: 'done' };
        },
      },
    ],
    sockets: [
      {
        path: '/sockets/:id',
        async open({ query }) {
          if (query.get('t') !== 'good') throw new EstafetError('BadToken');
          return (socket) => {
            sockets.add(socket);
            socket.onClose(() => sockets.delete(socket));
            socket.onMessage((text) => socket.send(text));
          };
        },
      },
    ],
  };
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const server = createHttpServer({ doors: [doors], log, production: false, ...options });
  const port = await server.listen(options.port ?? 0, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}`, port, server, logged, sockets, seen };
}

/** Sends bytes as they are and resolves with all that came back once the server has closed. */
export async function exchange(port: number, send: (socket: NetSocket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  send(socket);
  await once(socket, 'close');
  return answer;
}
