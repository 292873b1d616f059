/** A turn as the commit script takes it, and what it writes as it is read back. */
import { hash } from 'node:crypto';
import { type Conversation, type FlowStanding, standingsOf } from '../../core/conversation.ts';
import type { Commit } from '../../core/turn-types.ts';
import { agentList, listOf, viewOf } from './places.ts';

/** How long a repeated delivery is recognised. */
export const INPUT_AGE_MS = 30 * 24 * 3600 * 1000;
/** Readers of the feed may lag by so many commits; some 60 MB. */
export const FEED_LENGTH = 1_000_000;

/** An input by sixteen characters, 96 bits: ids may be long, and each is kept for a month. */
export function inputDigest(inputId: string): string {
  return hash('sha256', inputId, 'base64url').slice(0, 16);
}

/** All that follows the desk's tag, in the order that commit.lua names. */
export function commitArguments(commit: Commit, channel: string): (string | number)[] {
  const { conversation, activities, effects, timers, capacity } = commit;
  const { updatedAt } = conversation;
  return [
    conversation.id,
    inputDigest(commit.inputId),
    commit.expectedVersion,
    toRecord(conversation),
    updatedAt,
    listScore(conversation),
    capacity ? agentList(capacity.agentId, 'open') : '',
    capacity?.max ?? 0,
    updatedAt - INPUT_AGE_MS,
    INPUT_AGE_MS / 1000,
    channel,
    FEED_LENGTH,
    activities[0]?.seq ?? 0,
    conversation.customer.walletId ?? '',
    ...run(activities, (activity) => [JSON.stringify(activity)]),
    ...run(effects, (effect) => [effect.id, effect.kind, wholeMs(effect.dueAt), JSON.stringify(effect)]),
    ...run(timers.cancel, (id) => [id]),
    ...run(timers.set, (timer) => [timer.id, wholeMs(timer.dueAt), JSON.stringify(timer)]),
  ];
}

/** Where it stands in its list: who waits by score, others the latest first. */
export function listScore({ owner, updatedAt }: Conversation): number {
  return owner.kind === 'queue' ? owner.score : -updatedAt;
}

function run<T>(entries: T[], values: (entry: T) => (string | number)[]): (string | number)[] {
  return [entries.length, ...entries.flatMap(values)];
}

/** Four lines that the scripts read, then the whole as JSON, which never holds a line's end. */
export function toRecord(conversation: Conversation): string {
  const standings = conversation.runs.length ? JSON.stringify(standingsOf(conversation)) : '';
  return [conversation.version, viewOf(conversation), listOf(conversation), standings, JSON.stringify(conversation)].join('\n');
}

export function fromRecord(record: string): Conversation {
  return JSON.parse(bodyOf(record)) as Conversation;
}

/** Each place once, however they are combined on somebody's stack. */
export function fromStandings(kept: string[]): FlowStanding[] {
  const found = new Map<string, FlowStanding>();
  for (const text of kept) for (const standing of JSON.parse(text) as FlowStanding[]) found.set(JSON.stringify(standing), standing);
  return [...found.values()];
}

/** The last line of a record: the thing itself. */
export function bodyOf(record: string): string {
  return record.slice(record.lastIndexOf('\n') + 1);
}

/** Never early: rounded up. */
export function wholeMs(ms: number): number {
  return Math.ceil(ms);
}
