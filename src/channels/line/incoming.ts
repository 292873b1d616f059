/** What LINE delivers, as what it means to us: https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects */
import * as z from 'zod';

export const envelope = z.looseObject({ destination: z.string().min(1).max(100), events: z.array(z.unknown()).max(1_000) });

const common = z.object({
  type: z.string(),
  mode: z.string(),
  /** Epoch ms of when it happened, also when it is delivered again. */
  timestamp: z.number().nonnegative(),
  webhookEventId: z.string().min(1).max(100),
  source: z.object({ type: z.string(), userId: z.string().min(1).max(100).optional() }),
  replyToken: z.string().min(1).max(200).optional(),
  message: z.unknown().optional(),
  postback: z.object({ data: z.string() }).optional(),
});

const contentProvider = z.object({ type: z.string(), originalContentUrl: z.url().max(2_000).optional() });
const message = z.object({
  type: z.string(),
  id: z.string().min(1).max(100),
  text: z.string().optional(),
  contentProvider: contentProvider.optional(),
  fileName: z.string().max(500).optional(),
  title: z.string().optional(),
  address: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
});
type Message = z.infer<typeof message>;

/** A file of hers, which lies with LINE or with whoever made the app it was sent from. */
export interface SentFile {
  source: { messageId: string } | { url: string };
  contentType: string;
  name: string;
}

export interface LineEvent {
  kind: 'said' | 'tapped' | 'followed' | 'unfollowed' | 'sticker';
  id: string;
  userId: string;
  sentAt: number;
  replyToken?: string;
  /** Of `tapped`: the option's id. */
  text?: string;
  files: SentFile[];
}

/** How files come whose type LINE does not tell: https://developers.line.biz/en/reference/messaging-api/#get-content */
const FILES: Record<string, [contentType: string, name: string]> = {
  image: ['image/jpeg', 'photo.jpg'],
  video: ['video/mp4', 'video.mp4'],
  audio: ['audio/mp4', 'audio.m4a'],
  file: ['application/octet-stream', 'file'],
};

/**
 * Undefined: not for us, e.g. a group's, of a kind that says nothing to a support desk, or for another system that holds
 * the chat now (`standby`).
 */
export function readEvent(given: unknown): LineEvent | undefined {
  const event = common.safeParse(given).data;
  if (event?.mode !== 'active' || event.source.type !== 'user' || event.source.userId === undefined) return undefined;
  const meaning = meaningOf(event);
  return (
    meaning && {
      id: event.webhookEventId,
      userId: event.source.userId,
      sentAt: event.timestamp,
      ...(event.replyToken !== undefined && { replyToken: event.replyToken }),
      ...meaning,
    }
  );
}

function meaningOf(event: z.infer<typeof common>): Pick<LineEvent, 'kind' | 'text' | 'files'> | undefined {
  switch (event.type) {
    case 'message': {
      const parsed = message.safeParse(event.message).data;
      return parsed && contentOf(parsed);
    }
    case 'postback':
      return event.postback && { kind: 'tapped', text: event.postback.data, files: [] };
    case 'follow':
      return { kind: 'followed', files: [] };
    case 'unfollow':
      return { kind: 'unfollowed', files: [] };
    default:
      return undefined;
  }
}

function contentOf(given: Message): Pick<LineEvent, 'kind' | 'text' | 'files'> | undefined {
  switch (given.type) {
    case 'text':
      return given.text === undefined ? undefined : { kind: 'said', text: given.text, files: [] };
    case 'sticker':
      // Most stickers say nothing in words: they are noted, and nobody is asked what she meant.
      return given.text ? { kind: 'said', text: given.text, files: [] } : { kind: 'sticker', files: [] };
    case 'location':
      return { kind: 'said', text: placeIn(given), files: [] };
    default: {
      const [contentType, name] = FILES[given.type] ?? [];
      if (contentType === undefined || name === undefined) return undefined;
      const url = given.contentProvider?.type === 'external' ? given.contentProvider.originalContentUrl : undefined;
      const source = url === undefined ? { messageId: given.id } : { url };
      return { kind: 'said', files: [{ source, contentType, name: given.fileName ?? name }] };
    }
  }
}

function placeIn({ title, address, latitude, longitude }: Message): string {
  return [title, address, `geo:${latitude},${longitude}`].filter(Boolean).join('\n');
}
