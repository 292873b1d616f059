/** Real Redis servers, started by the tests themselves: each on a port of its own, with a folder of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

export interface RedisServer {
  port: number;
  /** `//127.0.0.1:<port>`: what follows `redis:`. */
  location: string;
  /** Resolves once it answers; after `kill` with what its append-only file holds. */
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT: it takes connections and answers nothing. */
  freeze(isFrozen: boolean): void;
  cli(...args: string[]): Promise<string>;
  /** Ends it and removes its files. */
  dispose(): Promise<void>;
}

/** What acknowledged is on the disk: the setting under which nothing is lost. */
const DURABLE = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];

/** @param settings beside and over the durable ones, e.g. `['--requirepass', 'secret']` */
export async function startRedis(settings: string[] = []): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'estafet-redis-'));
  const port = await freePort();
  const password = settings[settings.indexOf('--requirepass') + 1];
  const auth = settings.includes('--requirepass') && password ? ['--no-auth-warning', '-a', password] : [];
  let child: ChildProcess | undefined;

  async function cli(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('redis-cli', ['-p', String(port), ...auth, ...args]);
    return stdout.trim();
  }

  async function start(): Promise<void> {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--loglevel', 'warning'];
    child = spawn('redis-server', [...own, ...DURABLE, ...settings], { stdio: 'ignore' });
    const started = child;
    const failed = once(started, 'error').then(([error]) => Promise.reject(error as Error));
    await Promise.race([failed, answers(port, () => started.exitCode === null)]);
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  const server: RedisServer = {
    port,
    location: `//127.0.0.1:${port}`,
    start,
    kill,
    freeze: (isFrozen) => child?.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT'),
    cli,
    async dispose() {
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await start();
  return server;
}

export interface RedisCluster {
  masters: RedisServer[];
  /** What follows `redis:`, naming every master. */
  location: string;
  dispose(): Promise<void>;
}

export async function startRedisCluster(): Promise<RedisCluster> {
  const masters = await Promise.all(
    Array.from({ length: 3 }, async () => startRedis(['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())])),
  );
  const addresses = masters.map(({ port }) => `127.0.0.1:${port}`);
  await promisify(execFile)('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  for (const { cli } of masters) while (!(await cli('CLUSTER', 'INFO')).includes('cluster_state:ok')) await pause();
  return {
    masters,
    location: `//${addresses.join(',')}`,
    async dispose() {
      await Promise.all(masters.map((master) => master.dispose()));
    },
  };
}

/** It says something else while it reads its files. */
async function answers(port: number, alive: () => boolean): Promise<void> {
  while (!/^(\+PONG|-NOAUTH)/.test(await ping(port))) {
    if (!alive()) throw new Error('redis-server ended at once');
    await pause();
  }
}

/** Over a plain socket: another process, at each of a hundred starts, takes ten times as long. @returns '' while nobody listens */
async function ping(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write('PING\r\n');
  try {
    return await Promise.race([once(socket, 'data').then(([reply]) => reply as string), once(socket, 'close').then(() => '')]);
  } catch {
    return '';
  } finally {
    socket.destroy();
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
