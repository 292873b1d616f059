import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createTelegramChannel } from './channel.ts';
import { readSettings } from './settings.ts';

/**
 * A Telegram bot, by webhook. Off without its settings.
 * @throws {ZodError} on bad or missing settings
 */
export function createChannel(context: ChannelContext): Channel | undefined {
  const settings = readSettings(context.env);
  return settings && createTelegramChannel(context, settings);
}
