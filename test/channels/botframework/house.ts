/** The house with this one door open, over real HTTP. */
import { type AdapterOptions, loadAdapter } from '../../../src/channels/botframework/adapter.ts';
import { createBotFrameworkChannel } from '../../../src/channels/botframework/channel.ts';
import { readSettings } from '../../../src/channels/botframework/settings.ts';
import { createHttpServer } from '../../../src/http/server.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { channelContext } from '../../helpers/channel-context.ts';
import { createHarness, type Harness } from '../../helpers/harness.ts';
import { emulatorActivity } from './connector.ts';

export interface House {
  harness: Harness;
  context: ChannelContext;
  url: string;
  /** Posts an activity as the Emulator does. */
  post(activity: Record<string, unknown>, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export async function openHouse(
  serviceUrl: string,
  options: { context?: Partial<ChannelContext>; adapter?: Partial<AdapterOptions> } = {},
): Promise<House> {
  const harness = await createHarness();
  const context = channelContext(harness, options.context);
  const settings = readSettings(context.env, context.production);
  if (!settings) throw new Error('the channel is off');
  const channel = createBotFrameworkChannel(context, settings, () => loadAdapter({ settings, log: context.log, ...options.adapter }));
  harness.channels.set(channel.name, channel);
  const server = createHttpServer({ doors: [channel, context.files], log: context.log, production: context.production });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/api/messages`;
  return {
    harness,
    context,
    url,
    async post(activity, headers = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(emulatorActivity(serviceUrl, activity)),
      });
      await harness.outbox.idle();
      return response;
    },
    async close() {
      await server.drain();
      await channel.close?.();
      await context.files.close();
      await harness.close();
    },
  };
}
