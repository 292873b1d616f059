/**
 * The bot has read what it answers, and she sees it. What waits for a person counts as read when the person writes.
 */
import type { Conversation } from '../core/conversation.ts';
import type { ChannelContext } from '../ports/channel.ts';

/** Goes on after the delivery is acknowledged. @param tell a failure is nobody's loss */
export function markRead(
  conversationIds: Iterable<string>,
  { storage, log }: Pick<ChannelContext, 'storage' | 'log'>,
  tell: (conversation: Conversation) => Promise<unknown>,
): void {
  for (const id of new Set(conversationIds)) {
    storage.store
      .load(id)
      .then(({ conversation }) => conversation?.owner.kind === 'bot' && tell(conversation))
      .catch((error: unknown) => log.debug({ err: error }, 'a message could not be marked as read'));
  }
}
