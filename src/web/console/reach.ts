/** Whether a message would get through to the customer, as the channel's limits stand. */
import type { Activity, ConversationItem } from './shapes.ts';

const SOON_MS = 60 * 60_000;

export type Reaching =
  /** `soon`: less than an hour is left of it. */
  { kind: 'open'; until?: number; soon: boolean } | { kind: 'closed'; invitation: boolean } | { kind: 'blocked' };

/** A window that has run out since the server was asked is closed. @param now epoch ms */
export function reaching({ reach, blockedAt }: Pick<ConversationItem, 'reach' | 'blockedAt'>, now: number): Reaching {
  if (blockedAt !== undefined) return { kind: 'blocked' };
  if (!reach) return { kind: 'open', soon: false };
  const { open, until, invitation = false } = reach;
  if (!open || (until !== undefined && until <= now)) return { kind: 'closed', invitation };
  return until === undefined ? { kind: 'open', soon: false } : { kind: 'open', until, soon: until - now < SOON_MS };
}

/** The invitation went out, and she has not answered it. @param failed ids of what was not delivered */
export function isInvited(activities: readonly Activity[], failed: (id: string) => boolean): boolean {
  const last = activities.findLast(
    ({ type, from, channelData }) => type === 'message' && (from.role === 'user' || channelData?.invitation === true),
  );
  return last !== undefined && last.from.role !== 'user' && !failed(last.id);
}
