import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { readSettings } from './settings.ts';

/**
 * Direct Line 3.0 and the widget's session. Off without a secret.
 * @throws {ZodError} on a secret that is too short
 */
export async function createChannel(context: ChannelContext): Promise<Channel | undefined> {
  const settings = readSettings(context.env);
  if (!settings) return undefined;
  const { createDirectLineChannel } = await import('./channel.ts');
  return createDirectLineChannel(context, settings);
}
