/** What she did on Telegram, as an input of the engine. */
import type { IncomingActivity } from '../../core/activity.ts';
import type { Conversation } from '../../core/conversation.ts';
import type { Input } from '../../core/turn-types.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import { conversationIdOf } from '../conversation-id.ts';
import { numberedLabel, resolveOption } from '../options.ts';
import { commandIn, opens, wordsOf } from './commands.ts';
import type { BlockChange, Said, Tapped } from './incoming.ts';
import { capabilities } from './send.ts';

/** Entries that are looked through for what she edits. */
const LATEST = 50;

type Context = Pick<ChannelContext, 'storage' | 'files' | 'texts'>;

/** @returns undefined: there is nothing in it for anybody */
export async function inputOf(event: Said | Tapped | BlockChange, botId: string, context: Context): Promise<Input | undefined> {
  const conversationId = conversationIdOf('telegram', botId, String(event.chatId));
  const id = `tg|${botId}|${event.updateId}`;
  const { conversation } = await context.storage.store.load(conversationId);
  switch (event.kind) {
    case 'said':
      return input(id, await said(event, conversation, conversationId, context));
    case 'edited':
      return input(id, await edited(event, conversation, context));
    case 'tapped': {
      const text = (await resolveOption(context.storage.store, conversationId, event.data)) ?? event.title;
      // One message takes one tap: a second one, made before the buttons were gone, would answer the next question.
      const tapId = `tg|${botId}|${event.chatId}|tap|${event.messageId}`;
      return text === undefined ? undefined : input(tapId, { type: 'message', text });
    }
    case 'unblocked':
      return conversation && input(id, { type: 'event', name: 'customer.unblocked' });
    case 'blocked':
      return {
        kind: 'undelivered',
        id,
        conversationId,
        activityId: '',
        reason: 'blocked',
        detail: 'she has blocked the bot',
        at: event.sentAt,
      };
  }

  function input(inputId: string, content: Omit<IncomingActivity, 'from'> | undefined): Input | undefined {
    if (!content) return undefined;
    const { from, chatId } = event;
    const name = [from.first_name, from.last_name].filter(Boolean).join(' ').slice(0, 200);
    const customer = { id: `telegram:${from.id}`, ...(name && { name }) };
    return {
      kind: 'activity',
      id: inputId,
      conversationId,
      activity: { ...content, from: customer },
      origin: {
        channel: 'telegram',
        delivery: 'push',
        address: { chatId },
        ...(from.language_code && { locale: from.language_code }),
        customer,
      },
    };
  }
}

async function said(
  { text, files, messageId, from }: Said,
  conversation: Conversation | undefined,
  conversationId: string,
  context: Context,
): Promise<Omit<IncomingActivity, 'from'>> {
  const channelData = { messageId };
  const command = text === undefined ? undefined : commandIn(text);
  if (command !== undefined) {
    if (!conversation && opens(command)) return { type: 'conversationUpdate' };
    const locale = conversation?.locale ?? from.language_code ?? '';
    return { type: 'message', text: wordsOf(command, context.texts.match(locale || undefined), context.texts), channelData };
  }
  const attachments = await Promise.all(
    files.map(({ fileId, contentType, name }) =>
      context.files.expect({ channel: 'telegram', source: { fileId }, contentType, name }, conversationId),
    ),
  );
  return {
    type: 'message',
    ...(text !== undefined && { text: numberedLabel(text, conversation, capabilities) ?? text }),
    ...(attachments.length && { attachments }),
    channelData,
  };
}

/**
 * A person reads what she has put right; the bot has acted on what she said before, and takes no answer back that she
 * does not take back in words. Telegram tells of edits that changed no word, too.
 */
async function edited(
  { text, messageId }: Said,
  conversation: Conversation | undefined,
  { storage }: Context,
): Promise<Omit<IncomingActivity, 'from'> | undefined> {
  if (text === undefined || !conversation) return undefined;
  const { activities } = await storage.store.activitiesAfter(
    conversation.id,
    Math.max(0, conversation.activityCount - LATEST),
    'customer',
    LATEST,
  );
  const before = activities.findLast(({ channelData }) => channelData?.messageId === messageId);
  if (before?.text === text) return undefined;
  if (conversation.owner.kind === 'bot') return { type: 'event', name: 'message.edited', value: { text }, channelData: { messageId } };
  return { type: 'message', text, channelData: { messageId } };
}
