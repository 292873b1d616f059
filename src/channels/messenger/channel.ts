import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createMessagingChannel } from '../meta-messaging-channel.ts';
import { capabilities, createSend } from './send.ts';
import type { Settings } from './settings.ts';

export function createMessengerChannel(context: ChannelContext, { pageId, api: base, token, ...settings }: Settings): Channel {
  const api = { provider: 'Messenger', messagesUrl: `${base}/${pageId}/messages`, token };
  const send = createSend(api, context);
  return createMessagingChannel(context, { name: 'messenger', object: 'page', accountId: pageId, api, capabilities, send, ...settings });
}
