/** A network between a browser and the server that drops, delays and repeats what passes. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** What happens to the next request that sends something. */
export type Mishap = 'lose-request' | 'lose-answer' | 'repeat' | 'delay';

export interface RoughNetwork {
  url: string;
  /** One for each request to come, in order; afterwards all goes well. */
  mishaps: Mishap[];
  /** Nothing passes while down; open connections are cut. */
  down(isDown: boolean): void;
  /** Cuts the WebSockets that are open. */
  cut(): void;
  close(): Promise<void>;
}

/** @param delayMs what `delay` takes */
export async function openRoughNetwork(target: string, delayMs: number): Promise<RoughNetwork> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const streams = new Set<Socket>();
  const mishaps: Mishap[] = [];
  let isDown = false;

  function forward(
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const { method, url, headers } = incoming;
      const outgoing = request({ hostname, port, method, path: url, headers: { ...headers, connection: 'close' } }, (answer) => {
        collect(answer).then((bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }), reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const body = await collect(incoming);
    const isMessage = incoming.method === 'POST' && incoming.url?.endsWith('/activities');
    const mishap = isMessage ? mishaps.shift() : undefined;
    if (isDown || mishap === 'lose-request') return incoming.socket.destroy();
    try {
      const answer = await forward(incoming, body);
      if (mishap === 'repeat') await forward(incoming, body);
      if (mishap === 'lose-answer') return incoming.socket.destroy();
      if (mishap === 'delay') await new Promise((resolve) => setTimeout(resolve, delayMs));
      response.statusCode = answer.status;
      for (const [name, value] of Object.entries(answer.headers)) {
        if (value !== undefined && name !== 'connection' && name !== 'transfer-encoding') response.setHeader(name, value);
      }
      response.end(answer.body);
    } catch {
      incoming.socket.destroy();
    }
    return undefined;
  }

  const server = createServer((incoming, response) => void pass(incoming, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming, socket: Socket, head) => {
    if (isDown) return socket.destroy();
    const up = connect(Number(port), hostname);
    const headers = incoming.rawHeaders.flatMap((name, index) => (index % 2 ? [] : [`${name}: ${incoming.rawHeaders[index + 1]}`]));
    up.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    up.write(head);
    up.pipe(socket).pipe(up);
    streams.add(socket);
    for (const [one, other] of [
      [up, socket],
      [socket, up],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    socket.on('close', () => streams.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mishaps,
    down(next) {
      isDown = next;
      if (isDown) for (const socket of sockets) socket.destroy();
    },
    cut() {
      for (const socket of streams) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function collect(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
