/** What agents and supervisors call: sign-in, inbox, conversations, commands, the live feed; and who is there. */
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Flow } from '../core/flow.ts';
import type { Texts } from '../core/render.ts';
import type { Channel } from '../ports/channel.ts';
import type { Deliveries } from '../ports/deliveries.ts';
import type { Engine } from '../ports/engine.ts';
import type { Files } from '../ports/files.ts';
import type { Doors } from '../ports/http.ts';
import type { QueueStatusOf } from '../ports/queue-status.ts';
import type { Storage } from '../ports/storage.ts';
import type { Wallet } from '../ports/wallet.ts';
import { createAgents } from './agents.ts';
import { createCaseBook } from './case-book.ts';
import { createChannelOperations } from './channel-operations.ts';
import { createCommandOperations } from './command-operations.ts';
import { createConversationViews } from './conversation-view.ts';
import { createCustomerOperation } from './customer-operation.ts';
import { seedDemoAccounts } from './demo-accounts.ts';
import { createHandlingTimes } from './handling-times.ts';
import { createLabels } from './labels.ts';
import { createLiveFeed } from './live-feed.ts';
import { describeOperations } from './openapi.ts';
import { createAgentOperations, type Operation, openOperation, routeOf } from './operation.ts';
import { createPresence } from './presence.ts';
import { createQueueStatus } from './queue-status.ts';
import { createReadingOperations } from './reading-operations.ts';
import { createSessionOperations } from './session-operations.ts';
import { createSessions } from './sessions.ts';
import { createSignIn } from './sign-in.ts';
import { createTopicOperations } from './topic-operations.ts';
import { createTypingOperation } from './typing-operation.ts';

export interface DeskOptions {
  engine: Engine;
  storage: Storage;
  files: Files;
  deliveries: Deliveries;
  /** Open ones by name; may be filled later. */
  channels: ReadonlyMap<string, Channel>;
  wallet: Wallet;
  texts: Texts;
  /** By `id@version`. */
  flows: ReadonlyMap<string, Flow>;
  /** Ids of the topics that a conversation can be about. */
  topics?: string[];
  /** Makes the demo's accounts; without it they do not exist, whatever the records hold. */
  demo?: { password: string };
  production: boolean;
  log: Logger;
  /** Epoch ms. */
  now: () => number;
}

export interface Desk extends Doors {
  queueStatus: QueueStatusOf;
  /** Accounts are made and the live feed stands; nobody can sign in before. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/** @throws {Error} when a demo is asked for in production */
export function createDesk(options: DeskOptions): Desk {
  const { engine, storage, files, deliveries, channels, wallet, texts, flows, topics = [], demo, production, log, now } = options;
  if (demo && production) throw new Error('demo sign-ins do not exist in production');
  const { store, records, live, limits } = storage;
  const agents = createAgents({ records, demo: demo !== undefined, now });
  const sessions = createSessions({ records, live, agents, now });
  const presence = createPresence({ records, now });
  const handlingTimes = createHandlingTimes({ records, now });
  const caseBook = createCaseBook({ records, handlingTimes, log, now });
  const labels = createLabels(texts);
  const views = createConversationViews({ store, caseBook, labels, channels, now });
  const queue = createQueueStatus({ store, presence, handlingTimes, now });
  const liveFeed = createLiveFeed({ storage, sessions, presence, log, now });
  const agentOperation = createAgentOperations(sessions);

  const operations: Operation[] = [
    ...createSessionOperations({
      agentOperation,
      sessions,
      agents,
      signIn: createSignIn({ agents, limits, log }),
      demo: demo !== undefined,
    }),
    ...createReadingOperations({ agentOperation, store, agents, presence, views, flows, labels }),
    createCustomerOperation({ agentOperation, store, wallet }),
    ...createCommandOperations({ agentOperation, engine, store, agents, caseBook, views, labels, files, channels, now }),
    ...createChannelOperations({ agentOperation, engine, store, deliveries, channels, views, labels }),
    ...createTopicOperations({ agentOperation, engine, store, records, views, labels, topics, now }),
    createTypingOperation({ agentOperation, store, live }),
    openOperation({
      method: 'GET',
      path: '/openapi.json',
      summary: 'This description.',
      answer: z.record(z.string(), z.unknown()),
      // Made when it is first asked for: no start needs it.
      handle: async () => ({ body: (description ??= describeOperations(operations)) }),
    }),
  ];
  let description: ReturnType<typeof describeOperations> | undefined;

  async function prepare(): Promise<void> {
    if (demo) await seedDemoAccounts(agents, demo.password);
    await presence.restore();
    await liveFeed.start();
  }

  const ready = prepare();
  // Whoever opens the doors awaits it; until then a failure is not yet one that nobody handles.
  ready.catch(() => {});
  return {
    routes: operations.map(routeOf),
    sockets: [liveFeed.socket],
    queueStatus: queue.queueStatus,
    ready,
    async close() {
      await ready.catch(() => {});
      sessions.close();
      queue.close();
      liveFeed.close();
    },
  };
}
