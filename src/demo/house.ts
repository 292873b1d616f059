/**
 * The house without its front door: real engine, outbox, store, classifier and the sandbox wallet over real HTTP, all by
 * one clock that can be moved. Golden dialogues are replayed in it, for the demo's week and in tests.
 */
import type { Logger } from 'pino';
import type { Activity } from '../core/activity.ts';
import type { World } from '../core/draft.ts';
import type { Conversation, Delivery } from '../core/conversation.ts';
import type { AgentCommand, AgentRef } from '../core/turn-types.ts';
import { createEngine } from '../engine/engine.ts';
import { createOutbox, type Outbox } from '../engine/outbox.ts';
import { createHttpServer } from '../http/server.ts';
import type { Channel } from '../ports/channel.ts';
import type { Classifier } from '../ports/classifier.ts';
import type { Engine, Handled } from '../ports/engine.ts';
import type { Storage } from '../ports/storage.ts';
import type { Wallet } from '../ports/wallet.ts';
import { createWalletClient, TRY_MS } from '../wallet/client.ts';
import { createSandbox } from '../wallet/sandbox/index.ts';
import { SLOW_MS } from '../wallet/sandbox/moods.ts';
import type { Clock } from './clock.ts';

const API_KEY = 'key-of-a-house-of-its-own';

export interface House {
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
  chat(options?: ChatOptions): Chat;
  /** Moves the clock and lets what fell due happen. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface ChatOptions {
  locale?: string;
  id?: string;
  /** Default `test`. */
  channel?: string;
  delivery?: Delivery;
  /** The wallet's id of a verified customer. */
  customerId?: string;
  name?: string;
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

export interface HouseOptions {
  clock: Clock;
  storage: Storage;
  world: World;
  classifier: Classifier;
  log: Logger;
  /** Of the real time that a slow wallet takes and is given: 0.2 is a fifth. Default 1. */
  pace?: number;
}

/** Closes the storage with the house. */
export async function createHouse({ clock, storage, world, classifier, log, pace = 1 }: HouseOptions): Promise<House> {
  const sandbox = await createSandbox({
    file: ':memory:',
    apiKey: API_KEY,
    basePath: '/sandbox',
    log,
    now: clock.now,
    slowMs: SLOW_MS * pace,
  });
  const server = createHttpServer({ doors: [sandbox], log, production: false });
  const port = await server.listen(0, '127.0.0.1');
  const sandboxUrl = `http://127.0.0.1:${port}/sandbox`;
  const wallet = createWalletClient({ baseUrl: `${sandboxUrl}/api`, apiKey: API_KEY, log, timeoutMs: TRY_MS * pace });
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

  function chat({ locale = 'en', id = `c${++deliveries}`, channel = 'test', delivery = 'pull', customerId, name }: ChatOptions = {}): Chat {
    const customer = { id: `user-${id}`, ...(name && { name }), ...(customerId && { walletId: customerId }) };
    const origin = { channel, delivery, locale, customer };
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
        return page.activities.flatMap((activity) => {
          const key = activity.channelData?.messageKey;
          return activity.from.role === 'bot' && typeof key === 'string' ? [key] : [];
        });
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
