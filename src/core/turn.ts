/** decide(conversation, input, now) → Commit: the whole of a turn, pure. */
import type { Conversation } from './conversation.ts';
import { decideAgentCommand } from './turn-agent.ts';
import { decideActivity } from './turn-customer.ts';
import { Draft, type World } from './draft.ts';
import { fireTimer, settleCall } from './run-flow.ts';
import type { Commit, ConversationOrigin, EffectResultInput, Input, TimerDueInput } from './turn-types.ts';
import { noteUndelivered } from './undelivered.ts';
import { fallSilent } from './welcome-back.ts';

/**
 * @param now epoch ms
 * @throws {CommandRefused} when an agent may not do what she asked for
 * @throws {Error} when a flow's guard throws or its stored state is unknown: see `decideRescue`
 */
export function decide(conversation: Conversation | undefined, input: Input, now: number, world: World): Commit | undefined {
  const start = conversation ?? begin(input, now, world);
  if (!start) return undefined;
  const draft = draftFor(start, conversation, input, now, world);
  // Where it lives may have moved: connectors change their service URL.
  if (input.kind === 'activity' && input.origin.address !== undefined) draft.conversation.address = input.origin.address;
  switch (input.kind) {
    case 'activity':
      decideActivity(draft, input);
      break;
    case 'agentCommand':
      decideAgentCommand(draft, input);
      break;
    case 'effectResult':
      decideResult(draft, input);
      break;
    case 'timerDue':
      decideTimer(draft, input);
      break;
    case 'undelivered':
      noteUndelivered(draft, input);
      break;
  }
  return draft.commit();
}

/**
 * The turn when `decide` threw: what she said is kept, the broken flow is left, a person takes over.
 */
export function decideRescue(conversation: Conversation | undefined, input: Input, now: number, world: World): Commit | undefined {
  const start = conversation ?? begin(input, now, world);
  if (!start) return undefined;
  const draft = draftFor(start, conversation, input, now, world);
  if (input.kind === 'activity') decideActivity(draft, input, { relayOnly: true });
  const priority = draft.urgent ? 'urgent' : 'high';
  draft.conversation.runs = [];
  if (draft.conversation.owner.kind === 'bot') {
    draft.say('_common.something-broke');
    draft.handoff('flow-failed', { priority });
  }
  return draft.commit();
}

function draftFor(start: Conversation, before: Conversation | undefined, input: Input, now: number, world: World): Draft {
  const inline = input.kind === 'activity' && input.repliesInline;
  return new Draft(start, { inputId: input.id, now, world, before, sends: start.delivery === 'push' && !inline });
}

/** Conversations begin with what she writes, or with an agent who writes first. */
function begin(input: Input, now: number, world: World): Conversation | undefined {
  if (input.kind === 'activity') {
    const locale = input.origin.locale ?? input.activity.locale ?? input.classification?.language?.locale;
    return newConversation(input.conversationId, input.origin, locale, now, world);
  }
  const origin = input.kind === 'agentCommand' && input.command.type === 'start' ? input.command.origin : undefined;
  return origin && newConversation(input.conversationId, origin, origin.locale, now, world);
}

function newConversation(id: string, origin: ConversationOrigin, locale: string | undefined, now: number, world: World): Conversation {
  return {
    id,
    version: 0,
    activityCount: 0,
    status: 'open',
    owner: { kind: 'bot' },
    channel: origin.channel,
    delivery: origin.delivery,
    ...(origin.address !== undefined && { address: origin.address }),
    locale: world.texts.match(locale),
    customer: origin.customer,
    runs: [],
    choices: [],
    misunderstood: 0,
    createdAt: now,
    updatedAt: now,
  };
}

function decideResult(draft: Draft, input: EffectResultInput): void {
  for (const run of draft.conversation.runs) {
    const step = settleCall(draft.flowOf(run), run, input.effectId, input.result, { now: draft.now, nextId: draft.nextId });
    if (step) return draft.apply(step);
  }
}

function decideTimer(draft: Draft, input: TimerDueInput): void {
  if (fallSilent(draft, input.timerId)) return;
  for (const run of draft.conversation.runs) {
    const step = fireTimer(draft.flowOf(run), run, input.timerId, { now: draft.now, nextId: draft.nextId });
    if (step) return draft.apply(step);
  }
}
