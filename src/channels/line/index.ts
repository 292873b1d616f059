import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { readSettings } from './settings.ts';

/**
 * A LINE Official Account, by the Messaging API. Off without its settings.
 * @throws {ZodError} on bad or missing settings
 */
export async function createChannel(context: ChannelContext): Promise<Channel | undefined> {
  const settings = readSettings(context.env);
  if (!settings) return undefined;
  const { createLineChannel } = await import('./channel.ts');
  return createLineChannel(context, settings);
}
