/** Thousands of open widgets in which nobody writes: what each costs in memory, and how long word to all of them takes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from './client.ts';
import { attachedInspector } from './inspector.ts';
import { cpuMs, residentBytes } from './process.ts';
import { type Chat, openChat, startDesk } from './targets/estafet.ts';

const SOCKETS = 9_000;
const OPEN_AT_ONCE = 64;
/** What a handful of chats needs anyway: code, buffers, prepared statements. */
const WARM_UP = 500;
const SETTLE_MS = 12_000;

export interface SocketFigures {
  sockets: number;
  /** Bytes of resident memory each. */
  bytesEach: number;
  /** Bytes each on the JavaScript heap. */
  heapBytesEach: number;
  /** CPU milliseconds in one idle second, with all of them open. */
  idleCpuMsPerSecond: number;
  /** Milliseconds until the last has heard that the desk restarts, and CPU milliseconds of the desk for it. */
  broadcastMs: number;
}

export async function measureSockets(say: (line: string) => void): Promise<SocketFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'estafet-bench-'));
  const inspected = attachedInspector();
  const desk = await startDesk({ dataDir, ...inspected.options });
  const client = createClient(desk.port);
  const chats: Chat[] = [];
  try {
    const open = async (count: number) => {
      for (let opened = 0; opened < count; opened += OPEN_AT_ONCE) {
        const some = Math.min(OPEN_AT_ONCE, count - opened);
        chats.push(...(await Promise.all(Array.from({ length: some }, () => openChat(client)))));
      }
    };
    await open(WARM_UP);
    const before = await settled(desk.pid, inspected);
    say(`opening ${SOCKETS.toLocaleString('en')} sockets`);
    await open(SOCKETS);
    const after = await settled(desk.pid, inspected);
    const idle = cpuMs(desk.pid);
    await sleep(5_000);
    const idleCpuMsPerSecond = (cpuMs(desk.pid) - idle) / 5;
    const all = Promise.all(chats.map((chat) => chat.closed));
    const began = performance.now();
    desk.child.kill('SIGTERM');
    await all;
    const broadcastMs = performance.now() - began;
    return {
      sockets: SOCKETS,
      bytesEach: (after.resident - before.resident) / SOCKETS,
      heapBytesEach: (after.heap - before.heap) / SOCKETS,
      idleCpuMsPerSecond,
      broadcastMs,
    };
  } finally {
    for (const chat of chats) chat.close();
    client.close();
    await inspected.close();
    await desk.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Its memory once limits have run out and garbage is gone. */
async function settled(pid: number, { collect }: Pick<ReturnType<typeof attachedInspector>, 'collect'>) {
  await sleep(SETTLE_MS);
  const heap = await collect();
  return { resident: residentBytes(pid), heap };
}
