/** What Bot Framework channels send in: parsed, bounded, and as inputs of the engine. */
import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import type { Activity, IncomingActivity, Json } from '../../core/activity.ts';
import type { ActivityInput } from '../../core/turn-types.ts';
import { parseAs } from '../../errors.ts';
import { isDeskEvent } from '../desk-events.ts';

/** Characters. */
const MAX_TEXT = 8_000;
/** Ours, in place of an id the channel gave none of: nothing can be sent in reply to it. */
const OWN_ID = '~';

/** Connectors differ in whether they leave a field out or send null. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => value ?? undefined, schema.optional());
const json = z.custom<Json>((value) => isJson(value, 20), 'not JSON, or nested too deeply');
const httpUrl = z.url({ protocol: /^https?$/ }).max(2_000);

const account = z.object({
  id: z.string().min(1).max(500),
  name: optional(z.string().max(500)),
  role: optional(z.string().max(50)),
  aadObjectId: optional(z.string().max(100)),
});

const conversationAccount = z.object({
  id: z.string().min(1).max(500),
  name: optional(z.string().max(500)),
  isGroup: optional(z.boolean()),
  conversationType: optional(z.string().max(50)),
  tenantId: optional(z.string().max(100)),
});

/** A ConversationReference: where a conversation lives. Holds no secret. */
export const reference = z.object({
  channelId: z.string().min(1).max(100),
  serviceUrl: httpUrl,
  conversation: conversationAccount,
  user: account,
  bot: account,
  locale: optional(z.string().max(35)),
});
export type Reference = z.infer<typeof reference>;

const incoming = z.object({
  type: z.string().min(1).max(100),
  id: optional(z.string().max(500)),
  /** By the channel's clock, of when it happened. One that can't be read keeps no message out. */
  timestamp: z.string().max(100).optional().catch(undefined),
  channelId: reference.shape.channelId,
  serviceUrl: httpUrl,
  conversation: conversationAccount,
  from: account,
  recipient: optional(account),
  locale: reference.shape.locale,
  text: optional(z.string().max(MAX_TEXT)),
  attachments: optional(
    z
      .array(
        z.object({
          contentType: z.string().max(200),
          name: optional(z.string().max(500)),
          contentUrl: optional(httpUrl),
          content: optional(json),
        }),
      )
      .max(10),
  ),
  name: optional(z.string().max(200)),
  value: optional(json),
  deliveryMode: optional(z.string().max(50)),
  membersAdded: optional(z.array(account).max(100)),
  entities: optional(z.array(z.unknown()).max(100)),
});
export type Incoming = z.infer<typeof incoming>;

/** Where several talk, the bot is spoken to by its name. */
const mention = z.object({ type: z.literal('mention'), mentioned: z.object({ id: z.string() }), text: z.string().min(1) });

/** @throws {EstafetError} `bad-request`, naming the fields */
export function parseIncoming(body: unknown): Incoming {
  return parseAs('bad-request', incoming, body);
}

/** Epoch ms by the channel's clock, where it tells. */
export function sentAtOf({ timestamp = '' }: Incoming): number | undefined {
  const sentAt = Date.parse(timestamp);
  return Number.isNaN(sentAt) ? undefined : sentAt;
}

/** More people than she and the bot. */
export function isGroup({ conversation }: Incoming): boolean {
  return conversation.isGroup === true || /^(groupChat|channel)$/i.test(conversation.conversationType ?? '');
}

/** The same for every delivery from one conversation of one channel. */
export function conversationIdOf(activity: Pick<Incoming, 'channelId' | 'conversation'>): string {
  const digest = createHash('sha256').update(`${activity.channelId}\n${activity.conversation.id}`).digest('hex');
  return `bf-${digest.slice(0, 32)}`;
}

/** The input that an activity makes, if it makes one. */
export function toInput(activity: Incoming): ActivityInput | undefined {
  switch (activity.type) {
    case 'message':
      return inputOf(activity, activity.id, {
        type: 'message',
        text: wordsOf(activity) ?? answerIn(activity.value),
        attachments: activity.attachments,
      });
    case 'event':
      return activity.name && !isDeskEvent(activity.name)
        ? inputOf(activity, activity.id, { type: 'event', name: activity.name, value: activity.value })
        : undefined;
    case 'conversationUpdate': {
      const added = activity.membersAdded?.find((member) => member.id !== activity.recipient?.id);
      if (!added) return undefined;
      return inputOf({ ...activity, from: added }, `${OWN_ID}${activity.id ?? 'start'}`, { type: 'conversationUpdate' });
    }
    default:
      return undefined;
  }
}

/** Her words, without the bot's name. */
function wordsOf({ text, entities = [], recipient }: Incoming): string | undefined {
  if (text === undefined) return undefined;
  const names = entities.flatMap((entity) => {
    const { data } = mention.safeParse(entity);
    return data && data.mentioned.id === recipient?.id ? [data.text] : [];
  });
  return names.length ? names.reduce((words, name) => words.replaceAll(name, ' '), text).trim() : text;
}

/** An invoke that carries her answer is her message. */
export function answerInput(activity: Incoming, text: string): ActivityInput {
  return inputOf(activity, activity.id, { type: 'message', text });
}

function inputOf(activity: Incoming, id: string | undefined, content: Omit<IncomingActivity, 'from'>): ActivityInput {
  const { channelId, serviceUrl, conversation, from, locale } = activity;
  const customer = { id: from.id, ...(from.name && { name: from.name }) };
  const sentAt = sentAtOf(activity);
  const address: Reference = {
    channelId,
    serviceUrl,
    conversation,
    user: from,
    bot: activity.recipient ?? { id: 'bot' },
    ...(locale && { locale }),
  };
  return {
    kind: 'activity',
    id: `${idPrefix(activity)}${id ?? `${OWN_ID}${uuidv7()}`}`,
    conversationId: conversationIdOf(activity),
    activity: { ...content, ...(locale && { locale }), ...(sentAt !== undefined && { channelData: { sentAt } }), from: customer },
    // Through JSON, so that what is absent stays absent in the store.
    origin: { channel: 'botframework', delivery: 'push', address: JSON.parse(JSON.stringify(address)) as Json, locale, customer },
    ...(activity.deliveryMode === 'expectReplies' && { repliesInline: true }),
  };
}

/** The channel's id of the activity that caused one of ours, where it gave one. */
export function repliedTo(activity: Pick<Activity, 'id' | 'conversationId'>, address: Reference): string | undefined {
  const input = inputIdOf(activity);
  const prefix = idPrefix(address);
  const id = input.startsWith(prefix) ? input.slice(prefix.length) : '';
  return id && !id.startsWith(OWN_ID) ? id : undefined;
}

/** The input that wrote an activity: ids in the log are `<conversationId>|<inputId>|<index>`. */
export function inputIdOf({ id, conversationId }: Pick<Activity, 'id' | 'conversationId'>): string {
  return id.slice(conversationId.length + 1, id.lastIndexOf('|'));
}

/** Channels' ids of messages are unique within a conversation only. */
export function providerIdOf(activity: Pick<Incoming, 'channelId' | 'conversation'>, id: string): string {
  return `${conversationIdOf(activity)}|${id}`;
}

function idPrefix({ channelId, conversation }: Pick<Incoming, 'channelId' | 'conversation'>): string {
  return `bf|${channelId}|${conversation.id}|`;
}

/** Her answer in the data of a card's button: a plain string, or its `text` or `answer`. */
export function answerIn(data: Json | undefined): string | undefined {
  const candidates = data !== null && typeof data === 'object' && !Array.isArray(data) ? [data.text, data.answer] : [data];
  return candidates.find((value): value is string => typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT);
}

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && depth > 0 && Object.values(value).every((inner) => isJson(inner, depth - 1));
}
