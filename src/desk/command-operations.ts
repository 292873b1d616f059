/** What agents do with a conversation. Each is a turn like any other: the engine decides and refuses. */
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import type { Activity } from '../core/activity.ts';
import type { Conversation } from '../core/conversation.ts';
import type { AgentCommand } from '../core/turn-types.ts';
import { EstafetError } from '../errors.ts';
import type { Channel } from '../ports/channel.ts';
import type { Engine, Handled } from '../ports/engine.ts';
import type { Files } from '../ports/files.ts';
import type { Store } from '../ports/store.ts';
import { type Agent, type Agents, agentRef } from './agents.ts';
import type { CaseBook } from './case-book.ts';
import type { ConversationViews } from './conversation-view.ts';
import type { Labels } from './labels.ts';
import { languageOf, loadConversation } from './lookup.ts';
import type { AgentOperation, Operation } from './operation.ts';
import {
  activityView,
  conversationView,
  inConversation,
  inLanguage,
  nothing,
  returnTo,
  transferTo,
  written,
  writtenToCustomer,
} from './schemas.ts';

export interface CommandOptions {
  agentOperation: AgentOperation;
  engine: Engine;
  store: Store;
  agents: Agents;
  caseBook: CaseBook;
  views: ConversationViews;
  labels: Labels;
  files: Files;
  channels: ReadonlyMap<string, Channel>;
  /** Epoch ms. */
  now: () => number;
}

/** A repeated turn's activities stand near the end of the log. */
const LOOKED_THROUGH = 200;
/** Bytes: a file of 8 MiB in base64, and some words. */
const MAX_MESSAGE = 12 * 1024 * 1024;

export function createCommandOperations(options: CommandOptions): Operation[] {
  const { agentOperation, engine, store, agents, caseBook, views, labels, files, channels, now } = options;

  function operation<B extends z.ZodType>(
    path: string,
    summary: string,
    body: B,
    toCommand: (body: z.output<B>, context: { agent: Agent; before: Conversation; origin: string }) => AgentCommand | Promise<AgentCommand>,
    limits: { maxBytes?: number } = {},
  ): Operation {
    return agentOperation({
      method: 'POST',
      path: `/conversations/:id/${path}`,
      summary,
      params: inConversation,
      query: inLanguage,
      body,
      idempotent: true,
      ...limits,
      answer: z.strictObject({ conversation: conversationView, activities: z.array(activityView).describe('What this command logged.') }),
      async handle({ params, query, body: given, key, agent, request }) {
        const before = await loadConversation(store, params.id);
        const command = await toCommand(given, { agent, before, origin: request.origin });
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
  async function transfer(to: z.output<typeof transferTo>, { agent }: { agent: Agent }): Promise<AgentCommand> {
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

  /** @throws {EstafetError} `conversation-not-yours`, `file-not-accepted`, `body-too-large` */
  async function write(
    { files: given, ...words }: z.output<typeof writtenToCustomer>,
    context: { agent: Agent; before: Conversation; origin: string },
  ): Promise<AgentCommand> {
    if (!given?.length) return { type: 'message', ...words };
    const { owner } = context.before;
    // What the engine would refuse is not kept either.
    if (owner.kind !== 'agent' || owner.agentId !== context.agent.id) throw new EstafetError('conversation-not-yours');
    const decoded = given.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }));
    const attachments = await files.keep(decoded, { conversationId: context.before.id, origin: context.origin });
    return { type: 'message', ...words, attachments };
  }

  /** @throws {EstafetError} `channel-unavailable` */
  async function invite(_nothing: unknown, { before }: { before: Conversation }): Promise<AgentCommand> {
    const reach = channels.get(before.channel)?.reach?.(before, now());
    if (!reach?.invitation || reach.open) throw new EstafetError('channel-unavailable');
    return { type: 'invite' };
  }

  return [
    operation('accept', 'Take a waiting conversation. Of many who try exactly one gets it.', nothing, () => ({ type: 'accept' })),
    operation('start', 'Take one that waits for nobody: with the bot, or closed.', nothing, () => ({ type: 'start' })),
    operation('messages', 'Write to the customer, or send a file.', writtenToCustomer, write, { maxBytes: MAX_MESSAGE }),
    operation('invite', 'Send the invitation that the channel’s provider has approved, while nothing else gets through.', nothing, invite),
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
