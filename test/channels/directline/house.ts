/** The house with the Direct Line door open, over real HTTP and WebSocket. */
import { createDirectLineChannel } from '../../../src/channels/directline/channel.ts';
import type { Settings } from '../../../src/channels/directline/settings.ts';
import { createHttpServer } from '../../../src/http/server.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { type Clock, createClock } from '../../../src/demo/clock.ts';
import { channelContext } from '../../helpers/channel-context.ts';
import { createHarness, type Harness } from '../../helpers/harness.ts';
import { generateToken } from '../../helpers/official-client.ts';

export const SECRET = 'direct-line-secret-of-the-tests';

export interface House {
  harness: Harness;
  url: string;
  token(user?: { id: string; name?: string }): Promise<{ token: string; conversationId: string }>;
  call(method: string, path: string, token?: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
  body: any;
}

export async function openHouse(
  options: { settings?: Partial<Settings>; context?: Partial<ChannelContext>; clock?: Clock } = {},
): Promise<House> {
  const harness = await createHarness({ clock: options.clock ?? createClock() });
  const context = channelContext(harness, options.context);
  const channel = createDirectLineChannel(context, { secret: SECRET, ...options.settings });
  harness.channels.set(channel.name, channel);
  const server = createHttpServer({ doors: [channel, context.files], log: context.log, production: false });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  return {
    harness,
    url,
    token: (user) => generateToken(url, SECRET, user),
    async call(method, path, token, body) {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
    },
    async close() {
      await server.drain();
      await channel.close?.();
      await harness.close();
    },
  };
}
