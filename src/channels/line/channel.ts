/** `POST /webhooks/line`, where LINE delivers, and the way back through the Messaging API. */
import type * as z from 'zod';
import type { Channel, ChannelContext } from '../../ports/channel.ts';
import { conversationIdOf } from '../conversation-id.ts';
import { createSender } from '../sender.ts';
import { isSigned } from '../signature.ts';
import { showTyping } from '../typing.ts';
import { takeAll, webhookRoute } from '../webhook.ts';
import { createApi } from './api.ts';
import { envelope, readEvent } from './incoming.ts';
import { inputOf } from './inputs.ts';
import { createMediaFetcher } from './media.ts';
import { capabilities, messageFor } from './messages.ts';
import { createReplyTokens } from './reply-tokens.ts';
import { address, createDelivery } from './send.ts';
import type { Settings } from './settings.ts';

/** An agent who goes on writing is shown again before it ends. */
const LOADING_SECONDS = 5;

export function createLineChannel(context: ChannelContext, settings: Settings): Channel {
  const { engine, files, texts, log, now, publicUrl } = context;
  const api = createApi(settings);
  const tokens = createReplyTokens(now);
  const deliverOne = createDelivery(api, tokens);
  const messageOptions = { files, texts, anyScheme: !settings.api.startsWith('https:'), ...(publicUrl && { publicUrl }) };
  files.serveChannel('line', createMediaFetcher(settings));

  /** One after the other, as what she says may depend on what was said before: a number, a tap. */
  async function deliver({ destination, events }: z.infer<typeof envelope>): Promise<void> {
    const known = events.flatMap((given) => readEvent(given) ?? []);
    if (known.length < events.length) log.debug({ events: events.length, known: known.length }, 'line: not all of it is for us');
    for (const event of known.toSorted((a, b) => a.sentAt - b.sentAt)) {
      const conversationId = conversationIdOf('line', destination, event.userId);
      if (event.replyToken !== undefined) tokens.keep(conversationId, event.replyToken);
      const input = await inputOf(event, conversationId, context);
      if (input?.kind === 'activity') await takeAll([{ input, sentAt: event.sentAt }], context);
      else if (input) await engine.handle(input);
    }
  }

  const stopTyping = showTyping('line', context, async (conversation) => {
    const to = address.safeParse(conversation.address).data;
    if (to) await api.showLoading(to.userId, LOADING_SECONDS);
  });

  return {
    name: 'line',
    routes: [
      webhookRoute({
        path: '/webhooks/line',
        isAuthentic: ({ headers, raw }) => isSigned(raw, settings.secret, signatureIn(headers['x-line-signature']), 'base64'),
        envelope,
        deliver,
      }),
    ],
    send: createSender({
      channel: 'line',
      capabilities,
      address,
      context,
      async deliver({ userId }, message, { conversation, activity, key }) {
        const shown = await messageFor(message, activity.locale ?? '', messageOptions);
        if (!shown) return { ok: false, retry: false, error: 'the file has no address that LINE could reach' };
        return deliverOne(userId, conversation.id, shown, key);
      },
    }),
    async close() {
      stopTyping();
    },
  };
}

function signatureIn(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
