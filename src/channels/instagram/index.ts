import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { readSettings } from './settings.ts';

/**
 * Instagram, for one professional account. Off without settings.
 * @throws {ZodError} when a part of them is missing or bad
 */
export async function createChannel(context: ChannelContext): Promise<Channel | undefined> {
  const settings = readSettings(context.env);
  if (!settings) return undefined;
  const { createInstagramChannel } = await import('./channel.ts');
  return createInstagramChannel(context, settings);
}
