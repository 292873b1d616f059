import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createMessagingChannel } from '../meta-messaging-channel.ts';
import { capabilities, createSend } from './send.ts';
import type { Settings } from './settings.ts';

export function createInstagramChannel(context: ChannelContext, { api: base, token, ...settings }: Settings): Channel {
  const api = { provider: 'Instagram', messagesUrl: `${base}/${settings.accountId}/messages`, token };
  const send = createSend(api, context);
  return createMessagingChannel(context, { name: 'instagram', object: 'instagram', api, capabilities, send, ...settings });
}
