/** Webhook events: https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects. */
import { randomBytes, randomInt } from 'node:crypto';

/** https://developers.line.biz/en/reference/messaging-api/#common-properties */
export interface LineEvent {
  type: string;
  timestamp: number;
  source: { type: 'user'; userId: string } | { type: 'group'; groupId: string; userId: string };
  webhookEventId: string;
  deliveryContext: { isRedelivery: boolean };
  mode: 'active' | 'standby';
  replyToken?: string;
  [property: string]: unknown;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @param at epoch ms; ids of later times sort after those of earlier ones */
function ulid(at: number): string {
  const time = Array.from({ length: 10 }, (_, place) => CROCKFORD[Math.floor(at / 32 ** (9 - place)) % 32]);
  return [...time, ...Array.from({ length: 16 }, () => CROCKFORD[randomInt(32)])].join('');
}

let lastMessage = 468_789_577_898_262_530n;
export const messageId = () => String((lastMessage += BigInt(1 + randomInt(1000))));

export const token = (bytes: number) => randomBytes(bytes).toString('base64url');

/** What all events have; `replyToken` is the caller's to add, since an unfollow has none. */
export function eventOf(type: string, source: LineEvent['source'], at: number): LineEvent {
  return { type, timestamp: at, source, webhookEventId: ulid(at), deliveryContext: { isRedelivery: false }, mode: 'active' };
}

/** https://developers.line.biz/en/reference/messaging-api/#wh-text */
export const textContent = (text: string) => ({ type: 'text', id: messageId(), quoteToken: token(96), markAsReadToken: token(48), text });

/** https://developers.line.biz/en/reference/messaging-api/#wh-sticker */
export const stickerContent = () => ({
  type: 'sticker',
  id: messageId(),
  quoteToken: token(96),
  markAsReadToken: token(48),
  packageId: '446',
  stickerId: '1988',
  stickerResourceType: 'STATIC',
  keywords: ['happy', 'thanks'],
});

const LINE_ITSELF = { contentProvider: { type: 'line' } };

/** https://developers.line.biz/en/reference/messaging-api/#wh-image, #wh-video, #wh-audio and #wh-file */
export function fileContent({ bytes, contentType, name }: { bytes: Buffer; contentType: string; name?: string }) {
  const [id, markAsReadToken] = [messageId(), token(48)];
  // The duration, in ms, is of no use to us; LINE always tells one.
  const duration = Math.max(1000, bytes.length);
  if (['image/jpeg', 'image/png', 'image/webp'].includes(contentType))
    return { type: 'image', id, quoteToken: token(96), markAsReadToken, ...LINE_ITSELF };
  if (contentType === 'video/mp4') return { type: 'video', id, quoteToken: token(96), markAsReadToken, duration, ...LINE_ITSELF };
  if (contentType.startsWith('audio/')) return { type: 'audio', id, markAsReadToken, duration, ...LINE_ITSELF };
  return { type: 'file', id, markAsReadToken, fileName: name ?? 'file', fileSize: bytes.length };
}
