/**
 * Messages as Instagram takes them. Its buttons for links do not show on the web, so links are written out.
 * https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api
 */
import type { ChannelContext } from '../../ports/channel.ts';
import type { Capabilities, OutgoingMessage } from '../capabilities.ts';
import { type Address, kindOf, type MessagingApi, quickReplies, sendMessage } from '../meta-messaging-send.ts';
import type { Delivered } from '../sender.ts';

export const capabilities: Capabilities = {
  textLength: 1_000,
  lengthOf: (text) => Buffer.byteLength(text),
  buttons: { max: 13, labelLength: 20 },
};

const TAKEN = ['image/png', 'image/jpeg', 'image/gif', 'audio/aac', 'audio/mp4', 'audio/wav', 'video/mp4', 'application/pdf'];

export function createSend(api: MessagingApi, { publicUrl }: Pick<ChannelContext, 'publicUrl'>) {
  return async (to: Address, message: OutgoingMessage, type: Record<string, string>): Promise<Delivered> => {
    if (!message.file) return sendMessage(api, to, { text: message.text || '…', ...quickReplies(message) }, type);
    const { contentType, contentUrl, name } = message.file;
    const url = addressOf(contentUrl, publicUrl);
    if (!url)
      return { ok: false, retry: false, error: 'the file has no address that Instagram could fetch it from: set ESTAFET_PUBLIC_URL' };
    const isFetchable = url.protocol === 'https:' || url.hostname === new URL(api.messagesUrl).hostname;
    if (!isFetchable || !TAKEN.includes(contentType)) return sendMessage(api, to, { text: `${name}: ${url.href}` }, type);
    return sendMessage(api, to, { attachment: { type: kindOf(contentType), payload: { url: url.href } } }, type);
  };
}

function addressOf(contentUrl: string, publicUrl: string | undefined): URL | undefined {
  return URL.canParse(contentUrl, publicUrl) ? new URL(contentUrl, publicUrl) : undefined;
}
