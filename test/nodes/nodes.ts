/** One desk on several nodes, wired as `src/app.ts` wires one, each behind its own HTTP server on one storage. */
import { once } from 'node:events';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createDirectLineChannel } from '../../src/channels/directline/channel.ts';
import type { Settings } from '../../src/channels/directline/settings.ts';
import { createDesk } from '../../src/desk/index.ts';
import { openStorage } from '../../src/discover.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createOutbox } from '../../src/engine/outbox.ts';
import { createHttpServer } from '../../src/http/server.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { channelContext } from '../helpers/channel-context.ts';
import { createHarness, type Harness, loadWorld } from '../helpers/harness.ts';
import { testStore } from '../helpers/test-store.ts';

export const SECRET = 'one-secret-for-all-nodes';

const log = pino({ level: 'silent' });

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
  body: any;
  headers: Headers;
}

export interface Node {
  url: string;
  call(method: string, path: string, options?: { token?: string; cookie?: string; body?: unknown }): Promise<Answer>;
  /** Opens a WebSocket of this node, wherever its URL leads. @param path with or without an origin */
  connect(path: string, cookie?: string): Promise<Line>;
  signIn(name: string, password?: string): Promise<Answer & { cookie: string }>;
  /** Passing news gets lost on the way to it. */
  deafen(): void;
  /** SIGTERM. */
  close(): Promise<void>;
}

export interface Line {
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  received: any[];
  of(type: string): unknown[];
  /** Texts of the messages that came by Direct Line. */
  texts(): string[];
  say(text: string): void;
  leave(): void;
  closed?: number;
}

export interface Nodes {
  harness: Harness;
  nodes: Node[];
}

export async function openNodes(count: number, settings: Partial<Settings> = {}): Promise<Nodes> {
  const url = testStore();
  const harness = await createHarness({ store: url });
  onTestFinished(() => harness.close());
  // All work is the nodes'.
  await harness.outbox.stop();
  const nodes: Node[] = [];
  for (let n = 0; n < count; n++) nodes.push(await openNode(harness, await storageAt(url, harness), settings));
  return { harness, nodes };
}

/** An engine of one process is shared by the nodes as the object it is; of another each node has its own. */
async function storageAt(url: string, { storage }: Harness): Promise<Storage> {
  return url.startsWith('sqlite:') ? { ...storage, close: async () => {} } : openStorage(url);
}

async function openNode(harness: Harness, shared: Storage, settings: Partial<Settings>): Promise<Node> {
  const { wallet, world, clock } = harness;
  const { classifier } = await loadWorld();
  const { now } = clock;
  let deaf = false;
  const { live } = shared;
  const storage: Storage = {
    ...shared,
    live: { publish: (signal) => live.publish(signal), subscribe: (listener) => live.subscribe((signal) => deaf || listener(signal)) },
    close: async () => {},
  };
  const engine = createEngine({ store: storage.store, live: storage.live, world, classifier, log, now, onWork: () => outbox.kick() });
  const outbox = createOutbox({ store: storage.store, engine, wallet, channels: new Map(), log, now });
  const { texts, flows } = world;
  const context = channelContext({ ...harness, engine, storage });
  const { files, deliveries } = context;
  const own = { files, deliveries, channels: new Map() };
  const desk = createDesk({ engine, storage, ...own, wallet, texts, flows, demo: { password: 'demo' }, production: false, log, now });
  const channel = createDirectLineChannel({ ...context, queueStatus: desk.queueStatus }, { secret: SECRET, ...settings });
  const server = createHttpServer({ doors: [desk, channel, files], log, production: false });
  await desk.ready;
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  outbox.start();
  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= (async () => {
      await server.drain();
      await outbox.stop();
      await channel.close?.();
      await desk.close();
      await shared.close();
    })());
  onTestFinished(close);

  const call: Node['call'] = async (method, path, { token, cookie, body } = {}) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(cookie !== undefined && { Cookie: cookie }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  };
  return {
    url,
    call,
    close,
    deafen: () => (deaf = true),
    connect(path, cookie) {
      const { pathname, search } = new URL(path, url);
      return connect(`${url.replace(/^http/, 'ws')}${pathname}${search}`, { ...(cookie && { Cookie: cookie }), Origin: url });
    },
    async signIn(name, password = 'demo') {
      const answer = await call('POST', '/desk/api/session', { body: { email: `${name}@demo.test`, password } });
      return { ...answer, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
    },
  };
}

async function connect(url: string, headers: Record<string, string>): Promise<Line> {
  const socket = new WebSocket(url, { headers });
  const line: Line = {
    received: [],
    of: (type) => line.received.filter((message) => message.type === type),
    texts: () => line.received.flatMap(({ activities = [] }) => activities.flatMap((entry: { text?: string }) => entry.text ?? [])),
    say: (text) => socket.send(text),
    leave: () => socket.close(),
  };
  socket.on('message', (data) => {
    const text = (data as Buffer).toString('utf8');
    if (text) line.received.push(JSON.parse(text));
  });
  socket.on('close', (code) => (line.closed = code));
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return line;
}
