/** A desk on one or two nodes with one channel open, and the provider's simulator before it. */
import { onTestFinished } from 'vitest';
import { discoverChannels, openStorage } from '../../../src/discover.ts';
import type { AgentCommand, AgentRef } from '../../../src/core/turn-types.ts';
import type { Activity } from '../../../src/core/activity.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { createOutbox } from '../../../src/engine/outbox.ts';
import { createHttpServer } from '../../../src/http/server.ts';
import type { Channel, ChannelContext } from '../../../src/ports/channel.ts';
import { channelContext } from '../../helpers/channel-context.ts';
import { createHarness, type Harness, loadWorld } from '../../helpers/harness.ts';
import { testStore } from '../../helpers/test-store.ts';
import type { ProviderSimulator, ShownMessage, SimulatedCustomer, StartSimulator } from '../simulator.ts';

export const SARI: AgentRef = { id: 'sari', name: 'Sari', capacity: 100 };

/** Milliseconds. */
const PATIENCE = 15_000;

export interface ChannelHouse {
  harness: Harness;
  simulator: ProviderSimulator;
  /** Of each node. */
  origins: string[];
  contexts: ChannelContext[];
  channels: Channel[];
  /** Waits until nothing is under way. */
  settle(): Promise<void>;
  /** Moves all clocks. */
  advance(ms: number): Promise<void>;
  /** Waits until she sees it. @throws with what she sees instead */
  sees(customer: SimulatedCustomer, text: string | RegExp): Promise<ShownMessage>;
  agent(conversationId: string, command: AgentCommand): Promise<void>;
  /** Of the one conversation that there is. */
  conversationId(): Promise<string>;
  conversationIds(): Promise<string[]>;
  log(conversationId: string, reader?: 'customer' | 'desk'): Promise<Activity[]>;
}

export async function openChannelHouse(name: string, start: StartSimulator, nodes = 1): Promise<ChannelHouse> {
  const url = testStore();
  const harness = await createHarness({ store: url });
  onTestFinished(() => harness.close());
  await harness.outbox.stop();
  const simulator = await start({ now: harness.clock.now });
  onTestFinished(() => simulator.close());
  const opened = await Promise.all(Array.from({ length: nodes }, () => openNode(harness, url, name, simulator)));
  simulator.deliverTo(...opened.map(({ origin }) => origin));
  const { store } = harness.storage;
  let commands = 0;

  async function settle(): Promise<void> {
    for (const { outbox, context } of opened) {
      await outbox.idle();
      await context.files.idle();
    }
  }

  async function conversationIds(): Promise<string[]> {
    return (await store.listByOwner({ owner: 'any' }, { limit: 200 })).map(({ id }) => id);
  }

  async function until<T>(find: () => T | undefined, otherwise: () => string): Promise<T> {
    const before = Date.now() + PATIENCE;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (Date.now() > before) throw new Error(otherwise());
      await settle();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  return {
    harness,
    simulator,
    origins: opened.map(({ origin }) => origin),
    contexts: opened.map(({ context }) => context),
    channels: opened.map(({ channel }) => channel),
    settle,
    async advance(ms) {
      harness.clock.advance(ms);
      await settle();
    },
    sees: ({ screen }, text) =>
      until(
        () => screen.findLast((shown) => (typeof text === 'string' ? shown.text.includes(text) : text.test(shown.text))),
        () => `she does not see ${text}, but\n${screen.map((shown) => `  ${shown.text} [${shown.options.join(' | ')}]`).join('\n')}`,
      ),
    async agent(conversationId, command) {
      const id = `a|${commands++}`;
      await opened[commands % opened.length]?.engine.handle({ kind: 'agentCommand', id, conversationId, agent: SARI, command });
      await settle();
    },
    conversationIds,
    async conversationId() {
      const [id, ...others] = await conversationIds();
      if (id === undefined || others.length) throw new Error(`there are ${others.length + (id ? 1 : 0)} conversations, not one`);
      return id;
    },
    log: async (conversationId, reader = 'customer') => (await store.activitiesAfter(conversationId, 0, reader, 2_000)).activities,
  };
}

async function openNode(harness: Harness, url: string, name: string, simulator: ProviderSimulator) {
  const { wallet, world, clock } = harness;
  // An engine of one process is shared by the nodes as the object it is; of another each node has its own.
  const storage = url.startsWith('sqlite:') ? harness.storage : await openStorage(url);
  const { classifier } = await loadWorld();
  const { store, live } = storage;
  const { log } = channelContext(harness);
  const channels = new Map<string, Channel>();
  const engine = createEngine({ store, live, world, classifier, log, now: clock.now, onWork: () => outbox.kick() });
  const outbox = createOutbox({ store, engine, wallet, channels, log, now: clock.now });
  const context = channelContext(
    { ...harness, storage, engine },
    { env: simulator.env, queueStatus: async () => ({ position: 3, agentsOnline: 2, estimateSeconds: 240 }) },
  );
  const channel = simulator.open ? simulator.open(context) : await (await discoverChannels()).get(name)?.createChannel(context);
  if (!channel) throw new Error(`${name} is off with the simulator's settings`);
  channels.set(name, channel);
  const server = createHttpServer({ doors: [channel, context.files], log, production: false });
  const origin = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  outbox.start();
  onTestFinished(async () => {
    await server.drain();
    await outbox.stop();
    await context.files.close();
    await channel.close?.();
    if (storage !== harness.storage) await storage.close();
  });
  return { engine, outbox, context, channel, origin };
}
