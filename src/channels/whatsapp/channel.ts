/** WhatsApp: Meta's webhook in, the Cloud API out. */
import type * as z from 'zod';
import type { Conversation } from '../../core/conversation.ts';
import type { Channel, ChannelContext, Reach } from '../../ports/channel.ts';
import { meaningOf } from '../meta-graph.ts';
import { markRead } from '../meta-read.ts';
import { createReports } from '../meta-reports.ts';
import { metaRoutes } from '../meta-webhook.ts';
import { wordsOf } from '../meta-words.ts';
import { createSender } from '../sender.ts';
import { showTyping } from '../typing.ts';
import { type Delivered, takeAll } from '../webhook.ts';
import { address, chatOf, originOf } from './address.ts';
import { codes } from './codes.ts';
import { change, contact, contentOf, entry, type Contact, message, status } from './incoming.ts';
import { createMediaFetcher } from './media.ts';
import { capabilities, createDeliver, isInvitation, tellRead } from './send.ts';
import type { Settings } from './settings.ts';

/** Milliseconds that a business may answer after she wrote. */
const WINDOW_MS = 24 * 60 * 60 * 1_000;
const PROVIDER = 'WhatsApp';

export function createWhatsAppChannel(context: ChannelContext, settings: Settings): Channel {
  const { files, storage, log, now } = context;
  const { phoneNumberId, template } = settings;
  const reports = createReports('whatsapp', context);
  const deliver = createDeliver(settings, context);
  const sendNow = createSender({
    channel: 'whatsapp',
    capabilities,
    address,
    context,
    deliver: (to, outgoing, { activity }) => deliver(to, outgoing, activity),
  });
  const tell = async (conversation: Conversation, typing: boolean) => {
    const messageId = address.safeParse(conversation.address).data?.messageId;
    if (messageId !== undefined) await tellRead(settings, messageId, typing);
  };
  const stopTyping = showTyping('whatsapp', context, (conversation) => tell(conversation, true));
  files.serveChannel('whatsapp', createMediaFetcher(settings));

  function reach({ customerAt }: Conversation, at: number): Reach {
    const until = (customerAt ?? 0) + WINDOW_MS;
    return at < until ? { open: true, until } : { open: false, ...(template !== undefined && { invitation: true }) };
  }

  async function take(object: string, entries: unknown[]): Promise<void> {
    const values = object === 'whatsapp_business_account' ? entries.flatMap(changesIn).flatMap(ours) : [];
    const deliveries: Delivered[] = [];
    for (const { messages = [], contacts = [] } of values) {
      const people = contacts.flatMap((given) => contact.safeParse(given).data ?? []);
      for (const given of messages) {
        const delivery = await read(given, people);
        if (delivery) deliveries.push(delivery);
      }
    }
    await takeAll(deliveries, context);
    markRead(
      deliveries.map(({ input }) => input.conversationId),
      context,
      (conversation) => tell(conversation, false),
    );
    for (const { statuses = [] } of values) for (const given of statuses) await report(given);
  }

  function changesIn(given: unknown): unknown[] {
    return known(entry, given)?.changes ?? [];
  }

  /** Other numbers of the same account have other desks. */
  function ours(given: unknown) {
    const parsed = known(change, given);
    return parsed?.field === 'messages' && parsed.value.metadata?.phone_number_id === phoneNumberId ? [parsed.value] : [];
  }

  async function read(given: unknown, people: Contact[]): Promise<Delivered | undefined> {
    const parsed = known(message, given);
    if (!parsed) return undefined;
    const { id, from, from_user_id: fromUserId, timestamp } = parsed;
    const person = people.find(({ wa_id: waId, user_id: userId }) => (from !== undefined ? waId === from : userId === fromUserId));
    const userId = fromUserId ?? person?.user_id;
    const chat = await chatOf({ from, userId }, context);
    const to = { ...(from !== undefined && { to: from }), ...(userId !== undefined && { userId }), messageId: id };
    const { conversationId, origin } = originOf(chat, phoneNumberId, to, person?.profile?.name);
    const { media, ...said } = contentOf(parsed);
    const text = await wordsOf(said, conversationId, storage.store, capabilities);
    const { contentType = '', name } = media ?? {};
    const expected = media && { channel: 'whatsapp', source: { mediaId: media.id }, contentType, name };
    const attachments = expected && [await files.expect(expected, conversationId)];
    return {
      sentAt: timestamp * 1_000,
      input: {
        kind: 'activity',
        id: `wa|${id}`,
        conversationId,
        activity: { type: 'message', ...(text !== undefined && { text }), ...(attachments && { attachments }), from: origin.customer },
        origin,
      },
    };
  }

  async function report(given: unknown): Promise<void> {
    const parsed = known(status, given);
    if (!parsed) return;
    const { id, status: state, timestamp, errors = [] } = parsed;
    if (state !== 'failed') return reports.take({ id, state: state === 'played' ? 'read' : state });
    const code = errors[0]?.code ?? 0;
    const meaning = meaningOf(code, undefined, codes);
    const reason = meaning && 'reason' in meaning ? meaning.reason : 'rejected';
    const words = meaning && ('reason' in meaning ? meaning.words : meaning.again);
    const detail = `${PROVIDER} reported code ${code}${words ? `: ${words}` : ''}`;
    await reports.take({ id, state, failure: { reason, detail, ...(timestamp !== undefined && { at: timestamp * 1_000 }) } });
  }

  /** What we have no use for is no error: Meta adds kinds of events at any time. */
  function known<T extends z.ZodType>(schema: T, given: unknown): z.output<T> | undefined {
    const parsed = schema.safeParse(given);
    if (!parsed.success) log.debug({ issues: parsed.error.issues.slice(0, 3) }, 'an event of WhatsApp’s was left out');
    return parsed.data;
  }

  return {
    name: 'whatsapp',
    routes: metaRoutes({ path: '/webhooks/whatsapp', ...settings, deliver: take }),
    async send(conversation, activity, key) {
      const isOpen = reach(conversation, now()).open;
      if (isOpen) return sendNow(conversation, activity, key);
      // That somebody came or went is not worth an invitation.
      if (activity.type === 'event') return { ok: true };
      if (isInvitation(activity) && template !== undefined) return sendNow(conversation, activity, key);
      return { ok: false, retry: false, reason: 'window-closed', error: 'she wrote more than 24 hours ago' };
    },
    reach,
    ...(template !== undefined && {
      opening: {
        by: 'phone' as const,
        find(phone: string) {
          const to = phone.replace(/\D/g, '');
          return originOf(to, phoneNumberId, { to });
        },
      },
    }),
    async close() {
      stopTyping();
      reports.close();
    },
  };
}
