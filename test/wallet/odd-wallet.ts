import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A wallet that answers as it is told, or breaks off, and the requests it saw; until the test is over. */
export async function oddWallet(answer: (count: number) => { status: number; body: string } | undefined) {
  const seen: { key?: string; authorization?: string }[] = [];
  const server = createServer((request, response) => {
    seen.push({ key: request.headers['idempotency-key'] as string, authorization: request.headers.authorization });
    const made = answer(seen.length);
    if (!made) return request.socket.destroy();
    response.statusCode = made.status;
    response.setHeader('Content-Type', 'application/json');
    response.end(made.body);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { seen, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
