/**
 * Events of Messenger and Instagram, which share their form.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events
 */
import * as z from 'zod';
import { type Said, words } from './meta-words.ts';

const id = z.string().min(1).max(500);
const url = z.url({ protocol: /^https?$/ }).max(4_000);

/** `standby` beside `messaging` is for those who only listen: another app answers there. */
export const entry = z.object({ messaging: z.array(z.unknown()).optional() });

const attachment = z.object({
  type: z.string().max(50),
  payload: z
    .object({ url: url.optional().catch(undefined), title: words.nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
});

export const event = z.object({
  sender: z.object({ id }),
  recipient: z.object({ id }),
  /** Epoch ms. */
  timestamp: z.number().positive().optional(),
  message: z
    .object({
      mid: id,
      text: words.optional(),
      quick_reply: z.object({ payload: words }).optional(),
      reply_to: z
        .object({ story: z.object({ url: url.optional().catch(undefined) }).optional() })
        .optional()
        .catch(undefined),
      attachments: z.array(attachment).max(50).optional(),
      is_echo: z.boolean().optional(),
      /** Of an echo. */
      app_id: z.union([z.number(), z.string()]).optional(),
      is_deleted: z.boolean().optional(),
      is_unsupported: z.boolean().optional(),
    })
    .optional(),
  postback: z.object({ mid: id.optional(), title: words, payload: words.optional() }).optional(),
  delivery: z.object({ mids: z.array(id).optional(), watermark: z.number() }).optional(),
  /** Messenger says until when, Instagram which message. */
  read: z.object({ watermark: z.number().optional(), mid: id.optional() }).optional(),
});
export type MessagingEvent = z.infer<typeof event>;
export type IncomingMessage = NonNullable<MessagingEvent['message']>;

/** What lies with Meta under an address that ends some day. */
export interface Media {
  url: string;
  contentType: string;
  name: string;
}

export interface Content extends Said {
  /** To be fetched. */
  media: Media[];
  /** To be looked at where they are: Meta lets nobody keep stories, and what is shared is somebody else's. */
  links: Media[];
}

const FETCHED: Record<string, string> = {
  image: 'image/jpeg',
  sticker: 'image/png',
  video: 'video/mp4',
  audio: 'audio/mp4',
  file: 'application/octet-stream',
};

export function contentOf(message: IncomingMessage): Content {
  const { text, quick_reply: reply, reply_to: repliesTo, attachments = [], is_unsupported: isUnsupported } = message;
  const story = repliesTo?.story?.url;
  const given = attachments.flatMap(({ type, payload }) =>
    payload?.url ? [{ type, url: payload.url, title: payload.title ?? undefined }] : [],
  );
  const media = given.flatMap((one) => toMedia(one, FETCHED[one.type]));
  const links = given
    .filter(({ type }) => !(type in FETCHED))
    .map((one) => ({ url: one.url, contentType: 'text/html', name: one.title || one.type.replace(/_/g, ' ') }));
  if (story) links.unshift({ url: story, contentType: 'text/html', name: 'story' });
  const isEmpty = text === undefined && !given.length && !story;
  return {
    ...(text !== undefined && { text }),
    ...((isUnsupported || isEmpty) && text === undefined && { text: '[?]' }),
    ...(reply && { tap: { id: reply.payload, title: text ?? '' } }),
    media,
    links,
  };
}

function toMedia({ type, url: at }: { type: string; url: string }, contentType: string | undefined): Media[] {
  if (contentType === undefined) return [];
  const last = type === 'file' ? decoded(new URL(at).pathname.split('/').at(-1) ?? '') : '';
  return [{ url: at, contentType, name: last || type }];
}

/** Empty for a name that is not UTF-8. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
