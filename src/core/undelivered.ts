/** What a push channel could not bring to her: the agents read of it, she can't. */
import { BOT } from './activity.ts';
import type { Draft } from './draft.ts';
import type { UndeliveredInput } from './turn-types.ts';

export function noteUndelivered(
  draft: Draft,
  { activityId, reason, detail }: Omit<UndeliveredInput, 'kind' | 'id' | 'conversationId'>,
): void {
  if (reason === 'blocked') draft.conversation.blockedAt ??= draft.now;
  draft.log({ type: 'event', name: 'delivery.failed', value: { activityId, reason, detail }, from: BOT, visibility: 'desk' });
}
