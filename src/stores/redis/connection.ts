/** The way to one Redis or cluster: commands that end in bounded time, whatever becomes of it, and news across nodes. */
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { EstafetError } from '../../errors.ts';
import type { Address } from './address.ts';
import { asFailure, unavailable } from './failure.ts';
import { type Client, withScripts } from './scripts.ts';

const CONNECT_MS = 3_000;
/** A caller is told by then, and sends again. */
const COMMAND_MS = 3_000;
/** Between two tries to reach it again: short, since until then everything is refused. */
const MAX_PAUSE_MS = 250;
/** So often the listening connection is made sure of: one that hears nothing can't tell silence from being cut off. */
const RELISTEN_MS = 5_000;

const COMMON = {
  protocol: 2,
  connectTimeout: CONNECT_MS,
  // A line that swallows all is cut; the client then connects anew.
  socketTimeout: COMMAND_MS,
  // A command in the air when the connection breaks fails at once: whether it was done nobody knows, so who sent it
  // sends it again with the same id.
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  // What waited for Redis to come back could be done long after its caller was told that it failed.
  enableOfflineQueue: false,
  retryStrategy: pause,
  // The client would leave a failure of it unhandled, which ends the process; `listen` does it.
  autoResubscribe: false,
  // After a failover the name leads to the new master.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies RedisOptions;

function pause(times: number): number {
  return Math.min(MAX_PAUSE_MS, 50 * 2 ** Math.min(times, 10));
}

export class Connection {
  readonly tag: string;
  /** Where in Redis news is told; databases share their channels, so the number is part of the name. */
  readonly channels: { changes: string; live: string };
  readonly #client: Client;
  readonly #masters: () => Redis[];
  readonly #listener: Redis | Cluster;
  readonly #underway = new Set<Promise<unknown>>();
  readonly #heard = new Map<string, (text: string) => void>();
  readonly #relistening: NodeJS.Timeout;
  #closing: Promise<void> | undefined;

  private constructor(address: Address, client: Redis | Cluster, listener: Redis | Cluster) {
    this.tag = address.tag;
    this.channels = { changes: `${address.tag}:${address.db}:changes`, live: `${address.tag}:${address.db}:live` };
    this.#client = withScripts(client);
    this.#masters = () => (client instanceof Cluster ? client.nodes('master') : [client]);
    this.#listener = listener;
    listener.on('message', (channel: string, text: string) => this.#heard.get(channel)?.(text));
    listener.on('ready', () => this.#relisten());
    this.#relistening = setInterval(() => this.#relisten(), RELISTEN_MS).unref();
  }

  /** @throws {Error} when there is no Redis that answers at the address */
  static async open(address: Address): Promise<Connection> {
    const client: Redis | Cluster = address.cluster ? clusterClient(address) : singleClient(address, { enableAutoPipelining: true });
    // In a cluster the client itself keeps one more connection for what it listens to.
    const listener = client instanceof Cluster ? client : singleClient(address, {});
    const clients = [...new Set([client, listener])];
    let reason: unknown;
    for (const one of clients) one.on('error', (error: Error) => (reason = error));
    if (client instanceof Cluster) client.on('node error', (error: Error) => (reason = error));
    try {
      // One after the other: of two TLS handshakes that are cut off, one throws where nobody catches.
      for (const one of clients) await within(CONNECT_MS, one.connect());
    } catch (error) {
      for (const one of clients) one.disconnect();
      const places = address.nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
      throw new Error(`no Redis serves us at ${places}: ${said(reason ?? error)}`, { cause: error });
    }
    return new Connection(address, client, listener);
  }

  /** For libraries that bring commands of their own. Ours go through `run`, which bounds them. */
  get client(): Redis | Cluster {
    return this.#client;
  }

  /** Name of one of the desk's keys. */
  key(kind: string, name?: string): string {
    return name === undefined ? `${this.tag}:${kind}` : `${this.tag}:${kind}:${name}`;
  }

  /**
   * Commands given in one round of the event loop travel together, in their order.
   * @throws {EstafetError} `store-unavailable` when Redis does not answer or can't write now; `shutting-down` once closed
   */
  async run<T>(command: (client: Client) => Promise<T>, limitMs = COMMAND_MS): Promise<T> {
    if (this.#closing) throw new EstafetError('shutting-down');
    const answer = within(limitMs, this.#attempt(command));
    this.#underway.add(answer);
    try {
      return await answer;
    } catch (error) {
      throw asFailure(error);
    } finally {
      this.#underway.delete(answer);
    }
  }

  /** Text of INFO of every master. */
  info(): Promise<string[]> {
    return this.run(() => Promise.all(this.#masters().map((node) => node.info())));
  }

  /** Each value once, over all masters; undefined where Redis does not let us ask. */
  async setting(name: string): Promise<string[] | undefined> {
    const ask = async (node: Redis) => ((await node.config('GET', name)) as string[])[1];
    const values = await this.run(() => Promise.all(this.#masters().map(ask))).catch(() => undefined);
    return values && [...new Set(values.filter((value) => value !== undefined))];
  }

  /** Names of all keys of a kind, over all masters: for the rare work that goes through the whole desk. */
  async keysOf(kind: string): Promise<string[]> {
    const found = new Set<string>();
    for (const node of this.#masters()) {
      // The braces of the tag mean nothing to a pattern; the rest of a name is letters.
      for await (const page of node.scanStream({ match: `${this.tag}:${kind}:*`, count: 1_000 }))
        for (const key of page as string[]) found.add(key);
    }
    return [...found];
  }

  /** @param onMessage called with what is told from now on; what is told while the connection is down is lost */
  async listen(channel: string, onMessage: (text: string) => void): Promise<void> {
    this.#heard.set(channel, onMessage);
    await within(CONNECT_MS, this.#listener.subscribe(channel));
  }

  /** Harmless where it listens already. */
  #relisten(): void {
    if (this.#heard.size) this.#listener.subscribe(...this.#heard.keys()).catch(() => undefined);
  }

  /** Passing news: when it can't be told it is lost. */
  tell(channel: string, text: string): void {
    this.run((client) => client.publish(channel, text)).catch(() => undefined);
  }

  /** Waits for what is under way. */
  close(): Promise<void> {
    clearInterval(this.#relistening);
    this.#closing ??= (async () => {
      await Promise.allSettled(this.#underway);
      this.#client.disconnect();
      // In a cluster it is the same, and disconnecting twice does no harm.
      this.#listener.disconnect();
    })();
    return this.#closing;
  }

  async #attempt<T>(command: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await command(this.#client);
    } catch (error) {
      // Somebody has emptied Redis's script cache; the client sends the whole script again.
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return command(this.#client);
      throw error;
    }
  }
}

function singleClient({ nodes: [node], tls, username, password, db }: Address, options: RedisOptions): Redis {
  return new Redis({ ...COMMON, ...node, ...(tls && { tls: {} }), username, password, db, lazyConnect: true, ...options });
}

function clusterClient({ nodes, tls, username, password }: Address): Cluster {
  const { retryStrategy, enableOfflineQueue, ...redisOptions } = COMMON;
  return new Cluster(nodes, {
    lazyConnect: true,
    enableAutoPipelining: true,
    enableOfflineQueue,
    clusterRetryStrategy: retryStrategy,
    // A node that left is looked for again so often, also where nobody took over from it.
    slotsRefreshInterval: 1_000,
    redisOptions: { ...redisOptions, ...(tls && { tls: {} }), username, password },
    // The certificate of a TLS node is for its name, not for the address that the name leads to.
    ...(tls && { dnsLookup: (host, done) => done(null, host) }),
  });
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable(new Error(`no answer within ${ms} ms`))), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function said(error: unknown): string {
  if (error instanceof EstafetError && error.cause) return said(error.cause);
  if (error instanceof Error && 'lastNodeError' in error && error.lastNodeError) return said(error.lastNodeError);
  if (error instanceof AggregateError && error.errors.length) return said(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
