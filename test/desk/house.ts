/** The real desk on the real engine, store and wallet; requests go straight to its routes. */
import { argon2Sync } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { pino } from 'pino';
import { type Agent, type Agents, createAgents } from '../../src/desk/agents.ts';
import { seedDemoAccounts } from '../../src/desk/demo-accounts.ts';
import { createDesk, type Desk } from '../../src/desk/index.ts';
import { EstafetError } from '../../src/errors.ts';
import type { HttpRequest, Route, Socket } from '../../src/ports/http.ts';
import type { Wallet } from '../../src/ports/wallet.ts';
import { channelContext } from '../helpers/channel-context.ts';
import { createHarness, type Harness } from '../helpers/harness.ts';

export const ORIGIN = 'https://desk.example';

/** She asks for a person, in words of her own language. */
const PERSON: Record<string, string> = { en: 'human please', id: 'saya mau bicara dengan petugas', zh: '我要找人工客服' };

interface CallOptions {
  /** The cookie header's value, as `signIn` gives it. */
  cookie?: string;
  body?: unknown;
  headers?: Record<string, string>;
  address?: string;
}

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every form
  body: any;
  headers: Record<string, string | string[]>;
}

export interface House extends Harness {
  desk: Desk;
  /** Calls `/desk/api<path>`. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  get(cookie: string, path: string): Promise<Answer>;
  post(cookie: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  signIn(name: string): Promise<string>;
  /** A live socket as the desk sees it. */
  connect(cookie: string, options?: { headers?: Record<string, string>; desk?: Desk }): Promise<TestSocket>;
  /** A customer who asked for a person. */
  waiting(locale?: string): Promise<string>;
  /** Another desk on the same records, as after a restart. */
  openDesk(options?: { demo?: { password: string }; production?: boolean; wallet?: Wallet }): Promise<Desk>;
}

interface TestSocket {
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  received: any[];
  of(type: string): unknown[];
  /** From the client. */
  say(text: string): void;
  leave(): void;
  closed?: number;
}

export async function openHouse(): Promise<House> {
  const harness = await createHarness();
  onTestFinished(() => harness.close());
  const agents = createAgents({ records: harness.storage.records, demo: true, now: harness.clock.now });
  for (const agent of await people()) await agents.save(agent);
  const openDesk: House['openDesk'] = async ({ wallet = harness.wallet, production = false, ...rest } = {}) => {
    const demo = 'demo' in rest ? rest.demo : { password: 'demo' };
    const { engine, storage, world, clock, channels } = harness;
    const { files, deliveries } = channelContext(harness);
    const made = createDesk({
      engine,
      storage,
      files,
      deliveries,
      channels,
      wallet,
      texts: world.texts,
      flows: world.flows,
      topics: ['failed-payment', 'reset-password', 'top-up'],
      demo,
      production,
      log: pino({ level: 'silent' }),
      now: clock.now,
    });
    onTestFinished(() => made.close());
    await made.ready;
    return made;
  };
  const desk = await openDesk();
  const call = callerOf(desk);
  return {
    ...harness,
    desk,
    openDesk,
    call,
    get: (cookie, path) => call('GET', path, { cookie }),
    post: (cookie, path, body = {}, headers = {}) => call('POST', path, { cookie, body, headers }),
    async signIn(name) {
      const answer = await call('POST', '/session', { body: { email: `${name}@demo.test`, password: 'demo' } });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return cookieOf(answer);
    },
    connect: (cookie, options = {}) => connect(options.desk ?? desk, cookie, options.headers),
    async waiting(locale = 'en') {
      const chat = harness.chat({ locale });
      await chat.say(PERSON[locale] ?? '');
      const { owner } = await chat.conversation();
      if (owner.kind !== 'queue' || owner.locale !== locale) throw new Error(`nobody waits in ${locale}: ${JSON.stringify(owner)}`);
      return chat.id;
    },
  };
}

let seeded: Promise<Agent[]> | undefined;

/** The demo's, as an earlier start left them; their password is hashed at a cost that hundreds of tests can bear. */
function people(): Promise<Agent[]> {
  seeded ??= (async () => {
    const made: Agent[] = [];
    const nobody: Agents = {
      get: async () => undefined,
      byEmail: async () => undefined,
      all: async () => [],
      save: async (agent) => void made.push(agent),
    };
    await seedDemoAccounts(nobody, 'demo');
    const salt = Buffer.from('some salt');
    const hash = argon2Sync('argon2id', { message: 'demo', nonce: salt, memory: 8, passes: 1, parallelism: 1, tagLength: 32 });
    const [bareSalt, bareHash] = [salt, hash].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
    return made.map((agent) => ({ ...agent, passwordHash: `$argon2id$v=19$m=8,t=1,p=1$${bareSalt}$${bareHash}` }));
  })();
  return seeded;
}

export function cookieOf(answer: Answer): string {
  return String(answer.headers['Set-Cookie']).split(';')[0] ?? '';
}

export function callerOf(desk: Desk): House['call'] {
  return async (method, path, { cookie = '', body, headers = {}, address = '203.0.113.7' } = {}) => {
    const url = new URL(`/desk/api${path}`, ORIGIN);
    for (const route of (desk.routes ?? []) as Route[]) {
      const params = route.method === method ? match(route.path, url.pathname) : undefined;
      if (!params) continue;
      const sent = method === 'GET' ? {} : { origin: ORIGIN, ...(body !== undefined && { 'content-type': 'application/json' }) };
      const request = requestOf(method, url, cookie, { ...sent, ...headers }, address);
      try {
        const raw = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
        const answer = await route.handle({ ...request, params, body, raw });
        return { status: answer.status, body: answer.body, headers: answer.headers ?? {} };
      } catch (error) {
        if (!(error instanceof EstafetError)) throw error;
        return { status: error.status, body: error.toJSON(), headers: error.headers };
      }
    }
    return { status: 404, body: undefined, headers: {} };
  };
}

async function connect(desk: Desk, cookie: string, headers: Record<string, string> = { origin: ORIGIN }): Promise<TestSocket> {
  const [door] = desk.sockets ?? [];
  if (!door) throw new Error('the desk has no socket');
  const hand = await door.open(requestOf('GET', new URL(door.path, ORIGIN), cookie, headers));
  let hear = (_text: string) => {};
  let end = () => {};
  const client: TestSocket = {
    received: [],
    of: (type) => client.received.filter((message) => message.type === type),
    say: (text) => hear(text),
    leave: () => end(),
  };
  const socket: Socket = {
    send: (text) => client.received.push(JSON.parse(text)),
    close(code) {
      client.closed = code;
      end();
    },
    onMessage: (listener) => (hear = listener),
    onClose: (listener) => (end = listener),
  };
  hand(socket);
  return client;
}

function requestOf(method: string, url: URL, cookie: string, headers: Record<string, string>, address = '203.0.113.7'): HttpRequest {
  const [name, value] = cookie.split('=');
  return {
    method,
    path: url.pathname,
    params: {},
    query: url.searchParams,
    headers,
    cookies: name && value ? { [name]: value } : {},
    body: undefined,
    raw: Buffer.alloc(0),
    remoteAddress: address,
    origin: ORIGIN,
    correlationId: 'test',
  };
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const found = new RegExp(`^${pattern.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(path);
  return found ? Object.fromEntries(Object.entries(found.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)])) : undefined;
}
