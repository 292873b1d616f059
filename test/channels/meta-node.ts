/** A server that takes webhooks and looks at none of them, for the tests of the simulators alone. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface WebhookNode {
  origin: string;
  taken: { headers: Record<string, unknown>; body: Buffer; notification: Notification }[];
  /** Statuses of the next answers; `drop` closes the connection. Then 200. */
  answers: (number | 'drop')[];
  /** Events of conversations, or values of changes, in order. */
  events(): Json[];
  attempts(): number;
  close(): Promise<void>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
export type Json = any;

interface Notification {
  object: string;
  entry: { id: string; time?: number; messaging?: Json[]; standby?: Json[]; changes?: { field: string; value: Json }[] }[];
}

export async function openNode(verifyToken?: string): Promise<WebhookNode> {
  const taken: WebhookNode['taken'] = [];
  const answers: WebhookNode['answers'] = [];
  let attempts = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const query = new URL(request.url ?? '/', 'http://node').searchParams;
      if (request.method === 'GET') {
        response.writeHead(query.get('hub.verify_token') === verifyToken ? 200 : 403);
        return void response.end(query.get('hub.challenge'));
      }
      attempts += 1;
      const answer = answers.shift() ?? 200;
      if (answer === 'drop') return void request.socket.destroy();
      if (answer === 200) taken.push({ headers: request.headers, body, notification: JSON.parse(body.toString()) as Notification });
      response.writeHead(answer);
      response.end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    answers,
    events: () =>
      taken.flatMap(({ notification }) =>
        notification.entry.flatMap(({ messaging = [], standby = [], changes = [] }) => [
          ...messaging,
          ...standby.map((event: Json) => ({ standby: event })),
          ...changes.map(({ value }) => value as Json),
        ]),
      ),
    attempts: () => attempts,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
}

/** Calls a simulated API with the token of its settings. */
export async function call(
  url: string,
  token: string | undefined,
  body?: object | FormData,
  method = body ? 'POST' : 'GET',
): Promise<Answer> {
  const form = body instanceof FormData;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body && !form && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: form ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
