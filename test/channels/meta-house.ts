/** The house with one of Meta's channels open, over real HTTP, and a server in Meta's place that notes what it is asked. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Activity } from '../../src/core/activity.ts';
import { type Clock, createClock } from '../../src/demo/clock.ts';
import { createHttpServer } from '../../src/http/server.ts';
import type { Channel, ChannelContext, ChannelModule } from '../../src/ports/channel.ts';
import { channelContext } from '../helpers/channel-context.ts';
import { createHarness, type Harness } from '../helpers/harness.ts';

export const APP_SECRET = 'app-secret-of-the-tests';
export const VERIFY_TOKEN = 'verify-token-of-the-tests';
export const TOKEN = 'token-of-the-tests';

export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
  body: any;
}
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

export async function startGraph(answer: (asked: Asked) => Answer) {
  const asked: Asked[] = [];
  let answering = answer;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('latin1');
      const isJson = request.headers['content-type'] === 'application/json';
      const body = isJson ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : text;
      const note = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      asked.push(note);
      const { status = 200, headers = {}, body: said } = answering(note);
      const bytes = Buffer.isBuffer(said) ? said : Buffer.from(JSON.stringify(said));
      // restify has its own `writeHead`, which returns nothing.
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
      response.end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer(next: (asked: Asked) => Answer): void {
      answering = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface MetaHouse {
  harness: Harness;
  context: ChannelContext;
  channel: Channel;
  clock: Clock;
  url: string;
  graph: Awaited<ReturnType<typeof startGraph>>;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Posts and waits until everything it caused is done. */
  deliver(body: unknown): Promise<void>;
  close(): Promise<void>;
}

export function signed(body: Buffer | string, secret = APP_SECRET): Record<string, string> {
  return { 'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
}

export async function openMetaHouse(options: {
  module: ChannelModule;
  path: string;
  env(origin: string): Record<string, string>;
  answer(asked: Asked): Answer;
  context?: Partial<ChannelContext>;
  at?: string;
}): Promise<MetaHouse> {
  const graph = await startGraph(options.answer);
  const clock = createClock(options.at === undefined ? undefined : Date.parse(options.at));
  const harness = await createHarness({ clock });
  const context = channelContext(harness, { env: options.env(graph.origin), ...options.context });
  const channel = (await options.module.createChannel(context)) as Channel;
  harness.channels.set(channel.name, channel);
  const server = createHttpServer({ doors: [channel, context.files], log: pino({ level: 'silent' }), production: false });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  const post = (body: unknown, headers?: Record<string, string>) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return fetch(url + options.path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(headers ?? signed(text)) },
      body: text,
    });
  };
  return {
    harness,
    context,
    channel,
    clock,
    url,
    graph,
    post,
    async deliver(body) {
      const { status } = await post(body);
      if (status !== 200) throw new Error(`answered ${status}`);
      await harness.outbox.idle();
      await context.files.idle();
    },
    async close() {
      await server.drain();
      await channel.close?.();
      await context.files.close();
      await harness.close();
      await graph.close();
    },
  };
}

/** One of ours, as the log has it. */
export function ofOurs(activity: Partial<Activity> = {}): Activity {
  return {
    id: 'c|i|0',
    seq: 7,
    type: 'message',
    timestamp: '2026-11-25T10:00:00.000Z',
    conversationId: 'c',
    from: { id: 'bot', name: 'Estafet', role: 'bot' },
    visibility: 'customer',
    locale: 'en',
    ...activity,
  };
}
