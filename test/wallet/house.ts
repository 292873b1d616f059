/** The sandbox wallet over real HTTP, and clients to it. */
import { pino } from 'pino';
import { createHttpServer } from '../../src/http/server.ts';
import type { Wallet } from '../../src/ports/wallet.ts';
import { createWalletClient, type WalletClientOptions } from '../../src/wallet/client.ts';
import { createSandbox } from '../../src/wallet/sandbox/index.ts';
import { type Clock, createClock } from '../../src/demo/clock.ts';
import { openPhone, type Phone } from '../../src/demo/phone.ts';

export const API_KEY = 'sandbox-key-of-the-tests';

export interface House {
  clock: Clock;
  /** E.g. `http://127.0.0.1:4711/sandbox`. */
  url: string;
  phone: Phone;
  /** What the clients logged. */
  logged: string[];
  client(options?: Partial<WalletClientOptions>): Wallet;
  token(customerId: string): Promise<string>;
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const clock = createClock();
  const logged: string[] = [];
  const silent = pino({ level: 'silent' });
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const sandbox = await createSandbox({ file: ':memory:', apiKey: API_KEY, basePath: '/sandbox', log: silent, now: clock.now });
  const server = createHttpServer({ doors: [sandbox], log: silent, production: false });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/sandbox`;
  return {
    clock,
    url,
    phone: openPhone(url),
    logged,
    client: (options = {}) => createWalletClient({ baseUrl: `${url}/api`, apiKey: API_KEY, log, backoffMs: 10, ...options }),
    async token(customerId) {
      const response = await fetch(`${url}/token`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ customerId }),
      });
      return ((await response.json()) as { token: string }).token;
    },
    async close() {
      await server.drain();
      await sandbox.close();
    },
  };
}

let calls = 0;
/** A key of its own for each call. */
export const once = () => ({ idempotencyKey: `test|${++calls}` });
