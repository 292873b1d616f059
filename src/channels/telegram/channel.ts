/** `POST /webhooks/telegram`, where Telegram delivers, and the way back through the Bot API. */
import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { createSender } from '../sender.ts';
import { isSame } from '../signature.ts';
import { showTyping } from '../typing.ts';
import { takeAll, webhookRoute } from '../webhook.ts';
import { createApi } from './api.ts';
import { publishCommands } from './commands.ts';
import { envelope, readUpdate, type Update } from './incoming.ts';
import { inputOf } from './inputs.ts';
import { createMediaFetcher } from './media.ts';
import { address, capabilities, createDelivery } from './send.ts';
import type { Settings } from './settings.ts';
import { createTapSettler } from './taps.ts';

/** Long enough for the house to be listening. */
const COMMANDS_AFTER_MS = 1_000;

export function createTelegramChannel(context: ChannelContext, settings: Settings): Channel {
  const { engine, files, texts, log, now, publicUrl } = context;
  const api = createApi(settings);
  const taps = createTapSettler(api, log);
  files.serveChannel('telegram', createMediaFetcher(api, settings));

  async function deliver(update: Update): Promise<void> {
    const event = readUpdate(update, now());
    if (!event) return log.debug({ update: update.update_id, fields: Object.keys(update) }, 'telegram: nothing for us');
    if (event.kind === 'stray-tap') return taps.settle(event);
    const input = await inputOf(event, settings.botId, context);
    if (input?.kind === 'activity') await takeAll([{ input, sentAt: event.sentAt }], context);
    else if (input) await engine.handle(input);
    if (event.kind === 'tapped') taps.settle(event, input?.kind === 'activity' ? input.activity.text : undefined);
  }

  const commands = setTimeout(() => void publishCommands(api, texts, log), COMMANDS_AFTER_MS).unref();
  const stopTyping = showTyping('telegram', context, async (conversation) => {
    const to = address.safeParse(conversation.address).data;
    if (to) await api.call('sendChatAction', { chat_id: to.chatId, action: 'typing' });
  });

  return {
    name: 'telegram',
    routes: [
      webhookRoute({
        path: '/webhooks/telegram',
        isAuthentic: ({ headers }) => isSame(settings.secret, headers['x-telegram-bot-api-secret-token']),
        envelope,
        deliver,
      }),
    ],
    send: createSender({
      channel: 'telegram',
      capabilities,
      address,
      context,
      deliver: createDelivery({ api, files, texts, ...(publicUrl && { publicUrl }) }),
    }),
    async close() {
      clearTimeout(commands);
      stopTyping();
      await taps.close();
    },
  };
}
