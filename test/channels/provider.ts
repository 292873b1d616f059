/** What the simulators share: a server to answer from, deliveries with retries, faults, a clock. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from '../helpers/local-https.ts';
import type { Delivery, ProviderSimulator, SimulatorFaults } from './simulator.ts';

/** A request to the provider's API. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** Bytes as they are, anything else as JSON. */
  body?: unknown;
  /** The request was carried out, and the connection breaks before we hear of it. */
  lost?: boolean;
}

export interface Server {
  origin: string;
  close(): Promise<void>;
}

/** @param certificate for 127.0.0.1: https, where our side takes nothing else */
export async function openServer(port: number, answer: (call: Call) => Promise<Answer>, certificate?: Certificate): Promise<Server> {
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider');
    const body = await buffer(request);
    const call = { method: request.method ?? 'GET', path: pathname, query: searchParams, headers: request.headers, body };
    const { status, headers, body: said, lost } = await answer(call);
    if (lost) return void request.socket.destroy();
    // In two steps: restify changes every server of the process so that writeHead returns nothing.
    response.writeHead(status, { ...(Buffer.isBuffer(said) ? {} : { 'Content-Type': 'application/json' }), ...headers });
    response.end(Buffer.isBuffer(said) ? said : JSON.stringify(said ?? {}));
  }
  const listener: RequestListener = (request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A fault of the simulator itself, or a request broken off; neither may pass for an answer of the provider.
      if (!response.headersSent) response.writeHead(599, { 'Content-Type': 'text/plain' });
      response.end(String(error));
    });
  };
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Epoch ms by the provider's clock. */
export function openClock(now: () => number = Date.now) {
  let ahead = 0;
  return { now: () => now() + ahead, advance: (ms: number) => void (ahead += ms) };
}

export type Clock = ReturnType<typeof openClock>;

type Fault = { kind: 'limit'; seconds: number } | { kind: 'fail'; status: number } | { kind: 'lose' };

/** What is to go wrong: each send takes the oldest fault there is. */
export function openFaults() {
  const queue: Fault[] = [];
  let expired = false;
  const add = (times: number, fault: Fault) => void queue.push(...Array.from({ length: times }, () => fault));
  const faults: SimulatorFaults = {
    limit: (times, seconds) => add(times, { kind: 'limit', seconds }),
    fail: (times, status) => add(times, { kind: 'fail', status }),
    loseAnswers: (times) => add(times, { kind: 'lose' }),
    expireCredentials: () => void (expired = true),
    restoreCredentials: () => void (expired = false),
  };
  return { faults, next: () => queue.shift(), expired: () => expired };
}

export type Faults = ReturnType<typeof openFaults>;

const TRIES = 20;
const WAIT = 50;
/** Longer than any provider waits: a test machine may be busy. */
const PATIENCE = 10_000;

/** Deliveries to our nodes, in turn. */
export function openPostman() {
  let nodes: string[] = [];
  let turn = 0;
  let closed = false;

  async function deliver({ path, headers, body }: Delivery, origin?: string): Promise<Response> {
    const node = origin ?? nodes[turn++ % nodes.length];
    if (!node) throw new Error('The simulator has nowhere to deliver to: call deliverTo first.');
    const signal = AbortSignal.timeout(PATIENCE);
    return fetch(new URL(path, node), { method: 'POST', headers, body: new Uint8Array(body), signal, redirect: 'manual' });
  }

  /**
   * Until a node answers with a status of the 200s, with a longer wait each time.
   * @param again what is posted at a try, 0 being the first
   * @param post posts it once
   * @throws after 20 tries
   */
  async function insist(again: (tried: number) => Delivery, post = deliver): Promise<Response> {
    let last = 'the simulator was closed';
    for (let tried = 0; tried < TRIES && !closed; tried++) {
      if (tried > 0) await sleep(WAIT * tried);
      const response = await post(again(tried)).catch((error: unknown) => error as Error);
      if (!(response instanceof Error) && response.ok) return response;
      last = response instanceof Error ? String(response.cause ?? response) : `status ${response.status}`;
      if (!(response instanceof Error)) await response.arrayBuffer().catch(() => undefined);
    }
    throw new Error(`The webhook did not take a delivery: ${last}`);
  }

  return {
    deliverTo: (...origins: string[]) => void (nodes = origins),
    deliver,
    insist,
    close: () => void (closed = true),
  };
}

export type Requests = ProviderSimulator['requests'];

/** What kind of file it is by its first bytes, where our tests use that kind. */
export function contentTypeOf(bytes: Buffer): string | undefined {
  const starts = (hex: string, at = 0) => bytes.subarray(at, at + hex.length / 2).toString('hex') === hex;
  if (starts('89504e470d0a1a0a')) return 'image/png';
  if (starts('ffd8ff')) return 'image/jpeg';
  if (starts('47494638')) return 'image/gif';
  if (starts('52494646') && starts('57454250', 8)) return 'image/webp';
  if (starts('25504446')) return 'application/pdf';
  if (starts('4f676753')) return 'audio/ogg';
  if (starts('504b0304')) return 'application/zip';
  return undefined;
}
