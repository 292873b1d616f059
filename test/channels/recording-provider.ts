/** A provider's API that takes down what it is asked and answers what a test tells it to. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '../../src/http/server.ts';
import type { Channel, ChannelContext, ChannelModule } from '../../src/ports/channel.ts';
import { channelContext } from '../helpers/channel-context.ts';
import { createHarness, type Harness } from '../helpers/harness.ts';

export interface Recorded {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  raw: Buffer;
  /** Parsed, where it is JSON. */
  body: unknown;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** The answer never arrives. */
  lost?: boolean;
}

export interface RecordingProvider {
  origin: string;
  requests: Recorded[];
  /** Bodies of the requests to paths that end so. */
  bodies(path: string): unknown[];
  /** The next request to a path that ends so is answered so, in this order; others as usual. */
  next(path: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

export async function openProvider(usual: (request: Recorded) => Answer): Promise<RecordingProvider> {
  const requests: Recorded[] = [];
  const waiting: { path: string; answer: Answer }[] = [];
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const isJson = request.headers['content-type']?.startsWith('application/json');
    const recorded = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      raw,
      body: isJson ? JSON.parse(raw.toString()) : undefined,
    };
    requests.push(recorded);
    const index = waiting.findIndex(({ path }) => recorded.path.endsWith(path));
    const { status, body, headers, lost } = index === -1 ? usual(recorded) : (waiting.splice(index, 1)[0]?.answer ?? { status: 500 });
    if (lost) return void request.socket.destroy();
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body ?? {}));
    // Step by step: our own server's library, in the same process, changes what `writeHead` returns.
    response.statusCode = status;
    for (const [name, value] of Object.entries({ 'Content-Type': 'application/json', ...headers })) response.setHeader(name, value);
    response.end(bytes);
  }

  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    bodies: (path) => requests.filter((request) => request.path.endsWith(path)).map(({ body }) => body),
    next: (path, ...answers) => void waiting.push(...answers.map((answer) => ({ path, answer }))),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface ChannelHouse {
  harness: Harness;
  channel: Channel;
  context: ChannelContext;
  /** Posts what a provider would, and waits until all it caused is done. */
  post(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The house with one channel's door open, over real HTTP. */
export async function openChannelHouse(
  { createChannel }: ChannelModule,
  env: Record<string, string>,
  overrides: Partial<ChannelContext> = {},
): Promise<ChannelHouse> {
  const harness = await createHarness();
  const context = channelContext(harness, { env, ...overrides });
  const channel = await createChannel(context);
  if (!channel) throw new Error('the channel is off');
  harness.channels.set(channel.name, channel);
  const server = createHttpServer({ doors: [channel], log: context.log, production: false });
  const origin = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return {
    harness,
    channel,
    context,
    async post(path, body, headers) {
      const response = await fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
      });
      await harness.outbox.idle();
      return response;
    },
    async close() {
      await server.drain();
      await channel.close?.();
      await context.files.close();
      await harness.close();
    },
  };
}
