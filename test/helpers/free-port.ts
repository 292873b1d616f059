import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to outgoing connections: what is killed finds its port free when it comes back. */
const FIRST = 12_000;
const LAST = 32_000;
const TRIES = 100;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST, LAST);
    const probe = createServer();
    try {
      const listening = once(probe, 'listening');
      probe.listen(port, '127.0.0.1');
      await listening;
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    } finally {
      probe.close();
    }
  }
  throw new Error('no free port');
}
