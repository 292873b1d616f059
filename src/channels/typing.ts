/** An agent who writes is seen to write. */
import type { Conversation } from '../core/conversation.ts';
import type { ChannelContext } from '../ports/channel.ts';

/** Providers show it for 5 to 25 s; agents' consoles say it every few seconds. */
const EVERY_MS = 4_000;

/**
 * @param show tells the provider; a failure is nobody's loss
 * @param prefix what the channel's conversation ids begin with
 * @returns stops it
 */
export function showTyping(
  channel: string,
  { storage, log, now }: Pick<ChannelContext, 'storage' | 'log' | 'now'>,
  show: (conversation: Conversation) => Promise<unknown>,
  prefix = `${channel}-`,
): () => void {
  const shownAt = new Map<string, number>();
  return storage.live.subscribe((signal) => {
    if (signal.kind !== 'typing' || signal.from.role !== 'agent' || !signal.conversationId.startsWith(prefix)) return;
    if (now() - (shownAt.get(signal.conversationId) ?? 0) < EVERY_MS) return;
    for (const [id, at] of shownAt) if (now() - at >= EVERY_MS) shownAt.delete(id);
    shownAt.set(signal.conversationId, now());
    storage.store
      .load(signal.conversationId)
      .then(({ conversation }) => conversation?.channel === channel && show(conversation))
      .catch((error: unknown) => log.debug({ err: error }, 'typing could not be shown'));
  });
}
