import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { readSettings } from './settings.ts';

/**
 * Azure Bot Service and the Bot Framework Emulator. Off in production without credentials.
 * @throws {ZodError} on bad settings
 */
export async function createChannel(context: ChannelContext): Promise<Channel | undefined> {
  const settings = readSettings(context.env, context.production);
  if (!settings) return undefined;
  const { createBotFrameworkChannel } = await import('./channel.ts');
  return createBotFrameworkChannel(context, settings);
}
