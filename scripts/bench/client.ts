/** HTTP as cheap as Node allows: the load must not be what is measured. */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Client {
  /** @throws {Error} on any status but 2xx */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<unknown>;
  close(): void;
}

export function createClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });

  async function send(path: string, bytes: Buffer, headers: Record<string, string>): Promise<IncomingMessage> {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers });
    sent.end(bytes);
    try {
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      return response;
    } catch (error) {
      // The server closed a connection that was idle for long, just as it was taken again.
      if (sent.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET') return send(path, bytes, headers);
      throw error;
    }
  }

  return {
    async post(path, body, headers = {}) {
      const bytes = Buffer.from(JSON.stringify(body));
      const length = { 'Content-Type': 'application/json', 'Content-Length': String(bytes.length) };
      const response = await send(path, bytes, { ...headers, ...length });
      const said = await text(response);
      if ((response.statusCode ?? 0) >= 300) throw new Error(`${path} answered ${response.statusCode}: ${said}`);
      return said === '' ? undefined : JSON.parse(said);
    },
    close: () => agent.destroy(),
  };
}
