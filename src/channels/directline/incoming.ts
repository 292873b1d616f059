/** What Direct Line clients send, parsed. Fields we have no use for are left aside: official clients send many. */
import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import type { Attachment, IncomingActivity, Json } from '../../core/activity.ts';
import type { ActivityInput, ConversationOrigin } from '../../core/turn-types.ts';
import { EstafetError, parseAs } from '../../errors.ts';
import { isDeskEvent } from '../desk-events.ts';
import type { Pass } from './tokens.ts';

/** Characters. */
const MAX_TEXT = 8_000;
const MAX_VALUE_BYTES = 8_000;

const userId = z.string().min(1).max(200);
const locale = z.string().max(35);
const user = z.object({ id: userId.optional(), name: z.string().max(200).optional() });

export const generateBody = z.object({ user: user.optional(), locale: locale.optional() });
export const startBody = z.object({ user: user.optional(), locale: locale.optional() });
export const sessionBody = z.object({
  customerToken: z.string().max(8_000).optional(),
  resumeToken: z.string().max(200).optional(),
  locale: locale.optional(),
});

const value = z.custom<Json>((given) => JSON.stringify(given).length <= MAX_VALUE_BYTES, `at most ${MAX_VALUE_BYTES} bytes of JSON`);

const activityBody = z.object({
  type: z.string().min(1).max(100),
  from: z.object({ id: z.string().max(200).optional(), name: z.string().max(200).optional() }).optional(),
  locale: locale.optional(),
  text: z.string().max(MAX_TEXT, `at most ${MAX_TEXT} characters`).optional(),
  name: z.string().max(100).optional(),
  value: value.optional(),
  attachments: z.array(z.unknown()).max(0, 'send files by upload').nullish(),
  channelData: z
    .object({ clientActivityID: z.coerce.string().min(1).max(200).optional().catch(undefined) })
    .nullish()
    .catch(undefined),
});
export type ActivityBody = z.infer<typeof activityBody>;
/** Microsoft's client describes the files here a second time; what counts are the files themselves. */
const uploadBody = activityBody.extend({ attachments: z.array(z.unknown()).nullish() });

/** @throws {EstafetError} `BadArgument`, naming the fields */
export function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  return parseAs('BadArgument', schema, body ?? {});
}

/** @throws {EstafetError} `BadArgument`, `MissingProperty` */
export function parseActivity(body: unknown): ActivityBody {
  const activity = parse(activityBody, body);
  if (activity.type === 'message' && !textOf(activity)) {
    throw new EstafetError('MissingProperty', { message: 'A message needs a text.' });
  }
  if (activity.type === 'event') {
    if (!activity.name) throw new EstafetError('MissingProperty', { message: 'An event needs a name.' });
    if (isDeskEvent(activity.name)) throw new EstafetError('BadArgument', { message: `"${activity.name}" is the desk's own event.` });
  }
  return activity;
}

/** As `parseActivity`, but the files may speak for themselves. @throws {EstafetError} `BadArgument` */
export function parseUploadActivity(body: unknown): ActivityBody {
  const activity = parse(uploadBody, body);
  if (activity.type !== 'message') throw new EstafetError('BadArgument', { message: 'Files come with a message.' });
  return activity;
}

/** Ids of customers that `dl_` marks as set by whoever holds the secret are only taken from a token. */
export function requireOwnId(claimed: string | undefined, pass: Pass): void {
  if (claimed?.startsWith('dl_') && claimed !== pass.user) {
    throw new EstafetError('BadArgument', { message: 'This user id is not the one in the token.' });
  }
}

/** The log's number up to which a client has read; empty on a fresh page. @throws {EstafetError} `BadArgument` */
export function parseWatermark(text: string | null): number {
  if (text === null || text === '' || text === 'null' || text === 'undefined') return 0;
  if (!/^\d{1,12}$/.test(text)) throw new EstafetError('BadArgument', { message: 'The watermark is not one of ours.' });
  return Number(text);
}

/** What she says; undefined for what is no input, such as typing. */
export function toInput(activity: ActivityBody, pass: Pass, attachments?: Attachment[]): ActivityInput | undefined {
  const clientActivityID = activity.channelData?.clientActivityID;
  const content = contentOf(activity);
  if (!content) return undefined;
  return {
    kind: 'activity',
    id: `dl|${clientActivityID === undefined ? uuidv7() : digest(clientActivityID)}`,
    conversationId: pass.conv,
    activity: {
      ...content,
      ...(attachments && { attachments }),
      from: customerOf(pass),
      ...(clientActivityID !== undefined && { channelData: { clientActivityID } }),
    },
    origin: originOf(pass, activity.locale),
  };
}

/** The conversation's first input: she opened the chat. */
export function startInput(pass: Pass, startLocale: string | undefined): ActivityInput {
  return {
    kind: 'activity',
    id: `start|${pass.conv}`,
    conversationId: pass.conv,
    activity: { type: 'conversationUpdate', from: customerOf(pass) },
    origin: originOf(pass, startLocale),
  };
}

function contentOf(activity: ActivityBody): Omit<IncomingActivity, 'from'> | undefined {
  switch (activity.type) {
    case 'message':
      return { type: 'message', text: textOf(activity), ...(activity.locale && { locale: activity.locale }) };
    case 'event':
      return { type: 'event', name: activity.name, ...(activity.value !== undefined && { value: activity.value }) };
    default:
      return undefined;
  }
}

/** A tapped `postBack` comes as `value` without `text`. */
function textOf({ text, value: given }: ActivityBody): string | undefined {
  const words = text ?? (typeof given === 'string' ? given : undefined);
  return words?.trim() && words.length <= MAX_TEXT ? words : undefined;
}

function customerOf(pass: Pass) {
  return { id: pass.user, ...(pass.name !== undefined && { name: pass.name }) };
}

function originOf(pass: Pass, spoken: string | undefined): ConversationOrigin {
  return {
    channel: 'directline',
    delivery: 'pull',
    locale: spoken ?? pass.locale,
    customer: { ...customerOf(pass), ...(pass.wallet !== undefined && { walletId: pass.wallet }) },
  };
}

/** Clients choose these ids; ours stay short and free of our own separators. */
function digest(text: string): string {
  return /^[\w.-]{1,64}$/.test(text) ? text : createHash('sha256').update(text).digest('base64url');
}
