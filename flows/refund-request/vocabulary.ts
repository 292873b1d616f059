/** What the names in the statechart mean: what is remembered, and what is asked of it. */
import {
  assign,
  type FlowTypes,
  flowActions,
  type Payment,
  type Refund,
  type RefundOptions,
  setup,
  walletCall,
} from '../../src/core/flow.ts';
import { type Asked, amountIn, factsIn, isPlainAnswer, NOTHING_TOLD, named, toldOf } from './facts.ts';
import { type Context, NO_OPTIONS, NO_PAYMENT, NOTHING, optionsOf, purchasesOf, standingOf, standingsOf, told, underWay } from './views.ts';

/** What she can ask back when she paid the wrong amount: all beyond what was right. */
function beyond(context: Context, right: number | undefined): number {
  return right === undefined ? 0 : (context.amount ?? 0) - context.refunded - right;
}

export const refundChart = setup({
  types: {} as FlowTypes<Context>,
  actions: {
    ...flowActions,
    rememberCustomer: assign({ customerId: (_, customerId: string) => customerId }),
    rememberRefunds: assign((_, refunds: Refund[]) => ({ refunds: standingsOf(refunds) })),
    rememberPurchases: assign((_, payments: Payment[]) => ({ purchases: purchasesOf(payments) })),
    // Of the payment that is known already.
    rememberRefund: assign((_, refund: Refund) => {
      const { merchant: _merchant, orderNumber: _order, ...rest } = told(standingOf(refund));
      return rest;
    }),
    rememberPickedRefund: assign(({ context }, number: string) => {
      const refund = context.refunds.find(({ refundNumber }) => refundNumber === number);
      return refund ? told(refund) : {};
    }),
    rememberToldRefund: assign(({ context }, refunds: Refund[]) => {
      const refund = toldOf(standingsOf(refunds), context.told);
      return refund ? told(refund) : {};
    }),
    rememberNamedRefund: assign(({ context, event }) => {
      const refund = named(context.refunds, ({ refundNumber }) => refundNumber, event);
      return refund ? told(refund) : {};
    }),
    rememberPicked: assign(({ context }, id: string) => ({ ...context.purchases.find(({ paymentId }) => paymentId === id) })),
    rememberNamed: assign(({ context, event }) => ({ ...named(context.purchases, ({ orderNumber }) => orderNumber, event) })),
    rememberTold: assign(({ context }) => ({ ...toldOf(context.purchases, context.told) })),
    rememberReason: assign({ reason: (_, reason: Context['reason']) => reason }),
    rememberOptions: assign((_, options: RefundOptions) => optionsOf(options)),
    rememberRight: assign(({ context, event }) => ({ refundAmount: beyond(context, amountIn(event, true)) })),
    rememberBack: assign(({ event }) => ({ refundAmount: amountIn(event, true) ?? null })),
    rememberAll: assign(({ context }) => ({ refundAmount: context.refundable })),
    // What she has told since then counts more. A guest may still put right a part of it.
    fillTold: assign(({ context: { told: first, ...context } }) => ({
      orderNumber: context.orderNumber || first.orderNumber,
      amount: context.amount ?? first.amount,
      saidWhen: context.saidWhen || first.saidWhen,
      told: context.customerId ? NOTHING_TOLD : first,
    })),
    // To find it by, once the wallet shows her payments.
    keepTold: assign(({ context: { told: first, orderNumber, amount, saidWhen } }) => ({
      told: { ...first, orderNumber, amount, saidWhen },
    })),
    rememberFacts: assign(({ event }, asked: Asked) => factsIn(event, asked)),
    rememberConfirmation: assign({ confirmationId: (_, confirmationId: string) => confirmationId }),
    rememberUnproven: assign({ unproven: true }),
    forgetTold: assign({ told: NOTHING_TOLD }),
    forgetRefunds: assign({ refunds: [] }),
    forgetAll: assign(NOTHING),
    forgetPayment: assign({ ...NO_PAYMENT, ...NO_OPTIONS }),
    forgetOptions: assign(NO_OPTIONS),
    forgetConfirmation: assign({ confirmationId: '' }),
    forgetUnproven: assign({ unproven: false }),
    forgetReason: assign({ ...NO_OPTIONS, reason: '' as const }),
  },
  actors: {
    listRefunds: walletCall('listRefunds'),
    listPayments: walletCall('listPayments'),
    getRefundOptions: walletCall('getRefundOptions'),
    requestRefund: walletCall('requestRefund'),
  },
  guards: {
    verified: ({ context }) => context.customerId !== '',
    anyRefunds: (_, refunds: Refund[]) => refunds.length > 0,
    toldRefund: ({ context }, refunds: Refund[]) => toldOf(standingsOf(refunds), context.told) !== undefined,
    toldSome: ({ context }) => Object.values(context.told).some(Boolean),
    toldPurchase: ({ context }, payments: Payment[]) => toldOf(purchasesOf(payments), context.told) !== undefined,
    listsRefunds: ({ context }) => context.refunds.length > 0,
    offeredRefund: ({ context }, number: string) => context.refunds.some(({ refundNumber }) => refundNumber === number),
    namesRefund: ({ context, event }) => named(context.refunds, ({ refundNumber }) => refundNumber, event) !== undefined,
    declined: ({ context }) => context.refundStatus === 'declined',
    anyPurchases: (_, payments: Payment[]) => purchasesOf(payments).length > 0,
    offered: ({ context }, id: string) => context.purchases.some(({ paymentId }) => paymentId === id),
    names: ({ context, event }) => named(context.purchases, ({ orderNumber }) => orderNumber, event) !== undefined,
    reasonUnknown: ({ context }) => context.reason === '',
    paymentKnown: ({ context }) => context.paymentId !== '',
    underWay: (_, options: RefundOptions) => underWay(options) !== undefined,
    eligible: (_, options: RefundOptions) => options.eligible,
    wrongAmount: ({ context }, options: RefundOptions) => options.eligible && context.reason === 'wrong_amount',
    needsRecipient: ({ context }) => context.refusal === 'needs_recipient',
    tellsRight: ({ context, event }) => {
      const back = beyond(context, amountIn(event, true));
      return back > 0 && back <= context.refundable;
    },
    tellsBack: ({ context, event }) => {
      const back = amountIn(event, true) ?? 0;
      return back > 0 && back <= context.refundable;
    },
    tellsAmount: ({ event }) => amountIn(event, true) !== undefined,
    tells: ({ event }, asked: Asked) => Object.keys(factsIn(event, asked)).length > 0,
    isAnswer: ({ event }) => event.type === 'TEXT' && isPlainAnswer(event),
    hasOrder: ({ context }) => context.orderNumber !== '',
    hasWhen: ({ context }) => context.saidWhen !== '' || context.paidAt !== null,
    hasAmount: ({ context }) => context.amount !== null,
    failedWith: (_, [actual, expected]: string[]) => actual === expected,
    unproven: ({ context }, code: string) => context.unproven && code === 'confirmation_needed',
  },
});
