/** What the flow remembers of the wallet's answers: as much as its texts and a person need. */
import type { Payment, Pickable, Refund, RefundOptions, RefundReason } from '../../src/core/flow.ts';
import type { FirstTold } from './facts.ts';

export type Purchase = {
  paymentId: string;
  orderNumber: string;
  merchant: string;
  /** Whole rupiah, as all amounts here. */
  amount: number;
  /** Epoch ms, as all times here. */
  paidAt: number;
};

/** A refund that is there already. */
export type Standing = {
  refundNumber: string;
  orderNumber: string;
  merchant: string;
  amount: number;
  status: Refund['status'];
  payTo: string;
  payBy: number;
  declineReason: string;
  /** `none` where the wallet knows none. */
  merchantContact: string;
};

export type Context = {
  customerId: string;
  told: FirstTold;
  /** Hers, the latest first; empty where none were looked up. */
  refunds: Standing[];
  purchases: Purchase[];
  paymentId: string;
  orderNumber: string;
  merchant: string;
  /** What she paid; null until it is known. */
  amount: number | null;
  paidAt: number | null;
  /** When she paid, in her own words. */
  saidWhen: string;
  reason: RefundReason | 'unauthorised' | '';
  refusal: string;
  refundable: number;
  refunded: number;
  deadline: number;
  payTo: string;
  payBy: number;
  /** `none` where the wallet knows none. */
  merchantContact: string;
  /** What she asks back, or of a refund that is there what comes back. */
  refundAmount: number | null;
  refundNumber: string;
  refundStatus: string;
  declineReason: string;
  confirmationId: string;
  /** The wallet did not take her first confirmation. */
  unproven: boolean;
};

export const NO_OPTIONS = {
  refusal: '',
  refundable: 0,
  refunded: 0,
  deadline: 0,
  payTo: '',
  payBy: 0,
  merchantContact: '',
  refundAmount: null,
  refundNumber: '',
  refundStatus: '',
  declineReason: '',
  confirmationId: '',
  unproven: false,
};

export const NO_PAYMENT = { paymentId: '', orderNumber: '', merchant: '', amount: null, paidAt: null, saidWhen: '' };

export const NOTHING: Omit<Context, 'customerId' | 'told' | 'refunds'> = { ...NO_PAYMENT, ...NO_OPTIONS, purchases: [], reason: '' };

/** As many as she can take in at a glance. */
const OFFERED = 5;
/** More of them can be named. */
const REMEMBERED = 10;
const REFUNDS = 4;

/** Where money left the wallet and is not on its way back by itself. */
export function purchasesOf(payments: Payment[]): Purchase[] {
  return payments
    .filter(
      ({ status, deducted, refund }) => status === 'succeeded' || status === 'partly_refunded' || (deducted && refund?.overdue !== false),
    )
    .slice(0, REMEMBERED)
    .map(({ paymentId, orderNumber, merchant, amount, createdAt }) => ({
      paymentId,
      orderNumber,
      merchant,
      amount,
      paidAt: Date.parse(createdAt),
    }));
}

export function standingOf(refund: Refund): Standing {
  return {
    refundNumber: refund.refundNumber,
    orderNumber: refund.orderNumber,
    merchant: refund.merchant,
    amount: refund.amount,
    status: refund.status,
    payTo: refund.payTo,
    payBy: Date.parse(refund.payBy),
    declineReason: refund.declineReason ?? '',
    merchantContact: refund.merchantContact ?? 'none',
  };
}

export function standingsOf(refunds: Refund[]): Standing[] {
  return refunds.slice(0, REFUNDS).map(standingOf);
}

/** What is told of a refund that is there. */
export function told({ amount, status, ...refund }: Standing) {
  return { ...NO_OPTIONS, ...refund, refundAmount: amount, refundStatus: status };
}

export function optionsOf(options: RefundOptions) {
  return {
    ...NO_OPTIONS,
    refusal: options.eligible ? '' : (options.refusal ?? 'unknown'),
    refundable: options.refundable,
    refunded: options.refunded,
    deadline: Date.parse(options.deadline),
    payTo: options.payTo,
    payBy: Date.parse(options.payBy),
    merchantContact: options.merchantContact ?? 'none',
    refundAmount: options.eligible ? options.refundable : null,
  };
}

/** The refund that stands in the way of a new one. */
export function underWay({ eligible, refusal, refund }: RefundOptions): Refund | undefined {
  return !eligible && refusal === 'in_review' ? refund : undefined;
}

export function refundPicks(refunds: Standing[]): Pickable[] {
  return refunds.map(({ refundNumber, merchant, amount, status }) => ({
    pick: refundNumber,
    label: 'pick-refund',
    values: { refundNumber, merchant, amount, status },
    card: { title: 'card.title', subtitle: 'card.amount', text: 'card.refund' },
  }));
}

export function purchasePicks(purchases: Purchase[]): Pickable[] {
  return purchases.slice(0, OFFERED).map(({ paymentId, merchant, amount, paidAt, orderNumber }) => ({
    pick: paymentId,
    label: 'pick',
    values: { merchant, amount, paidAt, orderNumber },
    card: { title: 'card.title', subtitle: 'card.amount', text: 'card.when' },
  }));
}
