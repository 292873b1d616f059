import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createInstagramChannel } from './channel.ts';
import { readSettings } from './settings.ts';

/**
 * Instagram, for one professional account. Off without settings.
 * @throws {ZodError} when a part of them is missing or bad
 */
export function createChannel(context: ChannelContext): Channel | undefined {
  const settings = readSettings(context.env);
  return settings && createInstagramChannel(context, settings);
}
