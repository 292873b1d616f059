/** A Graph API for the simulators of Meta's channels: tokens, faults, answers that get lost, and a note of every request. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GraphCall, GraphError, invalid, type ReadCall, readCall } from './meta-graph.ts';
import type { ProviderSimulator, SimulatorFaults, SimulatorOptions } from './simulator.ts';

export interface Download {
  contentType: string;
  bytes: Buffer;
}

export interface GraphApi {
  token: string;
  appSecret: string;
  /** Whether faults apply to it: a message to a customer. */
  isSend(call: GraphCall): boolean;
  /** @returns the body of the answer @throws GraphError */
  handle(call: GraphCall): Promise<object> | object;
  limited(seconds: number): GraphError;
  failed(status: number): GraphError;
  /** Files that lie outside the API. @throws GraphError when there is none, or none any more */
  download(url: URL, authorized: boolean): Download;
}

export interface Graph {
  origin: string;
  faults: SimulatorFaults;
  requests: ProviderSimulator['requests'];
  close(): Promise<void>;
}

export interface ProviderClock {
  now(): number;
  advance(ms: number): void;
}

type Fault = { kind: 'limit'; seconds: number } | { kind: 'fail'; status: number } | { kind: 'lose' };

export function createProviderClock(now: () => number = Date.now): ProviderClock {
  let ahead = 0;
  return { now: () => now() + ahead, advance: (ms) => void (ahead += ms) };
}

export async function startGraph(api: GraphApi, clock: ProviderClock, { port = 0 }: SimulatorOptions = {}): Promise<Graph> {
  const requests: Graph['requests'] = [];
  const faults: Fault[] = [];
  let expired = false;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const at = clock.now();
    try {
      // Only calls of the API begin with a version, or an id; files have a folder.
      if (!/^\/(v\d+\.\d+|\d+|me)(\/|$)/.test(url.pathname)) {
        note(request, url, undefined, at);
        const { contentType, bytes } = api.download(url, request.headers.authorization === `Bearer ${api.token}` && !expired);
        response.writeHead(200, { 'Content-Type': contentType, 'Content-Length': bytes.length });
        return void response.end(bytes);
      }
      const call = await readCall(request);
      note(request, url, loggedBody(call), at);
      const { token, proof, ...rest } = call;
      authorize(token, proof);
      const fault = api.isSend(rest) ? faults.shift() : undefined;
      if (fault?.kind === 'limit') throw api.limited(fault.seconds);
      if (fault?.kind === 'fail') throw api.failed(fault.status);
      const body = await api.handle(rest);
      if (fault?.kind === 'lose') return void request.socket.destroy();
      answer(response, 200, body);
    } catch (error) {
      if (error instanceof GraphError) return answer(response, error.status, error.body(), error.headers);
      answer(response, 500, { error: { message: `The simulator is broken: ${String(error)}`, type: 'SimulatorError', code: -1 } });
    }
  }

  /** https://developers.facebook.com/docs/facebook-login/guides/access-tokens/debugging */
  function authorize(token: string | undefined, proof: unknown): void {
    const refuse = (message: string, code: number, error_subcode?: number): GraphError =>
      new GraphError(
        401,
        { message, code, ...(error_subcode && { error_subcode }) },
        { 'WWW-Authenticate': `OAuth "Facebook Platform" "invalid_token" "${message}"` },
      );
    if (token === undefined) throw refuse('An access token is required to request this resource.', 104);
    if (token !== api.token) throw refuse('Invalid OAuth access token - Cannot parse access token', 190);
    if (expired) throw refuse('Error validating access token: Session has expired.', 190, 463);
    const right = createHmac('sha256', api.appSecret).update(token).digest('hex');
    if (proof !== undefined && proof !== right)
      throw invalid('Invalid appsecret_proof provided in the API argument', { type: 'GraphMethodException' });
  }

  function note(request: IncomingMessage, url: URL, body: unknown, at: number): void {
    const query = new URLSearchParams(url.searchParams);
    for (const credential of ['access_token', 'appsecret_proof']) query.delete(credential);
    const path = url.pathname + (query.size > 0 ? `?${query.toString()}` : '');
    requests.push({ method: request.method ?? 'GET', path, body, at });
  }

  function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
    // In two steps: restify changes every server of the process so that writeHead returns nothing.
    response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8', 'facebook-api-version': 'v23.0', ...headers });
    response.end(JSON.stringify(body));
  }

  const server = createServer((request, response) => void serve(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const repeat = (times: number, fault: Fault): void => void faults.push(...Array.from({ length: times }, () => fault));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults: {
      limit: (times, seconds) => repeat(times, { kind: 'limit', seconds }),
      fail: (times, status) => repeat(times, { kind: 'fail', status }),
      loseAnswers: (times) => repeat(times, { kind: 'lose' }),
      expireCredentials: () => void (expired = true),
      restoreCredentials: () => void (expired = false),
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Files by their size: a log is for reading. */
function loggedBody({ method, params, files }: ReadCall): unknown {
  if (method === 'GET') return undefined;
  const shown = Object.entries(files).map(([field, { name, contentType, bytes }]) => [field, { name, contentType, size: bytes.length }]);
  return { ...params, ...Object.fromEntries(shown) };
}
