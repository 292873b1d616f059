/** Builds the house from its parts; `main.ts` opens its doors. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { ZodError } from 'zod';
import { type Config, ConfigError } from './config.ts';
import type { World } from './core/draft.ts';
import { strandedBecause } from './core/flow-versions.ts';
import { Texts } from './core/render.ts';
import { createDeliveries } from './deliveries/index.ts';
import { DEMO_PASSWORD } from './desk/demo-accounts.ts';
import { createDesk } from './desk/index.ts';
import { discoverChannels, discoverFlows, openStorage } from './discover.ts';
import { createEngine } from './engine/engine.ts';
import { createOutbox } from './engine/outbox.ts';
import { createFiles } from './files/index.ts';
import { createHttpServer } from './http/server.ts';
import { loadLocales, type LocaleData } from './locales.ts';
import { createMetrics, createOperations } from './operations.ts';
import { createPages } from './pages/pages.ts';
import type { Channel, ChannelContext, ChannelModule } from './ports/channel.ts';
import type { Store } from './ports/store.ts';
import { loadDemoSecrets } from './secrets.ts';
import { createClassifier } from './understanding/index.ts';
import { createWalletClient } from './wallet/client.ts';

/** Milliseconds between two clearings of expired records. */
const SWEEP_MS = 60 * 60 * 1000;
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** @throws {StrandedError} when conversations stand where no flow can take them on */
async function refuseStranded(store: Store, world: World): Promise<void> {
  const reasons = (await store.standings()).flatMap((standing) => strandedBecause(standing, world) ?? []);
  if (reasons.length) throw new StrandedError(reasons);
}

/** The desk does not open: turns of these conversations would fail. */
export class StrandedError extends Error {
  constructor(reasons: string[]) {
    super(['Conversations can not go on where they are:', ...reasons.map((reason) => `  ${reason}.`)].join('\n'));
  }
}

/** @throws {ConfigError} naming each setting of the channel that is missing or bad */
async function openChannel(name: string, module: ChannelModule, context: ChannelContext): Promise<Channel | undefined> {
  try {
    return await module.createChannel(context);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const problems = error.issues.map(({ path, message }) => `  - ${path.join('.')}: ${message}`).join('\n');
    throw new ConfigError(`The settings of the channel ${name} can not be used:\n${problems}\nSee docs/channels/${name}.md.`);
  }
}

/** Intents that have a title in some language: greetings and the like have none. */
function topicsIn({ utterances, messages }: LocaleData): string[] {
  const intents = new Set(Object.values(utterances).flatMap((own) => Object.keys(own)));
  return [...intents].filter((intent) => Object.values(messages).some((own) => own[`${intent}.title`] !== undefined)).sort();
}

export interface App {
  /** Resolves with the port once every door is open. */
  listen(): Promise<number>;
  /** Finishes what is under way, then closes; safe to call twice. */
  close(): Promise<void>;
}

/** @param env what channels read their settings from */
export async function createApp(config: Config, env: Readonly<Record<string, string | undefined>>, log: Logger): Promise<App> {
  const now = Date.now;
  const demo = !config.production;
  const secrets = demo ? await loadDemoSecrets(config.ESTAFET_DATA) : undefined;
  const locales = loadLocales(join(ROOT, 'locales'));
  const [storage, registry, channelModules] = await Promise.all([openStorage(config.ESTAFET_STORE), discoverFlows(), discoverChannels()]);
  const texts = new Texts(locales.messages, config.ESTAFET_LOCALE);
  const world: World = { ...registry, texts };
  const walletKey = config.ESTAFET_WALLET_KEY ?? secrets?.wallet ?? '';
  const wallet = createWalletClient({
    baseUrl: config.ESTAFET_WALLET_URL ?? `http://127.0.0.1:${config.PORT}/sandbox/api`,
    apiKey: walletKey,
    log: log.child({ part: 'wallet' }),
  });
  const sandbox =
    demo && !config.ESTAFET_WALLET_URL
      ? // Loaded where it is wanted only: production starts without the demo.
        await (await import('./wallet/sandbox/index.ts')).createSandbox({
          file: join(config.ESTAFET_DATA, 'sandbox.db'),
          apiKey: walletKey,
          basePath: '/sandbox',
          // Its caller is the desk, whose view of the address is not a customer's.
          publicUrl: config.ESTAFET_PUBLIC_URL ?? `http://localhost:${config.PORT}`,
          log: log.child({ part: 'sandbox' }),
          now,
        })
      : undefined;

  const classifier = createClassifier({ utterances: locales.utterances, languages: locales.languages });
  const metrics = createMetrics(storage.store);
  const engine = createEngine({
    store: storage.store,
    live: storage.live,
    world,
    classifier,
    log: log.child({ part: 'engine' }),
    now,
    onWork: () => outbox.kick(),
    onTurn: metrics.turn,
  });
  const channels = new Map<string, Channel>();
  const outbox = createOutbox({ store: storage.store, engine, wallet, channels, log: log.child({ part: 'outbox' }), now });
  const files = createFiles({ records: storage.records, log: log.child({ part: 'files' }), now });
  const deliveries = createDeliveries({ records: storage.records, live: storage.live, now });
  const desk = createDesk({
    engine,
    storage,
    files,
    deliveries,
    channels,
    wallet,
    texts,
    flows: registry.flows,
    topics: topicsIn(locales),
    demo: demo ? { password: config.ESTAFET_DEMO_PASSWORD ?? DEMO_PASSWORD } : undefined,
    production: config.production,
    log: log.child({ part: 'desk' }),
    now,
  });
  for (const [name, module] of channelModules) {
    const channel = await openChannel(name, module, {
      engine,
      storage,
      files,
      deliveries,
      wallet,
      texts,
      queueStatus: desk.queueStatus,
      env: { ...env, ESTAFET_DIRECTLINE_SECRET: config.ESTAFET_DIRECTLINE_SECRET ?? secrets?.directLine },
      production: config.production,
      publicUrl: config.ESTAFET_PUBLIC_URL,
      log: log.child({ part: name }),
      now,
    });
    if (channel) channels.set(name, channel);
  }
  const pages = createPages({ dir: join(ROOT, 'dist/web'), demo });
  const server = createHttpServer({
    doors: [
      createOperations({ store: storage.store, wallet, metrics }),
      desk,
      files,
      ...channels.values(),
      pages,
      ...(sandbox ? [sandbox] : []),
    ],
    log: log.child({ part: 'http' }),
    publicUrl: config.ESTAFET_PUBLIC_URL,
    production: config.production,
  });

  const sweep = setInterval(() => {
    storage.records.sweep(now()).catch((error: unknown) => log.error({ err: error }, 'what expired could not be swept'));
  }, SWEEP_MS);
  sweep.unref();

  let closing: Promise<void> | undefined;
  let seeding: Promise<void> | undefined;
  async function seedWeek(): Promise<void> {
    try {
      const { seedDemoWeek } = await import('./demo/week.ts');
      await seedDemoWeek({
        flows: join(ROOT, 'flows'),
        storage,
        openScratch: () => openStorage('sqlite::memory:'),
        world,
        classifier,
        nameOf: (customerId) => sandbox?.nameOf(customerId),
        log: log.child({ part: 'demo' }),
        now,
        stopped: () => closing !== undefined,
      });
    } catch (error) {
      log.error({ err: error }, 'the demo’s week could not be made');
    }
  }
  return {
    async listen() {
      await desk.ready;
      await refuseStranded(storage.store, world);
      await storage.store.recover();
      for (const warning of (await storage.store.warnings?.()) ?? []) log.warn({ part: 'store' }, warning);
      const port = await server.listen(config.PORT, config.HOST);
      outbox.start();
      if (sandbox && config.ESTAFET_DEMO_WEEK === 'on') seeding = seedWeek();
      return port;
    },
    close() {
      clearInterval(sweep);
      closing ??= (async () => {
        await seeding;
        await server.drain();
        await outbox.stop();
        await Promise.all([...channels.values()].map(async (channel) => channel.close?.()));
        await files.close();
        await desk.close();
        await sandbox?.close();
        await storage.close();
      })();
      return closing;
    },
  };
}
