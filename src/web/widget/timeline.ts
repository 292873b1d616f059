/** From the activities that arrived, in whatever order and however often, to what stands on the screen. Pure. */
import { isObject, type WireActivity } from '../shared/wire.ts';
import type { Pending } from './outbox.ts';

export type Author = 'me' | 'bot' | 'agent';

export function authorOf(activity: WireActivity): Author {
  if (activity.from.role === 'user') return 'me';
  const ours = activity.channelData?.estafet;
  return activity.from.id.startsWith('agent:') || (isObject(ours) && ours.author === 'agent') ? 'agent' : 'bot';
}

export function clientIdOf(activity: WireActivity): string | undefined {
  const id = activity.channelData?.clientActivityID;
  return typeof id === 'string' ? id : undefined;
}

/** Place in the conversation: the server's number, else the time. */
export function sequenceOf(activity: WireActivity): number {
  const sequence = Number(activity.channelData?.['webchat:sequence-id'] ?? Number.NaN);
  return Number.isFinite(sequence) ? sequence : Date.parse(activity.timestamp) || 0;
}

/** Takes in what is new; what is known by its id, or by the id that the client gave it, is not taken twice. */
export function merge(known: readonly WireActivity[], incoming: readonly WireActivity[]): WireActivity[] {
  const ids = new Set<string | undefined>();
  const unique = [...known, ...incoming].filter((activity) => {
    const client = clientIdOf(activity);
    const names = [activity.id && `id:${activity.id}`, client && `client:${client}`].filter(Boolean);
    const isNew = names.length > 0 && !names.some((name) => ids.has(name));
    if (isNew) for (const name of names) ids.add(name);
    return isNew;
  });
  return unique.sort((a, b) => sequenceOf(a) - sequenceOf(b));
}

/** Who has the baton, as far as she was told. */
export type Custody = { kind: 'bot' } | { kind: 'queue' } | { kind: 'agent'; name: string };

export function custodyOf(activities: readonly WireActivity[]): Custody {
  let custody: Custody = { kind: 'bot' };
  for (const activity of activities) {
    if (activity.type !== 'event') continue;
    const value = isObject(activity.value) ? activity.value : {};
    if (activity.name === 'handoff.initiate') custody = { kind: 'queue' };
    else if (activity.name === 'handoff.status')
      custody = value.state === 'accepted' ? { kind: 'agent', name: activity.from.name ?? '' } : { kind: 'bot' };
    else if (activity.name === 'agent.transferred')
      custody = typeof value.to === 'string' ? { kind: 'agent', name: value.to } : { kind: 'queue' };
  }
  return custody;
}

/**
 * The message that waits for her answer: only the latest, so that nobody taps an old question. What she adds while she
 * waits for a person answers nothing: how to wait stays hers to choose.
 */
export function openQuestionOf(activities: readonly WireActivity[], pending: readonly Pending[]): WireActivity | undefined {
  if (pending.length) return undefined;
  const waits = custodyOf(activities).kind === 'queue';
  const last = activities.findLast((activity) => {
    if (activity.type === 'message') return !waits || authorOf(activity) !== 'me';
    return isSystemEvent(activity) && !(waits && KEEPS_WAYS.has(activity.name ?? ''));
  });
  return last?.type === 'message' && authorOf(last) !== 'me' ? last : undefined;
}

/** The ways to wait were offered right before the queue. */
const KEEPS_WAYS = new Set(['handoff.initiate', 'secret.masked']);

const SYSTEM_EVENTS = new Set(['handoff.initiate', 'handoff.status', 'agent.transferred', 'secret.masked']);

export function isSystemEvent(activity: WireActivity): boolean {
  return activity.type === 'event' && SYSTEM_EVENTS.has(activity.name ?? '');
}

export type Item =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'system'; key: string; activity: WireActivity }
  | { kind: 'group'; key: string; author: Author; name: string; messages: WireActivity[]; pending: Pending[] };

/** Longer apart than this, two messages of one author are two groups with a time each. */
const GROUP_MS = 5 * 60_000;

/** Days, system lines, and messages grouped by author. @param dayOf the day of a time, in her time zone */
export function itemsOf(activities: readonly WireActivity[], pending: readonly Pending[], dayOf: (at: string) => string): Item[] {
  const items: Item[] = [];
  let day = '';
  for (const activity of activities) {
    const isMessage = activity.type === 'message';
    if (!isMessage && !isSystemEvent(activity)) continue;
    const key = activity.id ?? clientIdOf(activity) ?? '';
    if (activity.timestamp && dayOf(activity.timestamp) !== day) {
      day = dayOf(activity.timestamp);
      items.push({ kind: 'day', key: `day ${day}`, at: activity.timestamp });
    }
    if (!isMessage) {
      items.push({ kind: 'system', key, activity });
      continue;
    }
    const last = items.at(-1);
    if (last?.kind === 'group' && belongs(last, activity)) last.messages.push(activity);
    else items.push({ kind: 'group', key, author: authorOf(activity), name: activity.from.name ?? '', messages: [activity], pending: [] });
  }
  if (pending.length === 0) return items;
  const last = items.at(-1);
  if (last?.kind === 'group' && last.author === 'me') last.pending.push(...pending);
  else items.push({ kind: 'group', key: 'pending', author: 'me', name: '', messages: [], pending: [...pending] });
  return items;
}

function belongs(group: Extract<Item, { kind: 'group' }>, activity: WireActivity): boolean {
  const before = group.messages.at(-1);
  if (!before || group.author !== authorOf(activity) || before.from.id !== activity.from.id) return false;
  return Date.parse(activity.timestamp) - Date.parse(before.timestamp) < GROUP_MS;
}

/** What of others she has not seen yet. @param seen the sequence that she has read up to */
export function unreadOf(activities: readonly WireActivity[], seen: number): number {
  return activities.filter((activity) => activity.type === 'message' && authorOf(activity) !== 'me' && sequenceOf(activity) > seen).length;
}

/** Pending ones whose echo is not here yet. */
export function withoutEchoes(pending: readonly Pending[], activities: readonly WireActivity[]): Pending[] {
  const echoed = new Set(activities.map(clientIdOf));
  return pending.filter(({ id }) => !echoed.has(id));
}
