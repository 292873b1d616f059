import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createDirectLineChannel } from './channel.ts';
import { readSettings } from './settings.ts';

/**
 * Direct Line 3.0 and the widget's session. Off without a secret.
 * @throws {ZodError} on a secret that is too short
 */
export function createChannel(context: ChannelContext): Channel | undefined {
  const settings = readSettings(context.env);
  return settings && createDirectLineChannel(context, settings);
}
