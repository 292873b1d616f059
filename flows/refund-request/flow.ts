/** Money back: how a refund stands, or a new one, asked for once; a person where the wallet can't decide it. */
import { defineFlow, failureOf, type Refund, type RefundReason } from '../../src/core/flow.ts';
import { firstTold } from './facts.ts';
import { person, slot } from './parts.ts';
import { type Context, NOTHING, purchasePicks, refundPicks, underWay } from './views.ts';
import { refundChart } from './vocabulary.ts';

/** How a refund stands, and what she can do about it. */
function statusChoices({ refundStatus }: Context): string[] {
  return ['all-clear', refundStatus === 'declined' ? 'dispute' : 'not-arrived', 'new-refund', 'human'];
}

/** What is left to do where the wallet refuses. */
function refusalChoices({ refusal }: Context): string[] {
  const own: Record<string, string[]> = {
    merchant_policy: ['another-reason'],
    needs_recipient: ['ask-recipient'],
    already_refunded: ['not-arrived'],
  };
  return [...(own[refusal] ?? []), 'all-clear', 'another-payment', 'human'];
}

/** Of a payment of the wrong amount she says how much comes back; of all others it is what is left of it. */
function summaryChoices({ reason }: Context): string[] {
  return ['request-it', ...(reason === 'wrong_amount' ? ['change-amount'] : []), 'change-reason', 'change-payment', 'human', 'cancel'];
}

/** The payment that is spoken of, and why it is to come back. */
function picked({ context: { customerId, paymentId, reason } }: { context: Context }) {
  return { customerId, paymentId, reason: reason as RefundReason };
}

/** Nothing was done: the wallet said no. */
function refusedWith(code: string) {
  return { type: 'failedWith' as const, params: ({ event }: { event: { error: unknown } }) => [failureOf(event).code, code] };
}

const because = (reason: Context['reason']) => ({ target: 'explained', actions: { type: 'rememberReason' as const, params: reason } });

const machine = refundChart.createMachine({
  id: 'refund-request',
  context: ({ input }) => ({ customerId: input.customerId, told: firstTold(input.opening), refunds: [], ...NOTHING }),
  initial: 'begin',
  on: {
    // Back to what the wallet said means asking it again: what was remembered of it may be gone, or not so any more.
    'goto.refund-request.summary': '.picked',
    'goto.refund-request.refused': '.picked',
    'goto.refund-request.amount.right': '.picked',
    'goto.refund-request.amount.back': '.picked',
    'goto.refund-request.telling': '.begin',
  },
  states: {
    begin: { always: [{ guard: 'verified', target: 'overview' }, { target: 'guest' }] },
    guest: {
      entry: ['forgetAll', { type: 'ask', params: { prompt: 'guest', choices: ['confirm-me', 'without-app', 'human'] } }],
      on: {
        'choose.confirm-me': { actions: { type: 'startFlow', params: { flow: 'confirm-identity' } } },
        'AFFIRM': { actions: { type: 'startFlow', params: { flow: 'confirm-identity' } } },
        'IDENTIFIED': { target: 'overview', actions: { type: 'rememberCustomer', params: ({ event }) => event.customerId } },
        'choose.without-app': 'details',
        'DENY': 'details',
        'TEXT': {
          guard: { type: 'tells', params: 'nothing' },
          target: 'details',
          actions: { type: 'rememberFacts', params: 'nothing' },
        },
      },
    },
    overview: {
      entry: ['forgetAll', 'forgetRefunds'],
      invoke: {
        src: 'listRefunds',
        id: 'refunds',
        input: ({ context }) => ({ customerId: context.customerId }),
        onDone: [
          {
            guard: { type: 'toldRefund', params: ({ event }) => event.output.refunds },
            target: 'telling',
            actions: [{ type: 'rememberToldRefund', params: ({ event }) => event.output.refunds }, 'forgetTold'],
          },
          { guard: 'toldSome', target: 'looking' },
          {
            guard: { type: 'anyRefunds', params: ({ event }) => event.output.refunds },
            target: 'purpose',
            actions: { type: 'rememberRefunds', params: ({ event }) => event.output.refunds },
          },
          { target: 'looking' },
        ],
        onError: { target: 'purpose', actions: { type: 'say', params: { key: 'refunds-silent' } } },
      },
    },
    purpose: {
      entry: [
        'forgetAll',
        {
          type: 'ask',
          params: ({ context }) => ({ prompt: 'purpose', choices: [...refundPicks(context.refunds), 'status', 'new-refund', 'human'] }),
        },
      ],
      on: {
        'PICK': {
          guard: { type: 'offeredRefund', params: ({ event }) => event.id },
          target: 'telling',
          actions: { type: 'rememberPickedRefund', params: ({ event }) => event.id },
        },
        'TEXT': { guard: 'namesRefund', target: 'telling', actions: 'rememberNamedRefund' },
        'choose.status': [
          {
            guard: 'listsRefunds',
            target: 'telling',
            actions: { type: 'rememberPickedRefund', params: ({ context }) => context.refunds[0]?.refundNumber ?? '' },
          },
          { target: 'overview' },
        ],
        'choose.new-refund': 'looking',
      },
    },
    // A refund that is there: how it stands and what happens next.
    telling: {
      entry: { type: 'ask', params: ({ context }) => ({ prompt: `status.${context.refundStatus}`, choices: statusChoices(context) }) },
      on: {
        'choose.all-clear': 'done',
        'AFFIRM': 'done',
        'choose.dispute': 'personForDispute',
        'choose.not-arrived': 'personForOverdue',
        'DENY': [{ guard: 'declined', target: 'personForDispute' }, { target: 'personForOverdue' }],
        'choose.new-refund': 'looking',
      },
    },
    looking: {
      entry: ['forgetPayment', 'forgetReason', 'forgetRefunds'],
      invoke: {
        src: 'listPayments',
        id: 'payments',
        input: ({ context }) => ({ customerId: context.customerId, limit: 20 }),
        onDone: [
          {
            guard: { type: 'toldPurchase', params: ({ event }) => event.output.payments },
            target: 'picked',
            actions: [
              { type: 'rememberPurchases', params: ({ event }) => event.output.payments },
              'rememberTold',
              'forgetTold',
              { type: 'say', params: { key: 'found' } },
            ],
          },
          {
            guard: { type: 'anyPurchases', params: ({ event }) => event.output.payments },
            target: 'picking',
            actions: [{ type: 'rememberPurchases', params: ({ event }) => event.output.payments }, 'forgetTold'],
          },
          { target: 'details', actions: { type: 'say', params: { key: 'none-paid' } } },
        ],
        onError: { target: 'details', actions: { type: 'say', params: { key: 'wallet-silent' } } },
      },
    },
    picking: {
      entry: [
        'forgetOptions',
        {
          type: 'ask',
          params: ({ context }) => ({
            prompt: 'which-payment',
            choices: [...purchasePicks(context.purchases), 'another-payment', 'human'],
          }),
        },
      ],
      on: {
        'PICK': {
          guard: { type: 'offered', params: ({ event }) => event.id },
          target: 'picked',
          actions: { type: 'rememberPicked', params: ({ event }) => event.id },
        },
        'TEXT': { guard: 'names', target: 'picked', actions: 'rememberNamed' },
        'choose.another-payment': { target: 'details', actions: 'forgetPayment' },
      },
    },
    picked: { always: [{ guard: 'reasonUnknown', target: 'reason' }, { target: 'checking' }] },
    reason: {
      entry: [
        'forgetOptions',
        {
          type: 'ask',
          params: {
            prompt: 'reason',
            choices: [
              'not-received',
              'not-as-described',
              'double-payment',
              'wrong-amount',
              'wrong-recipient',
              'cancelled-order',
              'not-me',
              'human',
            ],
          },
        },
      ],
      on: {
        'choose.not-received': because('not_received'),
        'choose.not-as-described': because('not_as_described'),
        'choose.double-payment': because('double_payment'),
        'choose.wrong-amount': because('wrong_amount'),
        'choose.wrong-recipient': because('wrong_recipient'),
        'choose.cancelled-order': because('cancelled'),
        'choose.not-me': { target: 'personForUnauthorised', actions: { type: 'rememberReason', params: 'unauthorised' } },
      },
    },
    explained: { always: [{ guard: 'paymentKnown', target: 'checking' }, { target: 'personForDetails' }] },
    checking: {
      entry: 'forgetOptions',
      invoke: {
        src: 'getRefundOptions',
        id: 'options',
        input: picked,
        onDone: [
          {
            guard: { type: 'underWay', params: ({ event }) => event.output },
            target: 'telling',
            actions: [
              { type: 'rememberRefund', params: ({ event }) => underWay(event.output) as Refund },
              { type: 'say', params: { key: 'under-way' } },
            ],
          },
          {
            guard: { type: 'wrongAmount', params: ({ event }) => event.output },
            target: 'amount.right',
            actions: { type: 'rememberOptions', params: ({ event }) => event.output },
          },
          {
            guard: { type: 'eligible', params: ({ event }) => event.output },
            target: 'summary',
            actions: { type: 'rememberOptions', params: ({ event }) => event.output },
          },
          { target: 'refused', actions: { type: 'rememberOptions', params: ({ event }) => event.output } },
        ],
        onError: 'silent',
      },
    },
    silent: {
      entry: { type: 'ask', params: { prompt: 'can-not-check', choices: ['try-again', 'another-payment', 'human'] } },
      on: {
        'choose.try-again': 'checking',
        'AFFIRM': 'checking',
        'choose.another-payment': 'picking',
        'DENY': 'personForDetails',
      },
    },
    refused: {
      entry: { type: 'ask', params: ({ context }) => ({ prompt: `refused.${context.refusal}`, choices: refusalChoices(context) }) },
      on: {
        'choose.all-clear': 'done',
        'choose.another-reason': 'reason',
        'choose.another-payment': 'picking',
        'choose.ask-recipient': 'personForRecipient',
        'choose.not-arrived': 'personForOverdue',
        'AFFIRM': [{ guard: 'needsRecipient', target: 'personForRecipient' }, { target: 'done' }],
        'DENY': [{ guard: 'needsRecipient', target: 'done' }, { target: 'personForRefusal' }],
      },
    },
    amount: {
      initial: 'right',
      states: {
        right: {
          entry: ['forgetUnproven', { type: 'ask', params: { prompt: 'right-amount', choices: ['tell-back', 'all-of-it', 'human'] } }],
          on: {
            'TEXT': [
              { guard: 'tellsRight', target: '#refund-request.summary', actions: 'rememberRight' },
              { guard: 'tellsAmount', target: 'back', actions: { type: 'say', params: { key: 'no-such-amount' } } },
            ],
            'choose.tell-back': 'back',
          },
        },
        back: {
          entry: ['forgetUnproven', { type: 'ask', params: { prompt: 'back-amount', choices: ['all-of-it', 'human'] } }],
          on: {
            TEXT: [
              { guard: 'tellsBack', target: '#refund-request.summary', actions: 'rememberBack' },
              { guard: 'tellsAmount', target: 'back', reenter: true, actions: { type: 'say', params: { key: 'no-such-amount' } } },
            ],
          },
        },
      },
      on: { 'choose.all-of-it': { target: 'summary', actions: 'rememberAll' } },
    },
    summary: {
      entry: ['forgetConfirmation', { type: 'ask', params: ({ context }) => ({ prompt: 'summary', choices: summaryChoices(context) }) }],
      on: {
        'choose.request-it': { actions: { type: 'startFlow', params: { flow: 'confirm-identity' } } },
        'AFFIRM': { actions: { type: 'startFlow', params: { flow: 'confirm-identity' } } },
        'IDENTIFIED': { target: 'requesting', actions: { type: 'rememberConfirmation', params: ({ event }) => event.confirmationId } },
        'choose.change-amount': 'amount.back',
        'choose.change-reason': 'reason',
        'choose.change-payment': 'picking',
      },
    },
    requesting: {
      invoke: {
        src: 'requestRefund',
        id: 'request',
        input: ({ context }) => ({
          customerId: context.customerId,
          confirmationId: context.confirmationId,
          paymentId: context.paymentId,
          amount: context.refundAmount ?? 0,
          reason: context.reason as RefundReason,
        }),
        onDone: {
          target: 'requested',
          actions: { type: 'rememberRefund', params: ({ event }) => event.output },
        },
        onError: [
          { guard: { type: 'unproven', params: ({ event }) => failureOf(event).code }, target: 'personForUnproven' },
          {
            guard: refusedWith('confirmation_needed'),
            target: 'summary',
            actions: ['rememberUnproven', { type: 'say', params: { key: 'confirm-again' } }],
          },
          { guard: refusedWith('not_refundable'), target: 'checking' },
          { guard: refusedWith('payment_not_found'), target: 'personForRefusal' },
          { guard: refusedWith('amount_too_high'), target: 'checking', actions: { type: 'say', params: { key: 'less-left' } } },
          { guard: refusedWith('refused'), target: 'summary', actions: { type: 'say', params: { key: 'not-taken' } } },
          { target: 'verifying' },
        ],
      },
    },
    // No answer is no "no": the wallet may have it. Asking for it again could be a second refund.
    verifying: {
      entry: ['forgetConfirmation', 'forgetUnproven'],
      on: { CANCEL: { actions: { type: 'say', params: { key: '_common.under-way' } } } },
      invoke: {
        src: 'getRefundOptions',
        id: 'verify',
        input: picked,
        onDone: [
          {
            guard: { type: 'underWay', params: ({ event }) => event.output },
            target: 'requested',
            actions: { type: 'rememberRefund', params: ({ event }) => underWay(event.output) as Refund },
          },
          { target: 'personForUncertain' },
        ],
        onError: 'personForUncertain',
      },
    },
    // Not verified, or the payment is not among hers: what a person needs to find it.
    details: {
      entry: ['forgetReason', 'fillTold'],
      initial: 'begin',
      on: {
        'choose.confirm-me': { actions: { type: 'startFlow', params: { flow: 'confirm-identity' } } },
        'IDENTIFIED': {
          target: 'overview',
          actions: ['keepTold', { type: 'rememberCustomer', params: ({ event }) => event.customerId }],
        },
      },
      states: {
        begin: { always: [{ guard: 'hasOrder', target: 'afterOrder' }, { target: 'order' }] },
        order: slot('order-number', 'order', 'no-number', { told: 'begin', skipped: 'afterOrder' }),
        afterOrder: { always: [{ guard: 'hasWhen', target: 'afterWhen' }, { target: 'when' }] },
        when: slot('when', 'when', 'not-sure', { told: 'afterOrder', skipped: 'afterWhen' }),
        afterWhen: { always: [{ guard: 'hasAmount', target: '#refund-request.reason' }, { target: 'paid' }] },
        paid: slot('paid', 'amount', 'not-sure', { told: 'afterWhen', skipped: '#refund-request.reason' }),
      },
    },
    personForDetails: person('details'),
    personForDispute: person('dispute'),
    personForOverdue: person('overdue', 'high'),
    personForRefusal: person('refusal'),
    personForRecipient: person('recipient', 'high'),
    personForUnproven: person('unproven', 'high'),
    personForUncertain: person('uncertain', 'high'),
    personForUnauthorised: person('unauthorised', 'urgent'),
    requested: { type: 'final', entry: { type: 'say', params: { key: 'requested' } } },
    done: { type: 'final', entry: { type: 'say', params: { key: 'done' } } },
  },
});

export default defineFlow({
  id: 'refund-request',
  version: 1,
  intent: 'refund-request',
  machine,
  facts: [
    'reason',
    'merchant',
    'amount',
    'paidAt',
    'saidWhen',
    'orderNumber',
    'refusal',
    'refundAmount',
    'refundNumber',
    'refundStatus',
    'declineReason',
    'payTo',
  ],
});
