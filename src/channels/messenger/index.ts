import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createMessengerChannel } from './channel.ts';
import { readSettings } from './settings.ts';

/**
 * Messenger, for one Facebook Page. Off without settings.
 * @throws {ZodError} when a part of them is missing or bad
 */
export function createChannel(context: ChannelContext): Channel | undefined {
  const settings = readSettings(context.env);
  return settings && createMessengerChannel(context, settings);
}
