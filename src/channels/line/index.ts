import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createLineChannel } from './channel.ts';
import { readSettings } from './settings.ts';

/**
 * A LINE Official Account, by the Messaging API. Off without its settings.
 * @throws {ZodError} on bad or missing settings
 */
export function createChannel(context: ChannelContext): Channel | undefined {
  const settings = readSettings(context.env);
  return settings && createLineChannel(context, settings);
}
