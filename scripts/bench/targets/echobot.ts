/** The official EchoBot. As with the Emulator, its answer comes to a connector of ours, and her message is over when it is there. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { emulatorActivity } from '../../../test/channels/botframework/connector.ts';
import { createClient } from '../client.ts';
import { freePort, start, type Started } from '../process.ts';
import { freshText } from '../texts.ts';
import type { Target } from './target.ts';

/** Conversations that write in turn. */
const CONVERSATIONS = 1_000;

async function startEchoBot(port: number): Promise<Started> {
  return start({
    args: [process.execPath, 'scripts/bench/servers/echobot.ts'],
    env: { PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  });
}

export async function restartEchoBot(): Promise<Started> {
  return startEchoBot(await freePort());
}

export async function openEchoBot(): Promise<Target> {
  const port = await freePort();
  const server = await startEchoBot(port);
  const client = createClient(port);
  const waiting = new Map<string, () => void>();
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await json(request)) as { replyToId: string };
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end('{"id":"out"}');
    waiting.get(body.replyToId)?.();
  }
  const connector = createServer((request, response) => void take(request, response));
  connector.keepAliveTimeout = 60_000;
  connector.listen(0, '127.0.0.1');
  await once(connector, 'listening');
  const serviceUrl = `http://127.0.0.1:${(connector.address() as AddressInfo).port}`;
  let sent = 0;
  return {
    name: 'official EchoBot',
    server,
    async turn() {
      const id = `a${(sent += 1)}`;
      const answered = new Promise<void>((resolve) => waiting.set(id, resolve));
      const conversation = { id: `c${sent % CONVERSATIONS}|livechat` };
      await Promise.all([client.post('/api/messages', emulatorActivity(serviceUrl, { id, conversation, text: freshText() })), answered]);
      waiting.delete(id);
    },
    async close() {
      client.close();
      await server.stop();
      connector.closeAllConnections();
      connector.close();
    },
  };
}
