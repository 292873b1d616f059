/** What agents do with a conversation. Each is a turn like any other: the engine decides and refuses. */
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import type { Activity } from '../core/activity.ts';
import type { AgentCommand } from '../core/turn-types.ts';
import { EstafetError } from '../errors.ts';
import type { Engine, Handled } from '../ports/engine.ts';
import type { Store } from '../ports/store.ts';
import { type Agent, type Agents, agentRef } from './agents.ts';
import type { CaseBook } from './case-book.ts';
import type { ConversationViews } from './conversation-view.ts';
import type { Labels } from './labels.ts';
import { languageOf, loadConversation } from './lookup.ts';
import type { AgentOperation, Operation } from './operation.ts';
import { activityView, conversationView, inConversation, inLanguage, nothing, returnTo, transferTo, written } from './schemas.ts';

export interface CommandOptions {
  agentOperation: AgentOperation;
  engine: Engine;
  store: Store;
  agents: Agents;
  caseBook: CaseBook;
  views: ConversationViews;
  labels: Labels;
}

/** A repeated turn's activities stand near the end of the log. */
const LOOKED_THROUGH = 200;

export function createCommandOperations(options: CommandOptions): Operation[] {
  const { agentOperation, engine, store, agents, caseBook, views, labels } = options;

  function operation<B extends z.ZodType>(
    path: string,
    summary: string,
    body: B,
    toCommand: (body: z.output<B>, agent: Agent) => AgentCommand | Promise<AgentCommand>,
  ): Operation {
    return agentOperation({
      method: 'POST',
      path: `/conversations/:id/${path}`,
      summary,
      params: inConversation,
      query: inLanguage,
      body,
      idempotent: true,
      answer: z.strictObject({ conversation: conversationView, activities: z.array(activityView).describe('What this command logged.') }),
      async handle({ params, query, body: given, key, agent }) {
        const before = await loadConversation(store, params.id);
        const command = await toCommand(given, agent);
        const stable = 'clientActivityId' in command ? (command.clientActivityId ?? key) : key;
        const id = `desk|${agent.id}|${command.type}|${stable ?? uuidv7()}`;
        const handled = await engine.handle({ kind: 'agentCommand', id, conversationId: before.id, agent: agentRef(agent), command });
        if (handled.outcome === 'committed') await caseBook.note(before, command.type);
        const { conversation } = handled;
        if (!conversation) throw new EstafetError('conversation-not-found');
        const view = await views.view(conversation, languageOf(labels, query.lang, agent));
        return { body: { conversation: view, activities: await activitiesOf(handled, before.id, id) } };
      },
    });
  }

  /** A repeated request is answered like the first. */
  async function activitiesOf(
    { outcome, conversation, activities }: Handled,
    conversationId: string,
    inputId: string,
  ): Promise<Activity[]> {
    if (outcome === 'committed') return activities;
    const after = Math.max(0, (conversation?.activityCount ?? 0) - LOOKED_THROUGH);
    const page = await store.activitiesAfter(conversationId, after, 'desk', LOOKED_THROUGH);
    return page.activities.filter((activity) => activity.id.startsWith(`${conversationId}|${inputId}|`));
  }

  /** @throws {EstafetError} `bad-request` for a team or a colleague that isn't there: the conversation would be stranded */
  async function transfer(to: z.output<typeof transferTo>, agent: Agent): Promise<AgentCommand> {
    if ('team' in to) {
      const served = (await agents.all()).some(({ teams }) => teams.includes(to.team));
      if (!served) throw badField('team', 'Nobody serves this team.');
      return { type: 'transfer', to: { team: to.team } };
    }
    if (to.agentId === agent.id) throw badField('agentId', 'Transfer to somebody else.');
    const colleague = await agents.get(to.agentId);
    if (!colleague) throw badField('agentId', 'There is no such agent.');
    return { type: 'transfer', to: { agent: agentRef(colleague) } };
  }

  return [
    operation('accept', 'Take a waiting conversation. Of many who try exactly one gets it.', nothing, () => ({ type: 'accept' })),
    operation('messages', 'Write to the customer.', written, (body) => ({ type: 'message', ...body })),
    operation('notes', 'Write for the desk only.', written, (body) => ({ type: 'note', ...body })),
    operation('transfer', 'To a colleague at once, or into the queue of a team.', transferTo, transfer),
    operation('return', 'Back to the bot: where it stopped, or at a step of the flow.', returnTo, ({ state }) => ({
      type: 'return',
      state,
    })),
    operation('close', 'Close it; it opens again when the customer writes.', nothing, () => ({ type: 'close' })),
  ];
}

function badField(field: string, message: string): EstafetError {
  return new EstafetError('bad-request', { details: [{ field, message }] });
}
