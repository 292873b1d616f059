/** What a push channel could not bring to her: the agents read of it, she can't. */
import { BOT } from './activity.ts';
import type { Draft } from './draft.ts';
import type { UndeliveredInput } from './turn-types.ts';

export function noteUndelivered(
  draft: Draft,
  { activityId, reason, detail, at = draft.now }: Omit<UndeliveredInput, 'kind' | 'id' | 'conversationId'>,
): void {
  const { customerAt = 0 } = draft.conversation;
  // News come late at times: whoever has written since does not block us any more.
  if (reason === 'blocked' && customerAt <= at) draft.conversation.blockedAt ??= draft.now;
  draft.log({ type: 'event', name: 'delivery.failed', value: { activityId, reason, detail }, from: BOT, visibility: 'desk' });
}
