/** Tells the customer that her agent writes; passing news, never stored. */
import { agentAccount } from '../core/activity.ts';
import { EstafetError } from '../errors.ts';
import type { Live } from '../ports/live.ts';
import type { Store } from '../ports/store.ts';
import { loadConversation } from './lookup.ts';
import type { AgentOperation, Operation } from './operation.ts';
import { inConversation, nothing } from './schemas.ts';

export function createTypingOperation({
  agentOperation,
  store,
  live,
}: {
  agentOperation: AgentOperation;
  store: Store;
  live: Live;
}): Operation {
  return agentOperation({
    method: 'POST',
    path: '/conversations/:id/typing',
    summary: 'The agent who holds the conversation is writing. Say it again every few seconds.',
    params: inConversation,
    body: nothing,
    async handle({ params, agent }) {
      const { id, owner } = await loadConversation(store, params.id);
      if (owner.kind !== 'agent' || owner.agentId !== agent.id) throw new EstafetError('conversation-not-yours');
      live.publish({ kind: 'typing', conversationId: id, from: agentAccount(agent) });
      return { body: undefined };
    },
  });
}
