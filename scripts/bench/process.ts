/** Processes under measurement: started on a CPU of their own, watched through /proc. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const ROOT = join(import.meta.dirname, '../..');
/** What is measured has the first CPU; the load and whatever helps it the second. */
export const SERVER_CPU = 0;
export const LOAD_CPU = 1;
/** Of util-linux. */
const PIN = 'taskset';
const START_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 4;

export interface Started {
  pid: number;
  child: ChildProcess;
  /** Milliseconds from the spawn to the first good answer. */
  readyMs: number;
  /** CPU milliseconds it had used by then. */
  readyCpuMs: number;
  /** SIGTERM, and SIGKILL for what does not end by itself. */
  stop(): Promise<void>;
}

export interface StartOptions {
  args: string[];
  env?: Record<string, string>;
  cpu?: number;
  /** Answers with a status below 300 once it is up. */
  readyUrl: string;
  onStderr?: (text: string) => void;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

/** Of the machine: once the load has moved, this process may use one CPU and would be told so. */
const CPUS = availableParallelism();

/** Two CPUs and util-linux are needed to keep load and server apart. */
export function canPin(): boolean {
  return CPUS > 1 && process.platform === 'linux';
}

/** A command, to run on that CPU only. */
export function pinned(command: string[], cpu: number): string[] {
  return canPin() ? [PIN, '-c', String(cpu), ...command] : command;
}

/** Moves this process, with all its threads, onto the load's CPU. */
export function pinLoad(): void {
  if (canPin()) execFileSync(PIN, ['-acp', String(LOAD_CPU), String(process.pid)]);
}

/** @throws {Error} with what it printed, when it ends or stays silent */
export async function start({ args, env = {}, cpu = SERVER_CPU, readyUrl, onStderr }: StartOptions): Promise<Started> {
  const [program, ...rest] = pinned(args, cpu);
  const began = performance.now();
  const child = spawn(program ?? '', rest, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-10_000);
    onStderr?.(chunk.toString());
  });
  const pid = child.pid ?? 0;
  const { port } = new URL(readyUrl);
  for (;;) {
    if (child.exitCode !== null || performance.now() - began > START_WITHIN_MS) {
      child.kill('SIGKILL');
      throw new Error(`${args.join(' ')} did not come up:\n${said}`);
    }
    // A look that finds nobody must cost next to nothing: what is started shares its caches with it.
    if ((await accepts(Number(port))) && (await answers(readyUrl))) break;
    await sleep(LOOK_EVERY_MS);
  }
  return { pid, child, readyMs: performance.now() - began, readyCpuMs: cpuMs(pid), stop: () => stop(child) };
}

/** Whether somebody listens there. */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.ok === true;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

/** CPU milliseconds, user and system, of all its threads that live; the scheduler counts in nanoseconds. */
export function cpuMs(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]), 0) / 1e6;
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}
