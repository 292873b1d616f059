/** Commits as turns write them, made in one line. */
import type { Activity, Visibility } from '../../src/core/activity.ts';
import type { AgentOwner, Conversation, QueueOwner } from '../../src/core/conversation.ts';
import type { Commit, Effect, Timer } from '../../src/core/turn-types.ts';
import type { Store } from '../../src/ports/store.ts';

/** A Monday morning; every clock in the contract starts here. */
export const T0 = Date.UTC(2026, 0, 5, 2);

let made = 0;

/** Never the same twice, so that tests can share a store. */
export function unique(prefix: string): string {
  return `${prefix}-${++made}`;
}

export interface TurnParts {
  /** A new conversation's id. */
  id?: string;
  inputId?: string;
  /** Epoch ms, default T0. */
  now?: number;
  /** What the bot says to her; with `sends` each is sent too. */
  says?: string[];
  /** What only the desk reads; comes after `says`. */
  notes?: string[];
  sends?: boolean;
  /** Ids of wallet calls. */
  calls?: string[];
  timers?: { set?: { id: string; dueAt: number }[]; cancel?: string[] };
  capacity?: Commit['capacity'];
  change?: Partial<Conversation>;
}

/** The commit of a turn that follows `before`, or that creates the conversation. */
export function turn(before: Conversation | undefined, parts: TurnParts = {}): Commit {
  const now = parts.now ?? T0;
  const start = before ?? emptyConversation(parts.id ?? unique('conversation'), now);
  const inputId = parts.inputId ?? unique('input');
  const texts: [string, Visibility][] = [
    ...(parts.says ?? []).map((text): [string, Visibility] => [text, 'customer']),
    ...(parts.notes ?? []).map((text): [string, Visibility] => [text, 'desk']),
  ];
  const activities = texts.map(
    ([text, visibility], index): Activity => ({
      id: `${inputId}|${index}`,
      seq: start.activityCount + index + 1,
      type: 'message',
      timestamp: new Date(now).toISOString(),
      conversationId: start.id,
      from: { id: 'bot', name: 'Estafet', role: 'bot' },
      visibility,
      locale: start.locale,
      text,
      channelData: { messageKey: 'reset-password.ask-contact' },
    }),
  );
  return {
    inputId,
    expectedVersion: start.version,
    conversation: {
      ...start,
      updatedAt: now,
      ...parts.change,
      version: start.version + 1,
      activityCount: start.activityCount + activities.length,
    },
    activities,
    effects: effectsOf(start.id, activities, parts, now),
    timers: {
      set: (parts.timers?.set ?? []).map((timer): Timer => ({ ...timer, conversationId: start.id })),
      cancel: parts.timers?.cancel ?? [],
    },
    ...(parts.capacity && { capacity: parts.capacity }),
  };
}

function effectsOf(conversationId: string, activities: Activity[], parts: TurnParts, now: number): Effect[] {
  const sent = parts.sends ? activities.filter((activity) => activity.visibility === 'customer') : [];
  return [
    ...sent.map((activity): Effect => ({ id: `${activity.id}|send`, conversationId, kind: 'send', activity, dueAt: now })),
    ...(parts.calls ?? []).map(
      (id): Effect => ({ id, conversationId, kind: 'callWallet', operation: 'getPasswordReset', input: { resetId: 'r-1' }, dueAt: now }),
    ),
  ];
}

function emptyConversation(id: string, now: number): Conversation {
  return {
    id,
    version: 0,
    activityCount: 0,
    status: 'open',
    owner: { kind: 'bot' },
    channel: 'directline',
    delivery: 'pull',
    locale: 'id',
    customer: { id: 'dl_sari', name: 'Sari' },
    runs: [],
    choices: [],
    misunderstood: 0,
    createdAt: now,
    updatedAt: now,
  };
}

/** Commits a turn that must go through. */
export async function commitTurn(store: Store, before: Conversation | undefined, parts: TurnParts = {}): Promise<Conversation> {
  const commit = turn(before, parts);
  const result = await store.commit(commit);
  if (!result.ok) throw new Error(`the turn was refused: ${result.reason}`);
  return commit.conversation;
}

export function inQueue(entry: { team?: string; locale?: string; score?: number } = {}): QueueOwner {
  return {
    kind: 'queue',
    team: entry.team ?? 'general',
    locale: entry.locale ?? 'id',
    since: T0,
    score: entry.score ?? T0,
    reason: 'asked',
  };
}

export function withAgent(agentId: string): AgentOwner {
  return { kind: 'agent', agentId, agentName: agentId, since: T0 };
}
