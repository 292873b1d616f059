/**
 * An agent says what a conversation is really about. The customer's words are kept beside it as a suggestion for the
 * phrases, which a person accepts or not: nothing is learned silently.
 */
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import type { Activity } from '../core/activity.ts';
import { EstafetError } from '../errors.ts';
import type { Engine } from '../ports/engine.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';
import { agentRef } from './agents.ts';
import type { ConversationViews } from './conversation-view.ts';
import type { Labels } from './labels.ts';
import { languageOf, loadConversation } from './lookup.ts';
import type { AgentOperation, Operation } from './operation.ts';
import { conversationView, inConversation, inLanguage } from './schemas.ts';

/** Where the suggestions are kept; `npm run understand -- --corrections` lists them. */
const COLLECTION = 'topic-corrections';
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;
const LOOKED_THROUGH = 200;

export interface TopicOptions {
  agentOperation: AgentOperation;
  engine: Engine;
  store: Store;
  records: Records;
  views: ConversationViews;
  labels: Labels;
  /** Ids of the topics that there are. */
  topics: string[];
  now: () => number;
}

export function createTopicOperations(options: TopicOptions): Operation[] {
  const { agentOperation, engine, store, records, views, labels, topics, now } = options;

  /** Of what she wrote before a person was called, the longest says most about her topic. */
  async function saidIn(id: string, activityCount: number): Promise<Activity | undefined> {
    const { activities } = await store.activitiesAfter(id, Math.max(0, activityCount - LOOKED_THROUGH), 'desk', LOOKED_THROUGH);
    const handoff = activities.findLastIndex(({ name }) => name === 'handoff.initiate');
    const written = (handoff > 0 ? activities.slice(0, handoff) : activities).filter(
      ({ from, type }) => from.role === 'user' && type === 'message',
    );
    return written.toSorted((a, b) => (b.text?.length ?? 0) - (a.text?.length ?? 0))[0];
  }

  return [
    agentOperation({
      method: 'GET',
      path: '/topics',
      summary: 'What a conversation can be about.',
      query: inLanguage,
      answer: z.strictObject({ topics: z.array(z.strictObject({ id: z.string(), title: z.string() })) }),
      async handle({ query, agent }) {
        const lang = languageOf(labels, query.lang, agent);
        return { body: { topics: topics.map((id) => ({ id, title: labels.topic(lang, id) })) } };
      },
    }),
    agentOperation({
      method: 'POST',
      path: '/conversations/:id/topic',
      summary: 'Correct what it is about; the customer’s words become a suggestion for the phrases.',
      params: inConversation,
      query: inLanguage,
      body: z.strictObject({ topic: z.string().min(1).max(64) }),
      idempotent: true,
      answer: z.strictObject({ conversation: conversationView }),
      async handle({ params, query, body: { topic }, key, agent }) {
        if (!topics.includes(topic)) {
          throw new EstafetError('bad-request', { details: [{ field: 'topic', message: 'There is no such topic.' }] });
        }
        const before = await loadConversation(store, params.id);
        const id = `desk|${agent.id}|topic|${key ?? uuidv7()}`;
        const command = { type: 'topic' as const, topic };
        const { conversation } = await engine.handle({
          kind: 'agentCommand',
          id,
          conversationId: before.id,
          agent: agentRef(agent),
          command,
        });
        if (!conversation) throw new EstafetError('conversation-not-found');
        const said = await saidIn(before.id, before.activityCount);
        if (said?.text && before.topic !== topic) {
          const suggestion = {
            text: withoutPersonal(said.text),
            locale: said.locale ?? before.locale,
            topic,
            before: before.topic ?? null,
            by: agent.id,
            at: now(),
          };
          await records.put(COLLECTION, before.id, suggestion, { expiresAt: now() + KEPT_MS });
        }
        return { body: { conversation: await views.view(conversation, languageOf(labels, query.lang, agent)) } };
      },
    }),
  ];
}

/** Secrets are masked in the log already; a phrase needs no addresses and no numbers either. */
function withoutPersonal(text: string): string {
  return text.replace(/\S+@\S+/g, 'email').replace(/\+?\d[\d\s().-]{3,}\d/g, '0');
}
