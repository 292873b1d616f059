/** What she sees after a tap: her choice for a moment, and the buttons gone. Nobody waits for it, nobody misses it. */
import type { Logger } from 'pino';
import type { TelegramApi } from './api.ts';
import type { StrayTap, Tapped } from './incoming.ts';

/** https://core.telegram.org/bots/api#answercallbackquery */
const MAX_NOTICE = 200;

export function createTapSettler(api: TelegramApi, log: Logger) {
  const underway = new Set<Promise<unknown>>();

  function track(work: Promise<unknown>): void {
    underway.add(work);
    void work.finally(() => underway.delete(work));
  }

  async function call(method: string, body: Record<string, unknown>): Promise<void> {
    const { status } = await api.call(method, body);
    if (status !== 200) log.debug({ method, status }, 'telegram: a tap could not be shown as done');
  }

  return {
    /** Telegram shows a tap as under way until it is answered. @param label what she chose */
    settle(tap: Tapped | StrayTap, label?: string): void {
      track(call('answerCallbackQuery', { callback_query_id: tap.queryId, ...(label && { text: label.slice(0, MAX_NOTICE) }) }));
      if (tap.kind !== 'tapped' || !tap.keyboard) return;
      const { messageId, links } = tap.keyboard;
      const reply_markup = { inline_keyboard: links };
      track(call('editMessageReplyMarkup', { chat_id: tap.chatId, message_id: messageId, reply_markup }));
    },
    async close(): Promise<void> {
      await Promise.allSettled(underway);
    },
  };
}
