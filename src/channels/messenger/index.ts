import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { readSettings } from './settings.ts';

/**
 * Messenger, for one Facebook Page. Off without settings.
 * @throws {ZodError} when a part of them is missing or bad
 */
export async function createChannel(context: ChannelContext): Promise<Channel | undefined> {
  const settings = readSettings(context.env);
  if (!settings) return undefined;
  const { createMessengerChannel } = await import('./channel.ts');
  return createMessengerChannel(context, settings);
}
