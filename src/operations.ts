/** What operators look at: liveness, readiness, metrics. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Doors } from './ports/http.ts';
import type { Store } from './ports/store.ts';
import type { Wallet } from './ports/wallet.ts';

export interface Metrics {
  registry: Registry;
  turn(kind: string, outcome: string, seconds: number): void;
}

export function createMetrics(store: Store): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const turns = new Counter({
    name: 'estafet_turns_total',
    help: 'Turns by input and outcome.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'estafet_turn_seconds',
    help: 'Time from input to durable commit.',
    labelNames: ['kind'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    registers: [registry],
  });
  new Gauge({
    name: 'estafet_conversations',
    help: 'Open conversations that wait or are with an agent.',
    labelNames: ['owner'],
    registers: [registry],
    async collect() {
      try {
        for (const owner of ['queue', 'agent'] as const) this.set({ owner }, await store.countByOwner({ owner, status: 'open' }));
      } catch {
        // When the store is away the other figures are wanted most; these are not known.
        this.reset();
      }
    },
  });
  return {
    registry,
    turn(kind, outcome, duration) {
      turns.inc({ kind, outcome });
      seconds.observe({ kind }, duration);
    },
  };
}

type State = 'ok' | 'failing';

async function check(probe: () => Promise<void>): Promise<State> {
  try {
    await probe();
    return 'ok';
  } catch {
    return 'failing';
  }
}

/** What was found out last; each call has it looked at anew, and waits for nothing. */
function lastKnown(probe: () => Promise<void>): () => State | 'unknown' {
  let state: State | 'unknown' = 'unknown';
  let looking = false;
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    state = await check(probe);
    looking = false;
  }
  return () => {
    setImmediate(() => void look());
    return state;
  };
}

export function createOperations({ store, wallet, metrics }: { store: Store; wallet: Pick<Wallet, 'health'>; metrics: Metrics }): Doors {
  // A wallet that hangs must not take the desk out of its balancer: without it she still reaches a person.
  const walletState = lastKnown(() => wallet.health());
  return {
    routes: [
      { method: 'GET', path: '/healthz', handle: async () => ({ status: 200, body: { status: 'ok' } }) },
      {
        method: 'GET',
        path: '/readyz',
        async handle() {
          const [storeState, warnings] = await Promise.all([
            check(() => store.health()),
            // What can't be asked now is told by the store's state.
            store.warnings?.().catch(() => []) ?? [],
          ]);
          const body = { store: storeState, wallet: walletState(), ...(warnings.length && { warnings }) };
          return { status: storeState === 'ok' ? 200 : 503, body };
        },
      },
      {
        method: 'GET',
        path: '/metrics',
        handle: async () => ({
          status: 200,
          headers: { 'Content-Type': metrics.registry.contentType },
          body: await metrics.registry.metrics(),
        }),
      },
    ],
  };
}
