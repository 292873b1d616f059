/**
 * Who of the page's apps has a conversation:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversation-routing and
 * https://developers.facebook.com/docs/messenger-platform/handover-protocol/conversation-control
 */
import { stringOf } from '../meta-check.ts';
import { type GraphCall, invalid } from '../meta-graph.ts';
import * as payloads from '../meta-messaging/payloads.ts';
import { OTHER_APP } from '../meta-messaging/platform.ts';
import type { Chat, Messaging } from '../meta-messaging/simulator.ts';
import type { SimulatedCustomer } from '../simulator.ts';

/** The page's own inbox, in which people answer. */
export const INBOX_APP_ID = '263902037430900';
const OWNED_FOR_S = 86_400;

export interface PageInbox {
  /** A person takes the conversation: we are told, and may only watch. */
  takes(customer: SimulatedCustomer): void;
  /** Gives it to us. */
  passes(customer: SimulatedCustomer, metadata?: string): void;
  /** Asks for it. */
  requests(customer: SimulatedCustomer, metadata?: string): void;
  /** A person writes to her there: we hear an echo. */
  says(customer: SimulatedCustomer, text: string): void;
}

export function createInbox({ chatOf, tell, show }: Messaging, appId: string): PageInbox {
  return {
    takes(customer) {
      const chat = chatOf(customer);
      tell(chat, 'customer', payloads.tookControl(chat.owner, INBOX_APP_ID, ''));
      chat.owner = INBOX_APP_ID;
    },
    passes(customer, metadata = '') {
      const chat = chatOf(customer);
      tell(chat, 'customer', payloads.passedControl(chat.owner, appId, metadata));
      chat.owner = appId;
    },
    requests: (customer, metadata = '') => tell(chatOf(customer), 'customer', payloads.requestedControl(INBOX_APP_ID, metadata)),
    says(customer, text) {
      const chat = chatOf(customer);
      chat.offers.push([]);
      show(chat, { text, options: [], links: [] }, { text }, INBOX_APP_ID);
    },
  };
}

/** Our app is the page's default one: it may take any conversation. */
export function handoverEdge(
  messaging: Messaging,
  appId: string,
  edge: string,
  { method, params }: GraphCall,
  recipient: () => Chat,
): object | undefined {
  if (edge === 'thread_owner' && method === 'GET') {
    const expiration = Math.floor(messaging.clock.now() / 1000) + OWNED_FOR_S;
    return { data: [{ thread_owner: { app_id: recipient().owner, expiration } }] };
  }
  if (method !== 'POST') return undefined;
  if (edge === 'take_thread_control') recipient().owner = appId;
  else if (edge === 'pass_thread_control') {
    const chat = recipient();
    const target = stringOf(params.target_app_id === undefined ? undefined : String(params.target_app_id), 'target_app_id');
    if (chat.owner !== appId) throw invalid(OTHER_APP.message.replace('(#10) ', ''), { code: 10, error_subcode: 2018300 });
    if (target !== INBOX_APP_ID && target !== appId) throw invalid('Incorrect App ID.', { error_subcode: 2018164 });
    chat.owner = target;
  } else if (edge === 'request_thread_control') recipient();
  else if (edge === 'release_thread_control') {
    const chat = recipient();
    if (chat.owner !== appId) throw invalid('The action is invalid since it’s not the thread owner.', { error_subcode: 2534037 });
  } else return undefined;
  return { success: true };
}
