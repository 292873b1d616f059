/** What she did on LINE, as an input of the engine. */
import type { IncomingActivity } from '../../core/activity.ts';
import type { Conversation } from '../../core/conversation.ts';
import type { Input } from '../../core/turn-types.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import { numberedLabel, resolveOption } from '../options.ts';
import type { LineEvent } from './incoming.ts';
import { capabilities } from './messages.ts';

type Context = Pick<ChannelContext, 'storage' | 'files'>;
type Content = Omit<IncomingActivity, 'from'>;

/** @returns undefined: there is nothing in it for anybody */
export async function inputOf(event: LineEvent, conversationId: string, context: Context): Promise<Input | undefined> {
  const id = `line|${event.id}`;
  if (event.kind === 'unfollowed') {
    const detail = 'she has blocked the account';
    return { kind: 'undelivered', id, conversationId, activityId: '', reason: 'blocked', detail, at: event.sentAt };
  }
  const { conversation } = await context.storage.store.load(conversationId);
  const content = await contentOf(event, conversation, conversationId, context);
  if (!content) return undefined;
  const { userId } = event;
  const customer = { id: `line:${userId}` };
  return {
    kind: 'activity',
    id,
    conversationId,
    activity: { ...content, from: customer },
    origin: { channel: 'line', delivery: 'push', address: { userId }, customer },
  };
}

async function contentOf(
  { kind, text, files }: LineEvent,
  conversation: Conversation | undefined,
  conversationId: string,
  context: Context,
): Promise<Content | undefined> {
  switch (kind) {
    case 'followed':
      // Noted even where we know of no block: LINE may bring that later, and it is over by then.
      return conversation ? { type: 'event', name: 'customer.unblocked' } : { type: 'conversationUpdate' };
    case 'sticker':
      return conversation ? { type: 'event', name: 'sticker.sent' } : { type: 'conversationUpdate' };
    case 'tapped': {
      const said = await resolveOption(context.storage.store, conversationId, text ?? '');
      return said === undefined ? undefined : { type: 'message', text: said };
    }
    default: {
      const attachments = await Promise.all(
        files.map(({ source, contentType, name }) => context.files.expect({ channel: 'line', source, contentType, name }, conversationId)),
      );
      return {
        type: 'message',
        ...(text !== undefined && { text: numberedLabel(text, conversation, capabilities) ?? text }),
        ...(attachments.length && { attachments }),
      };
    }
  }
}
