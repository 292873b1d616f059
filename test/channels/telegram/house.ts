/** The house with Telegram's door open, and a Bot API that takes down what it is asked. */
import { readFile } from 'node:fs/promises';
import { conversationIdOf } from '../../../src/channels/conversation-id.ts';
import * as telegram from '../../../src/channels/telegram/index.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { type Answer, type ChannelHouse, openChannelHouse, openProvider, type RecordingProvider } from '../recording-provider.ts';

export const TOKEN = '123456789:AAExampleTokenOfABotForTests_0123456';
export const SECRET = 'secret_of-the-webhook';
export const CHAT = 5342187654;
export const CONVERSATION = conversationIdOf('telegram', '123456789', String(CHAT));

type Update = { update_id: number } & Record<string, Record<string, unknown>>;

export async function updates(): Promise<Record<string, Update>> {
  return JSON.parse(await readFile(new URL('fixtures/updates.json', import.meta.url), 'utf8'));
}

export interface TelegramHouse extends ChannelHouse {
  api: RecordingProvider;
  /** Posts an update with our secret. */
  deliver(update: unknown): Promise<Response>;
  /** What was sent to her, as bodies of `sendMessage`. */
  sent(): Record<string, unknown>[];
  /** A text of hers, as a new update. */
  says(text: string): Promise<Response>;
}

export async function openTelegram(context: Partial<ChannelContext> = {}, usual?: (path: string) => Answer): Promise<TelegramHouse> {
  let messageId = 9_000;
  const api = await openProvider(({ path }) => usual?.(path) ?? { status: 200, body: { ok: true, result: { message_id: ++messageId } } });
  const env = { ESTAFET_TELEGRAM_TOKEN: TOKEN, ESTAFET_TELEGRAM_SECRET: SECRET, ESTAFET_TELEGRAM_API: api.origin };
  const house = await openChannelHouse(telegram, env, context);
  let number = 900_000_000;
  const deliver = (update: unknown) =>
    house.post('/webhooks/telegram', JSON.stringify(update), { 'X-Telegram-Bot-Api-Secret-Token': SECRET });
  return {
    ...house,
    api,
    deliver,
    sent: () => api.bodies('/sendMessage') as Record<string, unknown>[],
    async says(text) {
      const { text: fixture } = await updates();
      return deliver({ update_id: ++number, message: { ...fixture?.message, message_id: number, text } });
    },
    async close() {
      await house.close();
      await api.close();
    },
  };
}
