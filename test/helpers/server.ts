/** The real process, as an operator starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { START_ARGS } from '../../scripts/start-args.ts';
import { freePort } from './free-port.ts';
import { ROOT } from './harness.ts';
import { testStore } from './test-store.ts';

export interface ServerProcess {
  url: string;
  sandboxUrl: string;
  dataDir: string;
  /** All it printed. */
  output(): string;
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT: it takes connections and does nothing. */
  freeze(isFrozen: boolean): void;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Stops it and removes its files. */
  dispose(): Promise<void>;
}

export async function createServerProcess(env: Record<string, string> = {}): Promise<ServerProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'estafet-test-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const store = testStore(join(dataDir, 'estafet.db'));
  let child: ChildProcess | undefined;
  let output = '';

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  return {
    url,
    sandboxUrl: `${url}/sandbox`,
    dataDir,
    output: () => output,
    async start() {
      const started = spawn(process.execPath, START_ARGS, {
        cwd: ROOT,
        env: {
          PATH: process.env.PATH,
          PORT: String(port),
          HOST: '127.0.0.1',
          ESTAFET_STORE: store,
          ESTAFET_DATA: dataDir,
          // Tests begin with an empty desk, save those of the week itself.
          ESTAFET_DEMO_WEEK: 'off',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      started.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      started.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      await waitUntilUp(url, () => started.exitCode === null || Promise.reject(new Error(`the server ended: ${output}`)));
    },
    async kill() {
      await end('SIGKILL');
    },
    freeze: (isFrozen) => child?.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT'),
    stop: () => end('SIGTERM'),
    async dispose() {
      await end('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function waitUntilUp(url: string, alive: () => true | false | Promise<never>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    await alive();
    const response = await fetch(`${url}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nothing answers at ${url}`);
}
