/** A turn that begins with an agent. */
import { agentAccount, type Attachment, type NewActivity } from './activity.ts';
import { activeRun } from './conversation.ts';
import type { Draft } from './draft.ts';
import { agentOwner, DEFAULT_TEAM, handoffStatus, queueOwner } from './handoff.ts';
import type { AgentCommandInput, AgentRef } from './turn-types.ts';
import { noteUndelivered } from './undelivered.ts';

export type RefusalReason = 'already-taken' | 'not-waiting' | 'not-yours' | 'unknown-state';

/** The command does not fit the conversation as it is now. */
export class CommandRefused extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason) {
    super(`command refused: ${reason}`);
    this.reason = reason;
  }
}

/** @throws {CommandRefused} */
export function decideAgentCommand(draft: Draft, { agent, command }: AgentCommandInput): void {
  switch (command.type) {
    case 'accept':
      return accept(draft, agent);
    case 'start':
      return begin(draft, agent);
    case 'invite':
      requireOwner(draft, agent);
      return invite(draft, agent);
    case 'message':
      requireOwner(draft, agent);
      tell(draft, written(agent, 'customer', command));
      return notify(draft);
    case 'note':
      draft.log(written(agent, 'desk', command));
      return;
    case 'transfer':
      requireOwner(draft, agent);
      return transfer(draft, agent, command.to);
    case 'return':
      requireOwner(draft, agent);
      return giveBack(draft, agent, command.state);
    case 'topic':
      return correctTopic(draft, agent, command.topic);
    case 'close':
      requireOwner(draft, agent);
      return close(draft, agent);
  }
}

/** Any agent may; the conversation goes on as it was. */
function correctTopic(draft: Draft, agent: AgentRef, topic: string): void {
  const before = draft.conversation.topic ?? null;
  if (before === topic) return;
  draft.conversation.topic = topic;
  draft.log({ type: 'event', name: 'topic.corrected', value: { from: before, to: topic }, from: agentAccount(agent), visibility: 'desk' });
}

interface Written {
  text?: string;
  attachments?: Attachment[];
  clientActivityId?: string;
}

function written(agent: AgentRef, visibility: NewActivity['visibility'], { text, attachments, clientActivityId }: Written): NewActivity {
  return {
    type: 'message',
    from: agentAccount(agent),
    visibility,
    ...(text !== undefined && { text }),
    ...(attachments?.length && { attachments }),
    ...(clientActivityId && { channelData: { clientActivityID: clientActivityId } }),
  };
}

/** Whoever left a ticket is not in the chat: the wallet tells her, once for each time she wrote. */
function notify(draft: Draft): void {
  const { followUp, customer } = draft.conversation;
  if (followUp?.kind !== 'ticket' || followUp.notified || !customer.walletId) return;
  const text = draft.world.texts.format(draft.locale, '_common.ticket-answered', { ticket: followUp.ticket });
  draft.callWallet('notifyCustomer', { customerId: customer.walletId, text });
  draft.conversation.followUp = { ...followUp, notified: true };
}

function requireOwner(draft: Draft, agent: AgentRef): void {
  const { owner } = draft.conversation;
  if (owner.kind !== 'agent' || owner.agentId !== agent.id) throw new CommandRefused('not-yours');
}

function accept(draft: Draft, agent: AgentRef): void {
  const { owner } = draft.conversation;
  if (owner.kind === 'agent') throw new CommandRefused('already-taken');
  if (owner.kind !== 'queue') throw new CommandRefused('not-waiting');
  take(draft, agent);
  draft.log(handoffStatus('accepted', agent));
}

/** Whom a person waits for already is taken in the queue's order. */
function begin(draft: Draft, agent: AgentRef): void {
  const { owner } = draft.conversation;
  if (owner.kind === 'agent') throw new CommandRefused('already-taken');
  if (owner.kind === 'queue') return accept(draft, agent);
  draft.conversation.status = 'open';
  take(draft, agent);
  // She hears of the agent with the agent's first words, which may be days before she reads them.
  draft.log({ type: 'event', name: 'agent.started', value: {}, from: agentAccount(agent), visibility: 'desk' });
}

function invite(draft: Draft, agent: AgentRef): void {
  const text = draft.world.texts.format(draft.locale, '_common.invitation');
  tell(draft, { type: 'message', from: agentAccount(agent), visibility: 'customer', text, channelData: { invitation: true } });
}

/** Nothing is sent to somebody who blocked us, and the agent learns it. */
function tell(draft: Draft, message: NewActivity): void {
  const { id } = draft.log(message);
  if (draft.conversation.blockedAt === undefined) return;
  noteUndelivered(draft, { activityId: id, reason: 'blocked', detail: '' });
}

/** The agent holds one more, which the commit allows only below her capacity. */
function take(draft: Draft, agent: AgentRef): void {
  draft.conversation.owner = agentOwner(agent, draft.now);
  draft.conversation.lastAgentId = agent.id;
  draft.capacity = { agentId: agent.id, max: agent.capacity };
}

function transfer(draft: Draft, from: AgentRef, to: { team: string } | { agent: AgentRef }): void {
  if ('agent' in to) {
    take(draft, to.agent);
    draft.log({ type: 'event', name: 'agent.transferred', value: { to: to.agent.name }, from: agentAccount(from), visibility: 'customer' });
    return;
  }
  const team = to.team || DEFAULT_TEAM;
  draft.conversation.owner = queueOwner({ team, locale: draft.locale, reason: 'transferred', priority: 'high', now: draft.now });
  draft.log({ type: 'event', name: 'agent.transferred', value: { team }, from: agentAccount(from), visibility: 'customer' });
}

function giveBack(draft: Draft, agent: AgentRef, state: string | undefined): void {
  const run = activeRun(draft.conversation);
  if (state !== undefined && !run?.trail.some((step) => step.state === state)) throw new CommandRefused('unknown-state');
  draft.conversation.owner = { kind: 'bot' };
  draft.conversation.misunderstood = 0;
  draft.conversation.followUp = undefined;
  draft.log(handoffStatus('completed', agent));
  draft.say('_common.bot-is-back');
  if (state !== undefined) return draft.step({ type: `goto.${state}` });
  if (draft.can({ type: 'RETURN' })) return draft.step({ type: 'RETURN' });
  if (!draft.ask()) draft.sayAnythingElse();
}

function close(draft: Draft, agent: AgentRef): void {
  draft.conversation.owner = { kind: 'bot' };
  draft.conversation.status = 'closed';
  draft.conversation.runs = [];
  draft.conversation.choices = [];
  draft.conversation.misunderstood = 0;
  draft.conversation.followUp = undefined;
  draft.log(handoffStatus('completed', agent));
  draft.say('_common.closed');
  const closing = [...draft.world.current.values()].find(({ atClose }) => atClose);
  if (closing) draft.start(closing);
}
