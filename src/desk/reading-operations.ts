/** What agents read: the inbox, a conversation, their colleagues. Any signed-in agent may read every conversation. */
import * as z from 'zod';
import type { Flow } from '../core/flow.ts';
import type { OwnerFilter, Store } from '../ports/store.ts';
import type { Agents } from './agents.ts';
import type { ConversationViews } from './conversation-view.ts';
import { flowView } from './flow-view.ts';
import type { Labels } from './labels.ts';
import { languageOf, loadConversation } from './lookup.ts';
import type { AgentOperation, Operation } from './operation.ts';
import type { Presence } from './presence.ts';
import { activityView, colleagueView, conversationView, flowView as flowSchema, inConversation, inLanguage } from './schemas.ts';

const PAGE = 200;
const VIEWS = ['waiting', 'mine', 'all'] as const;

const inboxQuery = inLanguage.extend({
  view: z.enum(VIEWS).default('waiting').describe('waiting: next first; the others: latest first.'),
  limit: z.coerce.number().int().min(1).max(PAGE).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

const pageQuery = inLanguage.extend({
  after: z.coerce.number().int().min(0).default(0).describe('Watermark: the `seq` up to which the log is known.'),
});

export interface ReadingOptions {
  agentOperation: AgentOperation;
  store: Store;
  agents: Agents;
  presence: Presence;
  views: ConversationViews;
  flows: ReadonlyMap<string, Flow>;
  labels: Labels;
}

export function createReadingOperations({ agentOperation, store, agents, presence, views, flows, labels }: ReadingOptions): Operation[] {
  return [
    agentOperation({
      method: 'GET',
      path: '/inbox',
      summary: 'Conversations that wait, that are yours, or all of them.',
      query: inboxQuery,
      answer: z.strictObject({
        conversations: z.array(conversationView),
        counts: z.strictObject({ waiting: z.number().int(), mine: z.number().int() }),
      }),
      async handle({ query, agent }) {
        const lang = languageOf(labels, query.lang, agent);
        const mine: OwnerFilter = { owner: 'agent', agentId: agent.id, status: 'open' };
        const waiting: OwnerFilter = { owner: 'queue', status: 'open' };
        const filters: Record<(typeof VIEWS)[number], OwnerFilter> = { waiting, mine, all: { owner: 'any' } };
        const [page, waitingCount, mineCount] = await Promise.all([
          store.listByOwner(filters[query.view], { limit: query.limit, offset: query.offset }),
          store.countByOwner(waiting),
          store.countByOwner(mine),
        ]);
        const conversations = await Promise.all(page.map((conversation) => views.view(conversation, lang)));
        return { body: { conversations, counts: { waiting: waitingCount, mine: mineCount } } };
      },
    }),
    agentOperation({
      method: 'GET',
      path: '/conversations/:id',
      summary: 'A conversation, its log after a watermark with private notes, and the flow the customer is in.',
      params: inConversation,
      query: pageQuery,
      answer: z.strictObject({
        conversation: conversationView,
        activities: z.array(activityView),
        watermark: z.number().int().describe('The next `after`.'),
        more: z.boolean().describe('More follow after the watermark.'),
        flow: flowSchema.nullable(),
      }),
      async handle({ params, query, agent }) {
        const lang = languageOf(labels, query.lang, agent);
        const conversation = await loadConversation(store, params.id);
        const { activities, watermark, more } = await store.activitiesAfter(params.id, query.after, 'desk', PAGE);
        const view = await views.view(conversation, lang);
        return { body: { conversation: view, activities, watermark, more, flow: flowView(conversation, flows, labels, lang) } };
      },
    }),
    agentOperation({
      method: 'GET',
      path: '/agents',
      summary: 'Everybody at the desk and whether they are online: who a conversation can be transferred to.',
      answer: z.strictObject({ agents: z.array(colleagueView) }),
      async handle() {
        const [all, online] = await Promise.all([agents.all(), presence.online()]);
        const colleagues = all.map(({ id, name, role, teams, locales }) => ({ id, name, role, teams, locales, online: online.has(id) }));
        return { body: { agents: colleagues } };
      },
    }),
  ];
}
