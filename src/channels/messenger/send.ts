/**
 * Messages as Messenger takes them.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api
 */
import type { JsonObject } from '../../core/activity.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import type { Capabilities, OutgoingMessage } from '../capabilities.ts';
import { type Address, kindOf, type MessagingApi, quickReplies, sendMessage } from '../meta-messaging-send.ts';
import type { Delivered } from '../sender.ts';

export const capabilities: Capabilities = {
  // "Less than 2,000 characters."
  textLength: 1_999,
  buttons: { max: 13, labelLength: 20 },
  linkButtons: { max: 3, labelLength: 20, besideOptions: true, textLength: 640 },
};

export function createSend(api: MessagingApi, { files }: Pick<ChannelContext, 'files'>) {
  return async (to: Address, message: OutgoingMessage, type: Record<string, string>): Promise<Delivered> => {
    if (!message.file) return sendMessage(api, to, { ...bodyOf(message), ...quickReplies(message) }, type);
    const file = await files.read(message.file.contentUrl);
    if (!file) return { ok: false, retry: false, error: 'the file is not here any more' };
    return sendMessage(api, to, { attachment: { type: kindOf(file.contentType), payload: {} } }, type, file);
  };
}

function bodyOf({ text, links }: OutgoingMessage): JsonObject {
  // Quick replies and buttons need words above them.
  const words = text || '…';
  if (!links) return { text: words };
  const buttons = links.map(({ title, url }) => ({ type: 'web_url', url, title }));
  return { attachment: { type: 'template', payload: { template_type: 'button', text: words, buttons } } };
}
