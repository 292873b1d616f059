/** The official EchoBot. As with the Emulator, its answer comes to a connector of ours, and her message is over when it is there. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { emulatorActivity } from '../../../test/channels/botframework/connector.ts';
import { createClient } from '../client.ts';
import { freePort, start, type Started } from '../process.ts';
import { freshText } from '../texts.ts';
import { CLOUD_CHANNEL, openCloud } from './cloud.ts';
import type { Target } from './target.ts';

/** Conversations that write in turn. */
const CONVERSATIONS = 1_000;

async function startEchoBot(port: number, env: Record<string, string> = {}): Promise<Started> {
  return start({
    args: [process.execPath, 'scripts/bench/servers/echobot.ts'],
    env: { ...env, PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  });
}

export async function restartEchoBot(): Promise<Started> {
  return startEchoBot(await freePort());
}

/** @param options `credentials`: as in production, it checks the connector's token and sends its own; else as with the Emulator */
export async function openEchoBot(options: { name: string; credentials: boolean }): Promise<Target> {
  const port = await freePort();
  const cloud = options.credentials ? await openCloud() : undefined;
  const server = await startEchoBot(port, cloud?.env);
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
  const headers = cloud && { Authorization: await cloud.authorization(serviceUrl) };
  let sent = 0;
  return {
    name: options.name,
    server,
    async turn() {
      const id = `a${(sent += 1)}`;
      const answered = new Promise<void>((resolve) => waiting.set(id, resolve));
      const conversation = { id: `c${sent % CONVERSATIONS}|livechat` };
      const activity = { id, conversation, text: freshText(), ...(cloud && { channelId: CLOUD_CHANNEL }) };
      await Promise.all([client.post('/api/messages', emulatorActivity(serviceUrl, activity), headers), answered]);
      waiting.delete(id);
    },
    async close() {
      client.close();
      await server.stop();
      connector.closeAllConnections();
      connector.close();
      cloud?.close();
    },
  };
}
