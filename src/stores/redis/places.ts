/**
 * Where a conversation is found. Each stands in one view, by latest update: its owner's kind, status and language, in
 * the queue its team too. One that waits stands also in the list of its team and language, by score; one that is with
 * an agent in the agent's own list. Whatever else is asked for is merged from these when it is read.
 */
import type { Conversation } from '../../core/conversation.ts';
import type { OwnerFilter } from '../../ports/store.ts';

type Status = Conversation['status'];
/** Names are JSON, so no part of one runs into the next. */
type View = ['bot' | 'agent', Status, locale: string] | ['queue', Status, locale: string, team: string];

export function viewOf({ owner, status, locale }: Conversation): string {
  const view: View = owner.kind === 'queue' ? ['queue', status, owner.locale, owner.team] : [owner.kind, status, locale];
  return JSON.stringify(view);
}

/** '' when it stands in none. */
export function listOf({ owner, status }: Conversation): string {
  if (owner.kind === 'bot') return '';
  return owner.kind === 'queue' ? waitingList(status, owner.team, owner.locale) : agentList(owner.agentId, status);
}

export function waitingList(status: Status, team: string, locale: string): string {
  return JSON.stringify(['queue', team, locale, status]);
}

export function agentList(agentId: string, status: Status): string {
  return JSON.stringify(['agent', agentId, status]);
}

/** A list to be merged with others; `within` keeps only what stands in that view too. */
export type Source = { view: string } | { list: string; within?: string };

/** What holds all that the filter asks for, and nothing else. @param views all that there are */
export function sourcesOf(filter: OwnerFilter, views: string[]): Source[] {
  const fitting = views.map((view) => JSON.parse(view) as View).filter((view) => fits(view, filter));
  if (filter.agentId !== undefined) return agentSources(filter, filter.agentId, fitting);
  if (filter.owner !== 'queue') return fitting.map((view) => ({ view: JSON.stringify(view) }));
  return fitting.map(([, status, locale, team = '']) => ({ list: waitingList(status, team, locale) }));
}

/** An agent's own are few, so those of a language are picked out of them. */
function agentSources(filter: OwnerFilter, agentId: string, fitting: View[]): Source[] {
  if (filter.locale !== undefined) {
    return fitting.map((view) => ({ list: agentList(agentId, view[1]), within: JSON.stringify(view) }));
  }
  const statuses = new Set(fitting.map(([, status]) => status));
  return [...statuses].map((status) => ({ list: agentList(agentId, status) }));
}

/** Only a queue has a team and only an agent an id. */
function fits([kind, status, locale, team]: View, filter: OwnerFilter): boolean {
  return (
    (filter.owner === 'any' || filter.owner === kind) &&
    (filter.status === undefined || filter.status === status) &&
    (filter.locale === undefined || filter.locale === locale) &&
    (filter.team === undefined || filter.team === team) &&
    (filter.agentId === undefined || kind === 'agent')
  );
}

/** It may have moved on since it was found. */
export function isThere(conversation: Conversation, filter: OwnerFilter): boolean {
  const { owner } = conversation;
  const isHers = filter.agentId === undefined || (owner.kind === 'agent' && owner.agentId === filter.agentId);
  return isHers && fits(JSON.parse(viewOf(conversation)) as View, filter);
}
