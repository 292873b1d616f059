import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createBotFrameworkChannel } from './channel.ts';
import { readSettings } from './settings.ts';

/**
 * Azure Bot Service and the Bot Framework Emulator. Off in production without credentials.
 * @throws {ZodError} on bad settings
 */
export function createChannel(context: ChannelContext): Channel | undefined {
  const settings = readSettings(context.env, context.production);
  return settings && createBotFrameworkChannel(context, settings);
}
