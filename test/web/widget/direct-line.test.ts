/** The widget's client against a real server: HTTP and sockets as Direct Line speaks them. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { WireActivity } from '../../../src/web/shared/wire.ts';
import { createDirectLine, type DirectLine } from '../../../src/web/widget/direct-line.ts';
import type { Phase } from '../../../src/web/widget/link.ts';
import { until } from '../../helpers/official-client.ts';
import { activity } from './activities.ts';

let server: Server;
let sockets: Set<WebSocket>;
/** Method, path and token of every call. */
let calls: string[];
/** Tokens that the server no longer takes. */
let spent: Set<string>;
let sessions: number;
let line: DirectLine;
let heard: WireActivity[];
let phases: Phase[];
let refused: number[];
/** What opening a session throws. */
let sessionFailure: Error | undefined;

beforeEach(async () => {
  sockets = new Set();
  calls = [];
  spent = new Set();
  sessions = 0;
  heard = [];
  phases = [];
  refused = [];
  sessionFailure = undefined;
  server = createServer((request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    calls.push(`${request.method} ${request.url} ${token}`);
    response.writeHead(spent.has(token) ? 403 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ ...(isJoin(request) && { streamUrl: `${base().replace('http', 'ws')}/stream` }), activities: [] }));
  });
  new WebSocketServer({ server, path: '/stream' }).on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  line = createDirectLine({
    base: base(),
    openSession: async () => {
      if (sessionFailure) throw sessionFailure;
      return { token: `t${++sessions}`, conversationId: 'c' };
    },
    locale: () => 'id',
    onActivities: (activities) => heard.push(...activities),
    onPhase: (phase) => phases.push(phase),
    onConversation: () => undefined,
    onRefused: (status) => refused.push(status),
  });
});
afterEach(async () => {
  line.stop();
  for (const socket of sockets) socket.terminate();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const isJoin = ({ method, url = '' }: IncomingMessage) =>
  method === 'POST' ? url.endsWith('/conversations') : !url.includes('/activities');
const phase = () => phases.at(-1);

async function goOnline(): Promise<WebSocket> {
  line.begin();
  await until(() => phase() === 'online' && sockets.size === 1, 'it is online');
  return theSocket();
}

function theSocket(): WebSocket {
  const [socket] = sockets;
  if (!socket) throw new Error('no socket');
  return socket;
}

describe('the client', () => {
  it('begins a conversation with the session’s token and hears what the socket says', async () => {
    const socket = await goOnline();
    expect(calls).toEqual(['POST /v3/directline/conversations t1']);
    expect(phases).toEqual(['session', 'joining', 'opening', 'online']);
    for (const text of ['', 'no JSON', '[]', JSON.stringify({ activities: [activity({ seq: 1 }), null], watermark: '1' })])
      socket.send(text);
    await until(() => heard.length === 1, 'the activity arrives');
    expect(heard[0]?.id).toBe('a1');
  });

  it('comes back after a cut with the watermark it had', async () => {
    const socket = await goOnline();
    socket.send(JSON.stringify({ activities: [activity({ seq: 7 })], watermark: '7' }));
    await until(() => heard.length === 1, 'the activity arrives');
    socket.terminate();
    await until(() => phase() === 'waiting', 'the cut is noticed');
    line.wake();
    await until(() => phase() === 'online', 'it is back');
    expect(calls.at(-1)).toBe('GET /v3/directline/conversations/c?watermark=7 t1');
    expect(sessions).toBe(1);
  });

  it('gets a new session when its token is spent, and keeps one socket only', async () => {
    const old = await goOnline();
    spent.add('t1');
    await expect(line.post({ type: 'message', text: 'hi' })).rejects.toMatchObject({ status: 403 });
    await until(() => sockets.size === 1 && !sockets.has(old) && phase() === 'online', 'the new socket has replaced the old one');
    expect(sessions).toBe(2);
    await line.post({ type: 'message', text: 'hi' });
    expect(calls.at(-1)).toBe('POST /v3/directline/conversations/c/activities t2');
  });

  it('looks at once for what it missed when it is woken, and drops a socket that is dead', async () => {
    const socket = await goOnline();
    line.wake();
    await until(() => calls.at(-1) === 'GET /v3/directline/conversations/c/activities?watermark= t1', 'it polls once');
    line.distrustSocket();
    await until(() => phase() === 'waiting' && !sockets.has(socket), 'the socket is given up');
  });

  it('says it when the customer is not who she says, and asks again later', async () => {
    const { HttpFailure } = await import('../../../src/web/widget/http.ts');
    sessionFailure = new HttpFailure(401);
    line.begin();
    await until(() => phase() === 'waiting', 'it waits');
    expect(refused).toEqual([401]);
    sessionFailure = undefined;
    line.wake();
    await until(() => phase() === 'online', 'it is online');
  });

  it('does nothing any more once it is stopped', async () => {
    await goOnline();
    line.stop();
    await until(() => sockets.size === 0, 'its socket closes');
    const [before, known] = [calls.length, phases.length];
    line.begin();
    line.wake();
    expect([calls.length, phases.length]).toEqual([before, known]);
  });
});
