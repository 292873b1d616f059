/** What Messenger and Instagram have in common, as a channel. */
import * as z from 'zod';
import type { Attachment, IncomingActivity } from '../core/activity.ts';
import type { Conversation } from '../core/conversation.ts';
import type { ConversationOrigin } from '../core/turn-types.ts';
import type { Channel, ChannelContext } from '../ports/channel.ts';
import type { MediaFetcher } from '../ports/files.ts';
import type { Capabilities, OutgoingMessage } from './capabilities.ts';
import { conversationIdOf } from './conversation-id.ts';
import { type Content, contentOf, entry, event, type IncomingMessage, type MessagingEvent } from './meta-messaging.ts';
import { type Address, address, type MessagingApi, messagingType, reach, senderAction, tooLate } from './meta-messaging-send.ts';
import { markRead } from './meta-read.ts';
import { createReports } from './meta-reports.ts';
import { metaRoutes } from './meta-webhook.ts';
import { wordsOf } from './meta-words.ts';
import { createSender, type Delivered as Sent } from './sender.ts';
import { showTyping } from './typing.ts';
import { type Delivered, takeAll } from './webhook.ts';

/** What a Page's or account's button to begin is set to carry. */
const GET_STARTED = 'GET_STARTED';
/** Milliseconds between Meta's note of a message and ours: what she has read by its clock is a little younger by ours. */
const NOTED_MS = 3_000;

export interface MessagingOptions {
  name: 'messenger' | 'instagram';
  /** Of its webhook deliveries. */
  object: string;
  appSecret: string;
  verifyToken: string;
  /** Ours; what is meant for others is left aside. */
  accountId: string;
  /** Ours among the apps of the account, where Meta tells. */
  appId?: string;
  api: MessagingApi;
  capabilities: Capabilities;
  send(to: Address, message: OutgoingMessage, type: Record<string, string>): Promise<Sent>;
}

const source = z.object({ url: z.string() });

export function createMessagingChannel(context: ChannelContext, options: MessagingOptions): Channel {
  const { deliveries, files, storage, log, now } = context;
  const { name, object, accountId, appId, api, capabilities, appSecret, verifyToken } = options;
  const reports = createReports(name, context);
  const sendNow = createSender({
    channel: name,
    capabilities,
    address,
    context,
    deliver: (to, message, { conversation, activity }) => options.send(to, message, messagingType(conversation, activity, now()) ?? {}),
  });
  const act = async ({ address: at }: Conversation, action: 'typing_on' | 'mark_seen') => senderAction(api, address.parse(at), action);
  const stopTyping = showTyping(name, context, (conversation) => act(conversation, 'typing_on'));
  const fetcher: MediaFetcher = async (given, fetch) => fetch(source.parse(given).url, { trusted: new URL(api.messagesUrl).origin });
  files.serveChannel(name, fetcher);

  const conversationOf = (customerId: string) => conversationIdOf(name, accountId, customerId);

  async function take(given: string, entries: unknown[]): Promise<void> {
    const events = given === object ? entries.flatMap(eventsIn).flatMap((one) => known(event, one) ?? []) : [];
    const fromHer = events.filter(({ sender, recipient }) => recipient.id === accountId && sender.id !== accountId);
    const taken: Delivered[] = [];
    for (const one of fromHer) {
      const delivery = await read(one);
      if (delivery) taken.push(delivery);
    }
    await takeAll(taken, context);
    markRead(
      taken.map(({ input }) => input.conversationId),
      context,
      (conversation) => act(conversation, 'mark_seen'),
    );
    for (const one of fromHer) await report(one);
    for (const { message } of events) if (message?.is_echo) noteEcho(message);
  }

  function eventsIn(given: unknown): unknown[] {
    return known(entry, given)?.messaging ?? [];
  }

  async function read({ sender, timestamp, message, postback }: MessagingEvent): Promise<Delivered | undefined> {
    const conversationId = conversationOf(sender.id);
    if (message && !message.is_echo && !message.is_deleted) {
      const activity = await activityOf(contentOf(message), conversationId);
      return delivered(`${name}|${message.mid}`, sender.id, activity, timestamp);
    }
    if (!postback) return undefined;
    const { mid = `${timestamp ?? ''}|${postback.payload ?? postback.title}`, payload = '', title } = postback;
    const inputId = `${name}|${sender.id}|${mid}`;
    const isFirst = payload === GET_STARTED && !(await storage.store.load(conversationId)).conversation;
    if (isFirst) return delivered(inputId, sender.id, { type: 'conversationUpdate' }, timestamp);
    const text = await wordsOf({ tap: { id: payload, title } }, conversationId, storage.store, capabilities);
    return delivered(inputId, sender.id, { type: 'message', text }, timestamp);
  }

  async function activityOf(content: Content, conversationId: string): Promise<Omit<IncomingActivity, 'from'>> {
    const text = await wordsOf(content, conversationId, storage.store, capabilities);
    const attachments: Attachment[] = content.links.map(({ url, contentType, name: title }) => ({
      contentType,
      name: title,
      contentUrl: url,
    }));
    for (const { url, contentType, name: title } of content.media) {
      attachments.push(await files.expect({ channel: name, source: { url }, contentType, name: title }, conversationId));
    }
    return { type: 'message', ...(text !== undefined && { text }), ...(attachments.length && { attachments }) };
  }

  function delivered(id: string, customerId: string, activity: Omit<IncomingActivity, 'from'>, timestamp = now()): Delivered {
    const customer = { id: `${name}:${customerId}` };
    const origin: ConversationOrigin = { channel: name, delivery: 'push', address: { id: customerId }, customer };
    const conversationId = conversationOf(customerId);
    return { sentAt: timestamp, input: { kind: 'activity', id, conversationId, activity: { ...activity, from: customer }, origin } };
  }

  async function report({ sender, delivery, read: seen }: MessagingEvent): Promise<void> {
    for (const id of delivery?.mids ?? []) await reports.take({ id, state: 'delivered' });
    if (delivery && !delivery.mids) await deliveries.deliveredUntil(conversationOf(sender.id), delivery.watermark + NOTED_MS);
    if (seen?.mid !== undefined) await reports.take({ id: seen.mid, state: 'read' });
    if (seen?.watermark !== undefined) await deliveries.readUntil(conversationOf(sender.id), seen.watermark + NOTED_MS);
  }

  /** Whoever answers elsewhere is not seen by our agents: the operator should know. */
  function noteEcho({ app_id: from }: IncomingMessage): void {
    if (appId !== undefined && String(from) !== appId)
      log.info({ app: from }, `${api.provider}: somebody answered a customer beside this desk`);
  }

  /** What we have no use for is no error: Meta adds kinds of events at any time. */
  function known<T extends z.ZodType>(schema: T, given: unknown): z.output<T> | undefined {
    const parsed = schema.safeParse(given);
    if (!parsed.success) log.debug({ issues: parsed.error.issues.slice(0, 3) }, `an event of ${api.provider}’s was left out`);
    return parsed.data;
  }

  return {
    name,
    routes: metaRoutes({ path: `/webhooks/${name}`, appSecret, verifyToken, deliver: take }),
    send: async (conversation, activity, key) => tooLate(conversation, activity, now()) ?? sendNow(conversation, activity, key),
    reach,
    async close() {
      stopTyping();
      reports.close();
    },
  };
}
