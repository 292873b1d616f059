/** The built pages behind the real HTTP server, and requests that undo nothing of what it sends. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import { createHttpServer } from '../../src/http/server.ts';
import { createPages } from '../../src/pages/pages.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As it came, compressed or not. */
  bytes: Buffer;
}

export interface PagesHouse {
  origin: string;
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>;
  close(): Promise<void>;
}

/** @param dir where the pages were built */
export async function openPages(dir: string, demo: boolean): Promise<PagesHouse> {
  const server = createHttpServer({ doors: [createPages({ dir, demo })], log: pino({ level: 'silent' }), production: !demo });
  const origin = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return { origin, get: (path, headers, method) => ask(origin, path, headers, method), close: () => server.drain() };
}

/** `fetch` would inflate, and tidy up the path. */
export async function ask(origin: string, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const asking = request({ hostname, port, path, method, headers, agent: false });
  asking.end();
  const [response] = await once(asking, 'response');
  return { status: response.statusCode, headers: response.headers, bytes: await buffer(response) };
}
