/** HTTP as cheap as Node allows: the load must not be what is measured. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Client {
  /** @throws {Error} on any status but 2xx */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<unknown>;
  close(): void;
}

export function createClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });

  function send(path: string, bytes: Buffer, headers: Record<string, string>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
        text(response).then((said) => {
          const status = response.statusCode ?? 0;
          if (status >= 300) reject(new Error(`${path} answered ${status}: ${said}`));
          else resolve(said === '' ? undefined : JSON.parse(said));
        }, reject);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed a connection that was idle for long, just as it was taken again.
        if (sent.reusedSocket && error.code === 'ECONNRESET') send(path, bytes, headers).then(resolve, reject);
        else reject(error);
      });
      sent.end(bytes);
    });
  }

  return {
    post(path, body, headers = {}) {
      const bytes = Buffer.from(JSON.stringify(body));
      return send(path, bytes, { ...headers, 'Content-Type': 'application/json', 'Content-Length': String(bytes.length) });
    },
    close: () => agent.destroy(),
  };
}
