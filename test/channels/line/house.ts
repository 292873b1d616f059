/** The house with LINE's door open, and a Messaging API that takes down what it is asked. */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { conversationIdOf } from '../../../src/channels/conversation-id.ts';
import * as line from '../../../src/channels/line/index.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { type ChannelHouse, openChannelHouse, openProvider, type RecordingProvider } from '../recording-provider.ts';

export const TOKEN = 'channel-access-token/of+a/test==';
export const SECRET = '8c570fa6dd201bb328f1c1eac23a96d8';
const BOT = 'U7ab1c2d3e4f5061728394a5b6c7d8e9f';
export const USER = 'U4af4980629b2f0a1c3d5e7f9a1b2c3d4';
export const CONVERSATION = conversationIdOf('line', BOT, USER);

export interface Webhook {
  destination: string;
  events: Record<string, unknown>[];
}

export async function webhooks(): Promise<Record<string, Webhook>> {
  return JSON.parse(await readFile(new URL('fixtures/webhooks.json', import.meta.url), 'utf8'));
}

export const signatureOf = (body: string | Buffer) => createHmac('sha256', SECRET).update(body).digest('base64');

export interface LineHouse extends ChannelHouse {
  api: RecordingProvider;
  /** Posts a webhook, signed. */
  deliver(webhook: unknown): Promise<Response>;
  replies(): unknown[];
  pushes(): unknown[];
  /** A text of hers, as a new event. */
  says(text: string, event?: Record<string, unknown>): Promise<Response>;
}

export async function openLine(context: Partial<ChannelContext> = {}): Promise<LineHouse> {
  let messageId = 461_230_966_842_064_897n;
  const usual = () => ({ status: 200, body: { sentMessages: [{ id: String(++messageId), quoteToken: 'IStG5h1Tz7b' }] } });
  const api = await openProvider(usual);
  const env = {
    ESTAFET_LINE_SECRET: SECRET,
    ESTAFET_LINE_TOKEN: TOKEN,
    ESTAFET_LINE_API: api.origin,
    ESTAFET_LINE_DATA_API: `${api.origin}/data`,
  };
  const house = await openChannelHouse(line, env, context);
  let number = 0;
  async function deliver(webhook: unknown) {
    const body = JSON.stringify(webhook);
    return house.post('/webhooks/line', body, { 'x-line-signature': signatureOf(body) });
  }
  return {
    ...house,
    api,
    deliver,
    replies: () => api.bodies('/v2/bot/message/reply'),
    pushes: () => api.bodies('/v2/bot/message/push'),
    async says(text, event = {}) {
      const [fixture] = (await webhooks()).text?.events ?? [];
      const message = { ...(fixture?.message as object), id: `m${++number}`, text };
      return deliver({
        destination: BOT,
        events: [{ ...fixture, webhookEventId: `e${number}`, replyToken: `r${number}`, message, ...event }],
      });
    },
    async close() {
      await house.close();
      await api.close();
    },
  };
}
