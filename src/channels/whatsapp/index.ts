import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createWhatsAppChannel } from './channel.ts';
import { readSettings } from './settings.ts';

/**
 * WhatsApp by Meta's Cloud API. Off without settings.
 * @throws {ZodError} when a part of them is missing or bad
 */
export function createChannel(context: ChannelContext): Channel | undefined {
  const settings = readSettings(context.env);
  return settings && createWhatsAppChannel(context, settings);
}
