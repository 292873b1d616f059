/**
 * The baton. Event names, states and the shape of their values are those of the Bot Framework's handoff protocol
 * (https://learn.microsoft.com/azure/bot-service/bot-service-design-pattern-handoff-human); news of the queue,
 * for which it has no word, is our own `queue.update`.
 */
import { agentAccount, BOT, type JsonObject, type NewActivity } from './activity.ts';
import type { AgentOwner, FlowRun, QueueOwner } from './conversation.ts';
import type { Flow, Priority } from './flow.ts';
import { type Mood, STRONG } from './mood.ts';
import type { AgentRef } from './turn-types.ts';

/** Seconds that a priority is worth in the queue. */
const BOOST_SECONDS: Record<Priority, number> = { normal: 0, high: 10 * 60, urgent: 24 * 60 * 60 };

export const DEFAULT_TEAM = 'general';

/** Choice ids that are open to one who waits in the chat. */
export const WAITING_CHOICES = ['ticket', 'callback'];

/** A place in the queue, fixed on entry: waiting longer is what ages it, so nothing is ever scored again. */
export function queueOwner(entry: { team?: string; locale: string; reason: string; priority?: Priority; now: number }): QueueOwner {
  return {
    kind: 'queue',
    team: entry.team ?? DEFAULT_TEAM,
    locale: entry.locale,
    since: entry.now,
    score: entry.now - BOOST_SECONDS[entry.priority ?? 'normal'] * 1000,
    reason: entry.reason,
  };
}

/** One step up for whoever is angry, afraid or in a hurry. */
export function raisedBy(mood: Mood | undefined, priority: Priority = 'normal'): Priority {
  return priority === 'normal' && mood && Math.max(mood.anger, mood.fear, mood.urgency) >= STRONG ? 'high' : priority;
}

export function agentOwner(agent: AgentRef, now: number): AgentOwner {
  return { kind: 'agent', agentId: agent.id, agentName: agent.name, since: now };
}

/** Bot → hub: what the agent needs to begin. */
export function handoffInitiate(value: JsonObject): NewActivity {
  return { type: 'event', name: 'handoff.initiate', value, from: BOT, visibility: 'customer' };
}

/** Hub → bot. */
export function handoffStatus(state: 'accepted' | 'failed' | 'completed', agent: AgentRef | undefined, message?: string): NewActivity {
  return {
    type: 'event',
    name: 'handoff.status',
    value: message === undefined ? { state } : { state, message },
    from: agent ? agentAccount(agent) : BOT,
    visibility: 'customer',
  };
}

/** What the flow has learnt so far, under the names it declares. */
export function factsOf(flow: Flow, run: FlowRun): JsonObject {
  return Object.fromEntries(
    flow.facts.flatMap((name) => {
      const value = run.snapshot.context[name];
      return value === undefined || value === null || value === '' ? [] : [[name, value]];
    }),
  );
}
