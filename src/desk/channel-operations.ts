/** What agents see of channels and do through them: who can be written to first, what arrived, her other conversations. */
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import { EstafetError } from '../errors.ts';
import type { Channel } from '../ports/channel.ts';
import type { Deliveries } from '../ports/deliveries.ts';
import type { Engine } from '../ports/engine.ts';
import type { Store } from '../ports/store.ts';
import { agentRef } from './agents.ts';
import type { ConversationViews } from './conversation-view.ts';
import type { Labels } from './labels.ts';
import { languageOf, loadConversation } from './lookup.ts';
import type { AgentOperation, Operation } from './operation.ts';
import { channelView, conversationView, deliveryView, inConversation, inLanguage, opening } from './schemas.ts';

/** Other conversations shown beside one. */
const OTHERS = 20;

export function createChannelOperations(options: {
  agentOperation: AgentOperation;
  engine: Engine;
  store: Store;
  deliveries: Deliveries;
  channels: ReadonlyMap<string, Channel>;
  views: ConversationViews;
  labels: Labels;
}): Operation[] {
  const { agentOperation, engine, store, deliveries, channels, views, labels } = options;
  return [
    agentOperation({
      method: 'GET',
      path: '/channels',
      summary: 'The open channels, and where an agent can write first.',
      answer: z.strictObject({ channels: z.array(channelView) }),
      async handle() {
        const open = [...channels.values()].map(({ name, opening: first }) => ({ name, ...(first && { opensBy: first.by }) }));
        return { body: { channels: open } };
      },
    }),
    agentOperation({
      method: 'GET',
      path: '/conversations/:id/deliveries',
      summary: 'What became of the messages that were sent to the customer, where the channel tells.',
      params: inConversation,
      answer: z.strictObject({ deliveries: z.array(deliveryView) }),
      async handle({ params }) {
        await loadConversation(store, params.id);
        return { body: { deliveries: await deliveries.of(params.id) } };
      },
    }),
    agentOperation({
      method: 'GET',
      path: '/conversations/:id/others',
      summary: 'Other conversations of the same customer, on any channel, once the wallet has vouched for them; latest first.',
      params: inConversation,
      query: inLanguage,
      answer: z.strictObject({ conversations: z.array(conversationView) }),
      async handle({ params, query, agent }) {
        const { id, customer } = await loadConversation(store, params.id);
        const all = customer.walletId ? await store.conversationsOf(customer.walletId, OTHERS + 1) : [];
        const lang = languageOf(labels, query.lang, agent);
        const others = all.filter((one) => one.id !== id).slice(0, OTHERS);
        return { body: { conversations: await Promise.all(others.map((one) => views.view(one, lang))) } };
      },
    }),
    agentOperation({
      method: 'POST',
      path: '/conversations',
      summary: 'Write first: takes the conversation with this number, or begins it. Only where the channel allows it.',
      query: inLanguage,
      body: opening,
      idempotent: true,
      answer: z.strictObject({ conversation: conversationView }),
      async handle({ query, body, key, agent }) {
        const found = channels.get(body.channel)?.opening?.find(body.to);
        if (!found) throw new EstafetError('channel-unavailable');
        const { conversationId, origin } = found;
        const { conversation: known } = await store.load(conversationId);
        if (known?.owner.kind !== 'agent' || known.owner.agentId !== agent.id) {
          const id = `desk|${agent.id}|start|${body.clientActivityId ?? key ?? uuidv7()}`;
          await engine.handle({ kind: 'agentCommand', id, conversationId, agent: agentRef(agent), command: { type: 'start', origin } });
        }
        const conversation = await loadConversation(store, conversationId);
        return { body: { conversation: await views.view(conversation, languageOf(labels, query.lang, agent)) } };
      },
    }),
  ];
}
