/** What `/desk/api` answers, as far as the console reads it. */
import type { Activity, Attachment } from '../../core/activity.ts';

export type { Activity, Attachment };

export interface Agent {
  id: string;
  email: string;
  name: string;
  role: string;
}

export type OwnerView =
  | { kind: 'bot' }
  | { kind: 'queue'; team: string; since: number }
  | { kind: 'agent'; agentId: string; agentName: string };

export interface CustomerRef {
  id: string;
  name?: string;
  /** Present once the wallet has vouched for her. */
  walletId?: string;
}

export interface ConversationItem {
  id: string;
  topic?: string;
  topicTitle?: string;
  locale: string;
  channel: string;
  /** Made up for the demo. */
  demo?: boolean;
  status: 'open' | 'closed';
  owner: OwnerView;
  /** Epoch ms. */
  waitingSince?: number;
  reasonText?: string;
  /** She does not wait in the chat. */
  followUp?: { kind: 'ticket'; ticket: string } | { kind: 'callback'; phone?: string };
  /** How she liked the help, 1 to 5. */
  rating?: { score: number; at: number };
  customer: CustomerRef;
  lastText?: string;
  lastFrom?: string;
  /** Epoch ms. */
  updatedAt: number;
  createdAt: number;
  /** Limits of the channel; absent where it has none. */
  reach?: {
    /** A message would get through now. */
    open: boolean;
    /** Epoch ms when that ends, where it does. */
    until?: number;
    /** While it is not open, the approved invitation can be sent. */
    invitation?: boolean;
  };
  /** Epoch ms; she has blocked us there, until she writes again. */
  blockedAt?: number;
}

export type View = 'waiting' | 'mine' | 'all';

export interface InboxAnswer {
  conversations: ConversationItem[];
  counts: { waiting: number; mine: number };
}

export interface Step {
  state: string;
  title: string;
}

export interface FlowView {
  id: string;
  title: string;
  /** Id of the step she is at, e.g. `atSecurePage.talk.open`. */
  state: string;
  stateTitle: string;
  /** What the bot asks there. */
  question?: string;
  facts: { name: string; label: string; value: unknown }[];
  /** The asking states she came through, oldest first. */
  trail: Step[];
}

export interface ConversationAnswer {
  conversation: ConversationItem;
  activities: Activity[];
  /** `seq` of the last activity known; the next `after`. */
  watermark: number;
  more: boolean;
  flow: FlowView | null;
}

export interface WalletCustomer {
  maskedPhone: string;
  maskedEmail: string;
  status: 'active' | 'locked' | 'frozen';
  memberSince: string;
  /** Whole rupiah. */
  balance: number;
}

export interface WalletPayment {
  paymentId: string;
  orderNumber: string;
  /** Whole rupiah. */
  amount: number;
  merchant: string;
  createdAt: string;
  status: 'succeeded' | 'pending' | 'failed' | 'refunded' | 'partly_refunded';
  failureReason?: string;
}

export interface WalletAnswer {
  customer: WalletCustomer | null;
  payments: WalletPayment[];
}

export type DeliveryState = 'sent' | 'delivered' | 'read' | 'failed';

export interface Delivery {
  activityId: string;
  state: DeliveryState;
}

export interface ChannelView {
  name: string;
  /** An agent can write first there, to somebody found by this. */
  opensBy?: 'phone';
}

export type LiveMessage =
  | { type: 'hello' }
  | { type: 'changed'; conversationId?: string }
  | { type: 'typing'; conversationId: string; from: { id: string; name?: string; role: string } }
  | { type: 'presence' }
  | ({ type: 'delivery'; conversationId: string } & Delivery);
