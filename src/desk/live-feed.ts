/** The agents' WebSocket. It only says that there is more; what it is, consoles fetch. */
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import { EstafetError } from '../errors.ts';
import type { Socket, SocketRoute } from '../ports/http.ts';
import type { Storage } from '../ports/storage.ts';
import { agentViewOf } from './agents.ts';
import { createChangeFeed } from './change-feed.ts';
import type { LiveMessage } from './live-messages.ts';
import { BASE } from './operation.ts';
import { GRACE_MS, type Presence } from './presence.ts';
import { requireSameOrigin } from './same-origin.ts';
import { type Session, type Sessions, tokenIn } from './sessions.ts';

const TICK_MS = 10_000;
/** A client that beats faster than this is heard, but costs nothing. */
const RENEW_MS = 5_000;
/** Those who come or leave together are counted once. */
const GATHER_MS = 50;
/** Close codes: the first two are our own, the others those of RFC 6455. */
const SIGNED_OUT = 4401;
const SILENT = 4408;
const GOING_AWAY = 1001;
const NOT_UNDERSTOOD = 1008;

const heartbeat = z.strictObject({ type: z.literal('heartbeat') });

interface Connection {
  /** Of its lease. */
  id: string;
  socket: Socket;
  session: Session;
  /** Epoch ms of the last heartbeat, and of the last that renewed the lease. */
  heardAt: number;
  renewedAt: number;
  signedOut: boolean;
}

export interface LiveFeed {
  socket: SocketRoute;
  start(): Promise<void>;
  close(): void;
}

export function createLiveFeed(options: {
  storage: Storage;
  sessions: Sessions;
  presence: Presence;
  log: Logger;
  now: () => number;
}): LiveFeed {
  const { storage, sessions, presence, log, now } = options;
  const connections = new Set<Connection>();
  const feed = createChangeFeed(storage.store, (changes) => {
    for (const { conversationId, cursor } of changes) broadcast({ type: 'changed', conversationId, cursor });
  });
  const unsubscribe = storage.live.subscribe((signal) => {
    if (signal.kind === 'typing') broadcast({ type: 'typing', conversationId: signal.conversationId, from: signal.from });
    if (signal.kind === 'delivery') {
      const { conversationId, activityId, state } = signal;
      broadcast({ type: 'delivery', conversationId, activityId, state });
    }
    if (signal.kind === 'presence') announceSoon();
  });
  let ticking: NodeJS.Timeout | undefined;
  let announcing: NodeJS.Timeout | undefined;
  let announced: number | undefined;
  let newcomers = new Set<Connection>();

  sessions.onEnd((key) => {
    for (const connection of connections) if (connection.session.key === key) signOut(connection);
    quietly(leave(key));
  });

  async function leave(session: string): Promise<void> {
    await presence.leave(session);
    storage.live.publish({ kind: 'presence' });
  }

  function broadcast(message: LiveMessage): void {
    if (!connections.size) return;
    const text = JSON.stringify(message);
    for (const { socket } of connections) socket.send(text);
  }

  function quietly(work: Promise<unknown>): void {
    work.catch((error: unknown) => log.warn({ err: error }, 'the live feed missed something; it goes on'));
  }

  function drop(connection: Connection, code: number, reason: string): void {
    connections.delete(connection);
    connection.socket.close(code, reason);
  }

  function signOut(connection: Connection): void {
    connection.signedOut = true;
    drop(connection, SIGNED_OUT, 'signed out');
  }

  function join(socket: Socket, session: Session): void {
    const connection: Connection = { id: uuidv7(), socket, session, heardAt: now(), renewedAt: 0, signedOut: false };
    const hello: LiveMessage = { type: 'hello', agent: agentViewOf(session.agent), cursor: feed.cursor };
    socket.send(JSON.stringify(hello));
    connections.add(connection);
    socket.onClose(() => connections.delete(connection));
    socket.onMessage((text) => quietly(hear(connection, text)));
    quietly(arrive(connection));
  }

  async function arrive(connection: Connection): Promise<void> {
    await renew(connection);
    if (!connections.has(connection)) return;
    newcomers.add(connection);
    announceSoon();
    storage.live.publish({ kind: 'presence' });
  }

  async function hear(connection: Connection, text: string): Promise<void> {
    if (!connections.has(connection)) return;
    if (!isHeartbeat(text)) return drop(connection, NOT_UNDERSTOOD, 'only heartbeats are understood here');
    connection.heardAt = now();
    if (now() - connection.renewedAt >= RENEW_MS) await renew(connection);
  }

  /** Her lease, as long as her session lasts: the news of its end may have got lost, or it ran out. */
  async function renew(connection: Connection): Promise<void> {
    connection.renewedAt = now();
    const session = await sessions.byKey(connection.session.key);
    if (!session) return signOut(connection);
    if (!connections.has(connection)) return;
    await presence.renew(connection.id, session);
    // She signed out meanwhile, and this lease came too late to be ended with the others.
    if (connection.signedOut) await leave(session.key);
  }

  function announceSoon(): void {
    if (!connections.size || announcing) return;
    announcing = setTimeout(() => {
      announcing = undefined;
      quietly(announcePresence());
    }, GATHER_MS);
    announcing.unref();
  }

  /** To all when the number changed; to newcomers in any case. */
  async function announcePresence(): Promise<void> {
    const told = newcomers;
    newcomers = new Set();
    const agentsOnline = (await presence.online()).size;
    const text = JSON.stringify({ type: 'presence', agentsOnline } satisfies LiveMessage);
    const listeners = agentsOnline === announced ? told : connections;
    announced = agentsOnline;
    for (const connection of listeners) if (connections.has(connection)) connection.socket.send(text);
  }

  function tick(): void {
    const silentSince = now() - GRACE_MS;
    for (const connection of connections) if (connection.heardAt <= silentSince) drop(connection, SILENT, 'no heartbeat');
    announceSoon();
  }

  return {
    socket: {
      path: `${BASE}/live`,
      async open(request) {
        requireSameOrigin(request);
        const session = await sessions.use(tokenIn(request.cookies));
        if (!session) throw new EstafetError('unauthorized');
        return (socket) => join(socket, session);
      },
    },
    async start() {
      await feed.start();
      ticking = setInterval(tick, TICK_MS);
      ticking.unref();
    },
    close() {
      clearInterval(ticking);
      clearTimeout(announcing);
      unsubscribe();
      feed.close();
      for (const connection of connections) drop(connection, GOING_AWAY, 'the desk is restarting');
    },
  };
}

function isHeartbeat(text: string): boolean {
  try {
    return heartbeat.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
