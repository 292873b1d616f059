/** restify and nothing else: what an answer over HTTP costs at least. */
import { createClient } from '../client.ts';
import { freePort, start, type Started } from '../process.ts';
import { freshText } from '../texts.ts';
import type { Target } from './target.ts';

async function startBare(port: number): Promise<Started> {
  return start({
    args: [process.execPath, 'scripts/bench/servers/bare.ts'],
    env: { PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  });
}

export async function restartBare(): Promise<Started> {
  return startBare(await freePort());
}

export async function openBare(): Promise<Target> {
  const port = await freePort();
  const server = await startBare(port);
  const client = createClient(port);
  return {
    name: 'bare restify echo',
    server,
    async turn() {
      await client.post('/echo', { text: freshText() });
    },
    async close() {
      client.close();
      await server.stop();
    },
  };
}
