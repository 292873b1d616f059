/** Conversations of Messenger and Instagram: her app on one side, the Send API on the other. */
import { randomBytes } from 'node:crypto';
import type { GraphCall } from '../meta-graph.ts';
import { createProviderClock, type Graph, type ProviderClock, startGraph } from '../meta-provider.ts';
import { createWebhooks, type Webhooks } from '../meta-webhooks.ts';
import type { Delivery, ProviderSimulator, ShownMessage, SimulatedCustomer, SimulatorOptions } from '../simulator.ts';
import { createSendApi, isMessage, type Recipient } from './api.ts';
import type { Composed, Option } from './compose.ts';
import { createFiles, type NamedFile, typeOf } from './files.ts';
import * as payloads from './payloads.ts';
import { failedWith, type Platform, rateLimited } from './platform.ts';

export interface MetaCustomer extends SimulatedCustomer {
  /** Anything else of hers. @param body of the event, as in payloads.ts; `mid` is new */
  does(body: (mid: string) => object): Promise<void>;
  /** Ids of what we sent her, oldest first. */
  mids: string[];
}

export interface MetaSimulator extends ProviderSimulator {
  customer(options?: { name?: string; locale?: string }): MetaCustomer;
  /** Whether echoes, deliveries and reads are told (default). */
  receipts: boolean;
  /** The handshake. */
  verify: Webhooks['verify'];
  /** Resolves when all receipts so far are delivered, or given up. */
  settled: Webhooks['settled'];
}

export interface Chat extends Recipient {
  name: string;
  locale: string;
  screen: ShownMessage[];
  mids: string[];
  offers: Option[][];
  /** When she last wrote, or would have. */
  writtenAt: number;
  unread?: { mid: string; at: number };
}

/** What Messenger builds on, beside the simulator itself. */
export interface Messaging {
  simulator: MetaSimulator;
  clock: ProviderClock;
  chatOf(customer: SimulatedCustomer): Chat;
  /** Tells of what is not hers: receipts, other apps. */
  tell(chat: Chat, from: 'customer' | 'account', body: object): void;
  /** Somebody of us wrote to her. @param appId whose app */
  show(chat: Chat, shown: ShownMessage, content: object, appId: string): string;
}

export interface MessagingSetup {
  platform: Platform;
  path: string;
  token: string;
  idBase: number;
  profile(chat: Chat): Record<string, unknown>;
  env(secrets: { appSecret: string; verifyToken: string }, origin: string): Record<string, string>;
  edge?(messaging: Messaging, edge: string, call: GraphCall, recipient: () => Chat): object | undefined;
}

export async function startMessaging(setup: MessagingSetup, options: SimulatorOptions = {}): Promise<Messaging> {
  const { platform } = setup;
  const secrets = { appSecret: randomBytes(16).toString('hex'), verifyToken: randomBytes(8).toString('hex') };
  const clock = createProviderClock(options.now);
  const webhooks = createWebhooks({ path: setup.path, ...secrets });
  const chats: Chat[] = [];
  const files = createFiles(platform, clock, () => graph.origin);
  const newMid = (): string => `m_${randomBytes(48).toString('base64url')}`;

  function notification(chat: Chat, from: 'customer' | 'account', at: number, body: object, standby: boolean): object {
    const [sender, recipient] = from === 'customer' ? [chat.id, platform.accountId] : [platform.accountId, chat.id];
    const event = payloads.event({ sender, recipient, at }, body);
    return payloads.notification(platform.object, platform.accountId, clock.now(), [event], standby);
  }

  function tell(chat: Chat, from: 'customer' | 'account', body: object): void {
    const standby = chat.owner !== platform.appId && ('message' in body || 'read' in body || 'delivery' in body);
    webhooks.later(chat.id, notification(chat, from, clock.now(), body, standby));
  }

  function show(chat: Chat, shown: ShownMessage, content: object, appId: string): string {
    const mid = newMid();
    const at = clock.now();
    chat.screen.push(shown);
    chat.mids.push(mid);
    chat.unread = { mid, at };
    if (!messaging.simulator.receipts) return mid;
    const messenger = platform.receipts === 'messenger';
    tell(chat, 'account', payloads.echo(mid, content, messenger ? appId : undefined));
    if (messenger) tell(chat, 'customer', payloads.delivered([mid], at));
    return mid;
  }

  function showOurs(chat: Chat, { text, options: offered, links, media, echo }: Composed, file?: NamedFile): string {
    chat.offers.push(offered);
    const shown = { text, options: offered.map(({ label }) => label), links, ...(file && { file }) };
    const content = media && file ? { attachments: [{ type: media.type, payload: { url: files.publish(file) } }] } : echo;
    return show(chat, shown, content, platform.appId);
  }

  /** Her event; it opens the window, and she has read what stood above it. */
  function write(chat: Chat, body: object): Delivery {
    const now = clock.now();
    chat.writtenAt = Math.max(now, chat.writtenAt + 1);
    chat.wroteAt = now;
    chat.blocked = false;
    const { unread } = chat;
    chat.unread = undefined;
    if (unread && messaging.simulator.receipts)
      tell(chat, 'customer', platform.receipts === 'messenger' ? payloads.readUpTo(unread.at) : payloads.seen(unread.mid));
    return webhooks.signed(notification(chat, 'customer', chat.writtenAt, body, chat.owner !== platform.appId));
  }

  /** Who only watches is not told the payloads. */
  function tapped(chat: Chat, { kind, label, payload }: Option): object {
    const mid = newMid();
    if (chat.owner !== platform.appId) return kind === 'quick_reply' ? payloads.text(mid, label) : { postback: { title: label, mid } };
    return kind === 'quick_reply' ? payloads.quickReply(mid, label, payload) : payloads.postback(mid, label, payload);
  }

  function chatOf(of: SimulatedCustomer): Chat {
    const chat = chats.find(({ id }) => id === of.id);
    if (!chat) throw new Error(`${of.id} is no customer of this simulator.`);
    return chat;
  }

  function customer({ name = 'Siti Rahayu', locale = 'id_ID' }: { name?: string; locale?: string } = {}): MetaCustomer {
    const id = String(setup.idBase + chats.length + 1);
    const chat: Chat = { id, name, locale, blocked: false, owner: platform.appId, screen: [], mids: [], offers: [], writtenAt: 0 };
    chats.push(chat);
    const does = (body: object): Promise<void> => webhooks.insist(write(chat, body));
    return {
      id,
      name,
      screen: chat.screen,
      mids: chat.mids,
      does: (body) => does(body(newMid())),
      says: (text) => does(payloads.text(newMid(), text)),
      async taps(label) {
        const option = chat.offers.findLast((offered) => offered.some((one) => one.label === label))?.find((one) => one.label === label);
        if (!option) throw new Error(`${name} sees no option "${label}".`);
        await does(tapped(chat, option));
      },
      sends: (file) => does(payloads.attachments(newMid(), [{ type: typeOf(file.contentType), payload: { url: files.publish(file) } }])),
      blocks: async () => void (chat.blocked = true),
      unblocks: async () => void (chat.blocked = false),
    };
  }

  const handle = createSendApi<Chat>({
    platform,
    clock,
    files,
    find: (id) => chats.find((chat) => chat.id === id),
    profile: setup.profile,
    show: showOurs,
    edge: (edge, call, recipient) => setup.edge?.(messaging, edge, call, recipient),
  });
  const api = {
    token: setup.token,
    appSecret: secrets.appSecret,
    isSend: isMessage,
    handle,
    limited: (seconds: number) => rateLimited(platform, seconds),
    failed: (status: number) => failedWith(platform, status),
    download: files.download,
  };
  const graph: Graph = await startGraph(api, clock, options);

  const messaging: Messaging = {
    clock,
    chatOf,
    tell,
    show,
    simulator: {
      env: setup.env(secrets, graph.origin),
      origin: graph.origin,
      deliverTo: webhooks.deliverTo,
      customer,
      prepare: (of, text) => write(chatOf(of), payloads.text(newMid(), text)),
      sign: webhooks.sign,
      deliver: webhooks.deliver,
      faults: graph.faults,
      requests: graph.requests,
      advance: clock.advance,
      async close() {
        webhooks.close();
        await graph.close();
      },
      receipts: true,
      verify: webhooks.verify,
      settled: webhooks.settled,
    },
  };
  return messaging;
}
