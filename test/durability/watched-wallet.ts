/** The sandbox wallet, with a door of its own for each node, so that it is known who asked, what and when. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { createHttpServer } from '../../src/http/server.ts';
import type { HttpRequest, Route } from '../../src/ports/http.ts';
import { createSandbox } from '../../src/wallet/sandbox/index.ts';

export interface WalletCall {
  /** Place of the node that asked. */
  node: number;
  operation: 'start' | 'look';
  /** Idempotency key of a start; id of the reset that is looked at. */
  key: string;
  /** Epoch ms when it arrived. */
  at: number;
  /** Epoch ms; absent while the node still waits. */
  answeredAt?: number;
}

interface PhoneMessage {
  code?: string;
  link?: string;
}

export interface WatchedWallet {
  apiKey: string;
  /** Base URL for the node of that place. */
  urls: string[];
  /** In the order of their arrival. */
  calls: WalletCall[];
  /** A registered contact; each may start so many resets as the wallet allows. */
  nextContact(): string;
  /** What the wallet sent to all its customers. */
  messages(): Promise<PhoneMessage[]>;
  close(): Promise<void>;
}

/** Its first answer to each start takes so long. It has acted by then: who dies meanwhile never learns of it. */
const SLOW_MS = 4_000;

const API_KEY = 'wallet-key-of-the-tests';
const BASE_PATH = '/sandbox';
const STARTS = `${BASE_PATH}/api/v1/password-resets`;
/** All who are active and can be reached. */
const CUSTOMERS = ['sinta', 'wei', 'emma', 'agus', 'bayu', 'lina', 'made', 'james', 'fitri'];
/** The wallet's clock runs ahead by this with each contact given out: it lets one customer start 5 resets in 10 min. */
const AHEAD_MS = 20_000;

export async function openWatchedWallet(nodes: number): Promise<WatchedWallet> {
  const log = pino({ level: 'silent' });
  let given = 0;
  const now = () => Date.now() + given * AHEAD_MS;
  const sandbox = await createSandbox({ file: ':memory:', apiKey: API_KEY, basePath: BASE_PATH, log, now });
  const routes = (sandbox.routes ?? []).filter((route): route is Route => 'handle' in route);

  const servers = Array.from({ length: nodes }, (_, node) =>
    createHttpServer({ doors: [{ routes: routes.map((route) => watched(route, node)) }], log, production: false }),
  );
  const origins = await Promise.all(servers.map(async (server) => `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`));

  function watched(route: Route, node: number): Route {
    const operation = operationOf(route);
    if (!operation) return route;
    return {
      ...route,
      async handle(request) {
        const key = keyOf(operation, request);
        const isFirst = !wallet.calls.some((call) => call.key === key);
        const call: WalletCall = { node, operation, key, at: Date.now() };
        wallet.calls.push(call);
        const answer = await route.handle(request);
        if (operation === 'start' && isFirst) await sleep(SLOW_MS);
        call.answeredAt = Date.now();
        return answer;
      },
    };
  }

  const wallet: WatchedWallet = {
    apiKey: API_KEY,
    urls: origins.map((origin) => `${origin}${BASE_PATH}/api`),
    calls: [],
    nextContact: () => `${CUSTOMERS[given++ % CUSTOMERS.length]}@example.test`,
    async messages() {
      const pages = CUSTOMERS.map(async (customer) => {
        const response = await fetch(`${origins[0]}${BASE_PATH}/phone/messages?customer=${customer}`);
        return ((await response.json()) as { messages: PhoneMessage[] }).messages;
      });
      return (await Promise.all(pages)).flat();
    },
    async close() {
      await Promise.all(servers.map((server) => server.drain()));
      await sandbox.close();
    },
  };
  return wallet;
}

function operationOf({ method, path }: Route): WalletCall['operation'] | undefined {
  if (method === 'POST' && path === STARTS) return 'start';
  return method === 'GET' && path === `${STARTS}/:resetId` ? 'look' : undefined;
}

function keyOf(operation: WalletCall['operation'], { headers, params }: HttpRequest): string {
  return operation === 'start' ? String(headers['idempotency-key']) : (params.resetId ?? '');
}
