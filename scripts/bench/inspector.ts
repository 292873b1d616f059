/** V8's inspector in a server under measurement. */
import { WebSocket } from 'ws';

export interface AttachedInspector {
  /** For the process that is to be watched. */
  options: { nodeArgs: string[]; onStderr: (text: string) => void };
  ask(method: string, params?: object): Promise<unknown>;
  /** Collects garbage. @returns bytes then used on the heap */
  collect(): Promise<number>;
  close(): Promise<void>;
}

export function attachedInspector(): AttachedInspector {
  let opening: Promise<WebSocket> | undefined;
  let asked = 0;
  const waiting = new Map<number, (result: unknown) => void>();

  async function ask(method: string, params: object = {}): Promise<unknown> {
    const socket = await opening;
    if (!socket) throw new Error('the inspector did not say where it listens');
    return new Promise((resolve) => {
      waiting.set((asked += 1), resolve);
      socket.send(JSON.stringify({ id: asked, method, params }));
    });
  }

  return {
    options: {
      nodeArgs: ['--inspect=127.0.0.1:0'],
      onStderr(text) {
        const url = /ws:\/\/\S+/.exec(text)?.[0];
        if (url) {
          opening ??= open(url, (id, result) => {
            waiting.get(id)?.(result);
            waiting.delete(id);
          });
        }
      },
    },
    ask,
    async collect() {
      // Twice: what the first frees may hold more.
      await ask('HeapProfiler.collectGarbage');
      await ask('HeapProfiler.collectGarbage');
      return ((await ask('Runtime.getHeapUsage')) as { usedSize: number }).usedSize;
    },
    async close() {
      (await opening)?.terminate();
    },
  };
}

async function open(url: string, answered: (id: number, result: unknown) => void): Promise<WebSocket> {
  const socket = new WebSocket(url);
  socket.on('message', (data: Buffer) => {
    const { id, result } = JSON.parse(data.toString('utf8')) as { id?: number; result?: unknown };
    if (id !== undefined) answered(id, result);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => socket.terminate());
  return socket;
}
