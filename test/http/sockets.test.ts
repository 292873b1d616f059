import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket as Client } from 'ws';
import { until } from '../helpers/official-client.ts';
import { exchange, type Opened, openServer } from './open.ts';

let opened: Opened;
const clients: Client[] = [];

beforeEach(async () => {
  opened = await openServer({ limits: { maxUnreadBytes: 200_000 } });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await opened.server.drain();
});

async function open(): Promise<Client> {
  const client = new Client(`${opened.url.replace('http', 'ws')}/sockets/1?t=good`);
  clients.push(client);
  client.on('error', () => undefined);
  await once(client, 'open');
  return client;
}

const upgrade = (path: string) =>
  exchange(opened.port, (socket) =>
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    ),
  );

describe('a WebSocket', () => {
  it('carries text both ways', async () => {
    const client = await open();
    client.send('halo');
    const [data] = (await once(client, 'message')) as [Buffer];
    expect(data.toString()).toBe('halo');
  });

  it('is refused before the upgrade, with the code', async () => {
    expect(await upgrade('/sockets/1?t=bad')).toMatch(/^HTTP\/1\.1 403 Forbidden[\s\S]*"BadToken"/);
    expect(await upgrade('/elsewhere')).toMatch(/^HTTP\/1\.1 404 Not Found[\s\S]*"not-found"/);
  });

  it('is cut off when it sends too much at once, and nobody else is', async () => {
    const [loud, quiet] = [await open(), await open()];
    loud.send('x'.repeat(100_000));
    const [code] = (await once(loud, 'close')) as [number];
    expect(code).toBe(1009);
    quiet.send('still here');
    expect(String((await once(quiet, 'message'))[0])).toBe('still here');
  });

  it('is cut off when it never reads, and nobody else is', async () => {
    const [deaf, quiet] = [await open(), await open()];
    await until(() => opened.sockets.size === 2, 'both are in');
    deaf.pause();
    const [held] = opened.sockets;
    const chunk = 'x'.repeat(60_000);
    await until(() => {
      held?.send(chunk);
      return opened.sockets.size === 1;
    }, 'the deaf one is let go');
    quiet.send('still here');
    expect(String((await once(quiet, 'message'))[0])).toBe('still here');
  });

  it('is told to come back when the house restarts', async () => {
    const client = await open();
    const closed = once(client, 'close') as Promise<[number]>;
    await opened.server.drain();
    expect((await closed)[0]).toBe(1012);
  });
});
