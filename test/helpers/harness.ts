/** The house without its front door: real engine, outbox, store, classifier and the sandbox wallet over real HTTP. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Activity } from '../../src/core/activity.ts';
import type { World } from '../../src/core/draft.ts';
import type { Conversation, Delivery } from '../../src/core/conversation.ts';
import { Texts } from '../../src/core/render.ts';
import type { AgentCommand, AgentRef } from '../../src/core/turn-types.ts';
import { discoverFlows, openStorage } from '../../src/discover.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createOutbox, type Outbox } from '../../src/engine/outbox.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { loadLocales } from '../../src/locales.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { Engine, Handled } from '../../src/ports/engine.ts';
import type { Storage } from '../../src/ports/storage.ts';
import type { Wallet } from '../../src/ports/wallet.ts';
import { createClassifier } from '../../src/understanding/index.ts';
import { createWalletClient } from '../../src/wallet/client.ts';
import { createSandbox } from '../../src/wallet/sandbox/index.ts';
import { type Clock, createClock } from './clock.ts';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const API_KEY = 'sandbox-key-of-the-tests';

export interface Harness {
  clock: Clock;
  engine: Engine;
  outbox: Outbox;
  storage: Storage;
  wallet: Wallet;
  world: World;
  /** Base URL of the sandbox wallet, e.g. `http://127.0.0.1:4711/sandbox`. */
  sandboxUrl: string;
  /** Push channels; a test may put its own in. */
  channels: Map<string, Channel>;
  chat(options?: { locale?: string; id?: string; delivery?: Delivery; customerId?: string }): Chat;
  /** Moves the clock and lets what fell due happen. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface Chat {
  id: string;
  start(): Promise<Handled>;
  /** Says a text and waits until everything it caused is done. */
  say(text: string): Promise<Handled>;
  agent(agent: AgentRef, command: AgentCommand): Promise<Handled>;
  conversation(): Promise<Conversation>;
  log(reader?: 'customer' | 'desk'): Promise<Activity[]>;
  /** Message keys of what the bot said since the last call. */
  heard(): Promise<string[]>;
}

export const SARI: AgentRef = { id: 'sari', name: 'Sari', capacity: 3 };
export const BUDI: AgentRef = { id: 'budi', name: 'Budi', capacity: 3 };

let worlds: Promise<{ world: World; classifier: ReturnType<typeof createClassifier> }> | undefined;

/** Flows, texts and the trained classifier do not change between tests. */
export function loadWorld() {
  worlds ??= (async () => {
    const [registry, locales] = await Promise.all([discoverFlows(join(ROOT, 'flows')), loadLocales(join(ROOT, 'locales'))]);
    return {
      world: { ...registry, texts: new Texts(locales.messages, 'id') },
      classifier: createClassifier({ utterances: locales.utterances, languages: locales.languages }),
    };
  })();
  return worlds;
}

export async function createHarness(options: { clock?: Clock; store?: string; world?: World } = {}): Promise<Harness> {
  const clock = options.clock ?? createClock();
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const { world: houseWorld, classifier } = await loadWorld();
  const world = options.world ?? houseWorld;
  const storage = await openStorage(join(ROOT, 'src/stores'), options.store ?? 'sqlite::memory:');
  const sandbox = await createSandbox({ file: ':memory:', apiKey: API_KEY, basePath: '/sandbox', log, now: clock.now });
  const server = createHttpServer({ doors: [sandbox], log, production: false });
  const port = await server.listen(0, '127.0.0.1');
  const sandboxUrl = `http://127.0.0.1:${port}/sandbox`;
  const wallet = createWalletClient({ baseUrl: `${sandboxUrl}/api`, apiKey: API_KEY, log });
  const engine = createEngine({
    store: storage.store,
    live: storage.live,
    world,
    classifier,
    log,
    now: clock.now,
    onWork: () => outbox.kick(),
  });
  const channels = new Map<string, Channel>();
  const outbox = createOutbox({ store: storage.store, engine, wallet, channels, log, now: clock.now });
  outbox.start();
  let deliveries = 0;

  function chat({
    locale = 'en',
    id = `c${++deliveries}`,
    delivery = 'pull' as Delivery,
    customerId,
  }: Parameters<Harness['chat']>[0] = {}): Chat {
    const origin = { channel: 'test', delivery, locale, customer: { id: `user-${id}`, ...(customerId && { walletId: customerId }) } };
    const from = { id: `user-${id}` };
    let read = 0;
    const settled = async (turn: Promise<Handled>) => {
      const handled = await turn;
      await outbox.idle();
      return handled;
    };
    return {
      id,
      start: () =>
        settled(
          engine.handle({
            kind: 'activity',
            id: `start|${id}`,
            conversationId: id,
            activity: { type: 'conversationUpdate', from },
            origin,
          }),
        ),
      say: (text) =>
        settled(
          engine.handle({
            kind: 'activity',
            id: `m|${id}|${++deliveries}`,
            conversationId: id,
            activity: { type: 'message', text, from },
            origin,
          }),
        ),
      agent: (agent, command) =>
        settled(engine.handle({ kind: 'agentCommand', id: `a|${id}|${++deliveries}`, conversationId: id, agent, command })),
      async conversation() {
        const { conversation } = await storage.store.load(id);
        if (!conversation) throw new Error(`no conversation ${id}`);
        return conversation;
      },
      log: async (reader = 'customer') => (await storage.store.activitiesAfter(id, 0, reader)).activities,
      async heard() {
        const page = await storage.store.activitiesAfter(id, read, 'customer');
        read = page.watermark;
        return page.activities.flatMap((activity) =>
          activity.from.role === 'bot' && activity.channelData?.messageKey ? [String(activity.channelData.messageKey)] : [],
        );
      },
    };
  }

  return {
    clock,
    engine,
    outbox,
    storage,
    wallet,
    world,
    sandboxUrl,
    channels,
    chat,
    async advance(ms) {
      clock.advance(ms);
      await outbox.idle();
    },
    async close() {
      await outbox.stop();
      await server.drain();
      await sandbox.close();
      await storage.close();
    },
  };
}
