/** A Redis of the bench's own, which writes each command to its log before it answers. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { accepts, freePort, LOAD_CPU, pinned, ROOT } from './process.ts';

export interface Redis {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Whether the desk has a store for it. */
export function hasRedisStore(): boolean {
  return existsSync(join(ROOT, 'src/stores/redis/index.ts'));
}

/** On the load's CPU: its own time is counted, and the server's stays the server's. */
export async function startRedis(): Promise<Redis> {
  const dir = await mkdtemp(join(tmpdir(), 'estafet-bench-redis-'));
  const port = await freePort();
  const args = ['--port', port, '--bind', '127.0.0.1', '--dir', dir, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const command = ['redis-server', ...args.map(String)];
  const [program = '', ...rest] = pinned(command, LOAD_CPU);
  const child = spawn(program, rest, { stdio: 'ignore' });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('redis-server did not start; is it installed?')));
  failed.catch(() => {});
  await Promise.race([accepting(port), failed]);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function accepting(port: number): Promise<void> {
  while (!(await accepts(port))) await sleep(20);
}
