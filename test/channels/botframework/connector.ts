/** A Bot Connector: the REST API that a bot posts its replies to, and the customer's side of a channel. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Received {
  conversationId: string;
  replyToId: string | undefined;
  authorization: string | undefined;
  activity: Record<string, unknown> & {
    type: string;
    text?: string;
    name?: string;
    value?: unknown;
    suggestedActions?: { actions: { type: string; title: string; value: string }[] };
    attachments?: { contentType: string; content?: unknown }[];
  };
}

interface Failure {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Connector {
  serviceUrl: string;
  /** What the bot delivered and we took, in order. */
  received: Received[];
  /** How the next deliveries are answered; taken when used up. `hang` never answers, `drop` closes the connection. */
  failures: (Failure | 'hang' | 'drop')[];
  /** Deliveries tried, failed ones too. */
  attempts(): number;
  /** Texts of the messages that were taken. */
  texts(): (string | undefined)[];
  close(): Promise<void>;
}

const PATH = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;

export async function openConnector(): Promise<Connector> {
  const received: Received[] = [];
  const failures: Connector['failures'] = [];
  let attempts = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, conversationId, replyToId] = PATH.exec(request.url ?? '') ?? [];
    const body = await text(request);
    if (request.method !== 'POST' || !conversationId) return answer(response, { status: 404 });
    attempts += 1;
    const failure = failures.shift();
    if (failure === 'hang') return;
    if (failure === 'drop') return void request.socket.destroy();
    if (failure) return answer(response, failure);
    received.push({
      conversationId: decodeURIComponent(conversationId),
      replyToId: replyToId && decodeURIComponent(replyToId),
      authorization: request.headers.authorization,
      activity: JSON.parse(body) as Received['activity'],
    });
    answer(response, { status: 200, body: { id: `out-${received.length}` } });
  }

  function answer(response: ServerResponse, { status, headers, body }: Failure): void {
    // In two steps: restify changes every server of the process so that writeHead returns nothing.
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(body === undefined ? '' : JSON.stringify(body));
  }

  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    serviceUrl: `http://localhost:${(server.address() as AddressInfo).port}`,
    received,
    failures,
    attempts: () => attempts,
    texts: () => received.filter(({ activity }) => activity.type === 'message').map(({ activity }) => activity.text),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An activity as the Emulator posts it. */
export function emulatorActivity(serviceUrl: string, activity: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: 'a1',
    timestamp: '2026-11-24T03:00:00.000Z',
    localTimestamp: '2026-11-24T10:00:00+07:00',
    channelId: 'emulator',
    serviceUrl,
    from: { id: 'u-1', name: 'User', role: 'user' },
    recipient: { id: 'bot-1', name: 'Bot', role: 'bot' },
    conversation: { id: '7f0c|livechat' },
    locale: 'en-US',
    textFormat: 'plain',
    channelData: { clientActivityID: '1' },
    entities: [{ type: 'ClientCapabilities', requiresBotState: true, supportsListening: true, supportsTts: true }],
    ...activity,
  };
}
