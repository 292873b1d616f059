/** Our log's entries as Direct Line carries them. */
import type { Account, Activity, JsonObject, Role } from '../../core/activity.ts';

export interface ActivitySet {
  activities: object[];
  watermark: string;
}

export function toActivitySet(activities: Activity[], watermark: number): ActivitySet {
  return { activities: activities.filter(({ type }) => type !== 'trace').map(toWire), watermark: String(watermark) };
}

function toWire(activity: Activity): object {
  const { id, seq, type, timestamp, conversationId, from, locale, text, name, value, replyToId, suggestedActions, attachments } = activity;
  const channelData: JsonObject = { ...activity.channelData };
  channelData['webchat:sequence-id'] = seq;
  const estafet = authorship(from.role);
  if (estafet) channelData['estafet'] = estafet;
  // What is undefined is not in the JSON.
  return {
    id,
    type,
    timestamp,
    channelId: 'directline',
    conversation: { id: conversationId },
    from: toWireAccount(from),
    locale,
    text,
    // Markdown is the clients' default; what people typed must stay what they typed.
    textFormat: text === undefined ? undefined : 'plain',
    suggestedActions,
    attachments,
    name,
    value,
    replyToId,
    channelData,
  };
}

/** Who writes, now. Not in the log, so it has no place in the order and no watermark. */
export function toTyping(conversationId: string, from: Account, at: number): object {
  return {
    id: `${conversationId}|typing|${at}`,
    type: 'typing',
    timestamp: new Date(at).toISOString(),
    channelId: 'directline',
    conversation: { id: conversationId },
    from: toWireAccount(from),
    channelData: { estafet: authorship(from.role) },
  };
}

export function toQueueUpdate(conversationId: string, value: object, at: number): object {
  return {
    id: `${conversationId}|queue.update|${at}`,
    type: 'event',
    name: 'queue.update',
    timestamp: new Date(at).toISOString(),
    channelId: 'directline',
    conversation: { id: conversationId },
    from: toWireAccount({ id: 'bot', role: 'bot' }),
    value,
  };
}

/** Clients know `user` and `bot` only; a person who answers is told apart in `channelData`. */
function toWireAccount({ id, name, role }: Account): object {
  return { id, name, role: role === 'user' ? 'user' : 'bot' };
}

function authorship(role: Role): JsonObject | undefined {
  return role === 'user' ? undefined : { author: role };
}
