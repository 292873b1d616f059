/** What every push channel must do, through its provider's simulator; on whichever store the tests run. */
import type { StartSimulator } from '../simulator.ts';
import { type ConversationTraits, describeConversation } from './conversation.ts';
import { describeDeliveries, type WebhookTraits } from './deliveries.ts';

export function describeChannel(name: string, start: StartSimulator, traits: ConversationTraits & WebhookTraits): void {
  describeConversation(name, start, traits);
  describeDeliveries(name, start, traits);
}
