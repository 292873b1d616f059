import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { readSettings } from './settings.ts';

/**
 * A Telegram bot, by webhook. Off without its settings.
 * @throws {ZodError} on bad or missing settings
 */
export async function createChannel(context: ChannelContext): Promise<Channel | undefined> {
  const settings = readSettings(context.env);
  if (!settings) return undefined;
  const { createTelegramChannel } = await import('./channel.ts');
  return createTelegramChannel(context, settings);
}
