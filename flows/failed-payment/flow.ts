/** A payment that failed: which one, why in plain words, what to do; a person with the whole case when that is not enough. */
import { assign, defineFlow, type FlowTypes, flowActions, type Payment, type Pickable, setup, walletCall } from '../../src/core/flow.ts';

type FailedPayment = {
  paymentId: string;
  orderNumber: string;
  merchant: string;
  /** Whole rupiah. */
  amount: number;
  /** Epoch ms. */
  paidAt: number;
  reason: string;
  merchantContact: string;
  limitAmount: number;
  /** Epoch ms; 0 when the wallet does not say. */
  limitResetsAt: number;
  refundBy: number;
  refundOverdue: boolean;
};

type Context = Omit<FailedPayment, 'amount' | 'paidAt'> & {
  customerId: string;
  payments: FailedPayment[];
  /** Null until it is known which payment she means. */
  amount: number | null;
  paidAt: number | null;
  /** `yes`: the wallet named the payment, so that texts can name amounts and dates. */
  known: 'yes' | 'no';
  balance: number | null;
  shortfall: number;
};

/** Before it is known which payment she means. */
const UNKNOWN: Omit<Context, 'customerId' | 'payments'> = {
  paymentId: '',
  orderNumber: '',
  merchant: '',
  amount: null,
  paidAt: null,
  reason: '',
  merchantContact: '',
  limitAmount: 0,
  limitResetsAt: 0,
  refundBy: 0,
  refundOverdue: false,
  known: 'no',
  balance: null,
  shortfall: 0,
};

/** As many as she can take in at a glance. */
const OFFERED = 3;

/** What the app may have told her. */
const HAPPENED = ['network', 'balance', 'limit', 'merchant', 'deducted', 'something-else'];

function toFailed(payment: Payment): FailedPayment {
  return {
    paymentId: payment.paymentId,
    orderNumber: payment.orderNumber,
    merchant: payment.merchant,
    amount: payment.amount,
    paidAt: Date.parse(payment.createdAt),
    reason: payment.deducted ? 'deducted' : (payment.failureReason ?? 'unknown'),
    merchantContact: payment.merchantContact ?? '',
    limitAmount: payment.limit?.amount ?? 0,
    limitResetsAt: payment.limit ? Date.parse(payment.limit.resetsAt) : 0,
    refundBy: payment.refund ? Date.parse(payment.refund.by) : 0,
    refundOverdue: payment.refund?.overdue ?? false,
  };
}

function failedOf(payments: Payment[]): FailedPayment[] {
  return payments
    .filter(({ status }) => status === 'failed')
    .slice(0, OFFERED)
    .map(toFailed);
}

function toPick({ paymentId, merchant, amount, paidAt, orderNumber }: FailedPayment): Pickable {
  const values = { merchant, amount, paidAt, orderNumber };
  return { pick: paymentId, label: 'pick', values, card: { title: 'card.title', subtitle: 'card.amount', text: 'card.when' } };
}

/** The payment that her words name by order number, merchant or amount, when it is exactly one. */
function named(payments: FailedPayment[], text: string): FailedPayment | undefined {
  const said = text.normalize('NFKC').toLowerCase();
  const digits = said.replace(/(?<=\d)[.,\s](?=\d{3})/g, '');
  const fits = payments.filter(
    ({ orderNumber, merchant, amount }) =>
      said.includes(orderNumber.toLowerCase()) ||
      said.includes(merchant.toLowerCase()) ||
      new RegExp(`(?<!\\d)${amount}(?!\\d)`).test(digits),
  );
  return fits.length === 1 ? fits[0] : undefined;
}

/** A step that gives advice and asks whether it helped. */
function advice(topic: string, ...before: string[]) {
  return {
    entry: { type: 'ask' as const, params: { prompt: `advice.${topic}`, choices: [...before, 'helped', 'still-failing', 'human'] } },
  };
}

const machine = setup({
  types: {} as FlowTypes<Context>,
  actions: {
    ...flowActions,
    rememberCustomer: assign({ customerId: (_, customerId: string) => customerId }),
    rememberPayments: assign((_, payments: Payment[]) => ({ payments: failedOf(payments) })),
    rememberPicked: assign(({ context }, paymentId: string) => ({
      ...context.payments.find((payment) => payment.paymentId === paymentId),
      known: 'yes' as const,
    })),
    rememberNamed: assign(({ context, event }) => ({
      ...named(context.payments, event.type === 'TEXT' ? event.text : ''),
      known: 'yes' as const,
    })),
    rememberBalance: assign(({ context }, balance: number) => ({ balance, shortfall: Math.max(0, (context.amount ?? 0) - balance) })),
    rememberOrder: assign({ orderNumber: ({ event }) => (event.type === 'TEXT' ? event.text.trim().slice(0, 60) : '') }),
    forgetPayment: assign(UNKNOWN),
    rememberReason: assign({ reason: (_, reason: string) => reason }),
  },
  actors: { listPayments: walletCall('listPayments'), getCustomer: walletCall('getCustomer') },
  guards: {
    verified: ({ context }) => context.customerId !== '',
    hasFailed: (_, payments: Payment[]) => failedOf(payments).length > 0,
    offered: ({ context }, paymentId: string) => context.payments.some((payment) => payment.paymentId === paymentId),
    isNamed: ({ context, event }) => event.type === 'TEXT' && named(context.payments, event.text) !== undefined,
    hasOrderNumber: ({ event }) => event.type === 'TEXT' && /\d{4,}/.test(event.text),
    because: ({ context }, reasons: string[]) => reasons.includes(context.reason),
    needsBalance: ({ context }) => context.known === 'yes' && context.reason === 'insufficient_balance',
    overdue: ({ context }) => context.known === 'yes' && context.refundOverdue,
    awaitsRefund: ({ context }) => context.known === 'yes' && context.reason === 'deducted' && context.refundBy > 0,
  },
}).createMachine({
  id: 'failed-payment',
  context: ({ input }) => ({
    customerId: input.customerId,
    payments: [],
    ...UNKNOWN,
  }),
  initial: 'begin',
  states: {
    begin: { always: [{ guard: 'verified', target: 'looking' }, { target: 'describing' }] },
    looking: {
      invoke: {
        src: 'listPayments',
        id: 'list',
        input: ({ context }) => ({ customerId: context.customerId, limit: 20 }),
        onDone: [
          {
            guard: { type: 'hasFailed', params: ({ event }) => event.output.payments },
            target: 'picking',
            actions: { type: 'rememberPayments', params: ({ event }) => event.output.payments },
          },
          { target: 'describing', actions: { type: 'say', params: { key: 'none-failed' } } },
        ],
        onError: { target: 'describing', actions: { type: 'say', params: { key: 'wallet-silent' } } },
      },
    },
    picking: {
      entry: {
        type: 'ask',
        params: ({ context }) => ({ prompt: 'which-payment', choices: [...context.payments.map(toPick), 'another-payment', 'human'] }),
      },
      on: {
        'PICK': {
          guard: { type: 'offered', params: ({ event }) => event.id },
          target: 'reading',
          actions: { type: 'rememberPicked', params: ({ event }) => event.id },
        },
        'TEXT': { guard: 'isNamed', target: 'reading', actions: 'rememberNamed' },
        'choose.another-payment': 'describing',
      },
    },
    // Not verified, or the payment is not among those the wallet lists: what the app told her leads on.
    describing: {
      entry: [
        'forgetPayment',
        {
          type: 'ask',
          params: ({ context }) => ({
            prompt: 'what-happened',
            choices: [...(context.customerId ? [] : ['find-it']), ...HAPPENED, 'human'],
          }),
        },
      ],
      on: {
        'choose.find-it': { actions: { type: 'startFlow', params: { flow: 'confirm-identity' } } },
        'IDENTIFIED': { target: 'looking', actions: { type: 'rememberCustomer', params: ({ event }) => event.customerId } },
        'choose.network': { target: 'reading', actions: { type: 'rememberReason', params: 'network_timeout' } },
        'choose.balance': { target: 'reading', actions: { type: 'rememberReason', params: 'insufficient_balance' } },
        'choose.limit': { target: 'reading', actions: { type: 'rememberReason', params: 'daily_limit' } },
        'choose.merchant': { target: 'reading', actions: { type: 'rememberReason', params: 'merchant_rejected' } },
        'choose.deducted': { target: 'reading', actions: { type: 'rememberReason', params: 'deducted' } },
        'choose.something-else': 'askOrder',
      },
    },
    reading: {
      always: [
        { guard: { type: 'because', params: ['network_timeout'] }, target: 'advising.network' },
        { guard: { type: 'because', params: ['bank_maintenance'] }, target: 'advising.maintenance' },
        { guard: 'needsBalance', target: 'checkingBalance' },
        { guard: { type: 'because', params: ['insufficient_balance'] }, target: 'advising.balance' },
        { guard: { type: 'because', params: ['daily_limit', 'monthly_limit'] }, target: 'advising.limit' },
        { guard: { type: 'because', params: ['merchant_unavailable'] }, target: 'advising.merchantDown' },
        { guard: { type: 'because', params: ['merchant_rejected'] }, target: 'advising.merchantRejected' },
        { guard: { type: 'because', params: ['expired_qr'] }, target: 'advising.expiredQr' },
        { guard: { type: 'because', params: ['wrong_pin_attempts'] }, target: 'advising.pin' },
        { guard: { type: 'because', params: ['card_issuer_declined'] }, target: 'advising.bank' },
        { guard: { type: 'because', params: ['duplicate'] }, target: 'advising.duplicate' },
        { guard: 'overdue', target: 'personForOverdue' },
        { guard: 'awaitsRefund', target: 'advising.deducted' },
        { guard: { type: 'because', params: ['deducted'] }, target: 'askOrder' },
        { guard: { type: 'because', params: ['account_restricted'] }, target: 'personForRestricted' },
        { target: 'personForUnknown' },
      ],
    },
    checkingBalance: {
      invoke: {
        src: 'getCustomer',
        id: 'customer',
        input: ({ context }) => ({ customerId: context.customerId }),
        onDone: { target: 'advising.balance', actions: { type: 'rememberBalance', params: ({ event }) => event.output.balance } },
        onError: 'advising.balance',
      },
    },
    advising: {
      initial: 'network',
      states: {
        network: advice('network'),
        maintenance: advice('maintenance'),
        balance: { ...advice('balance', 'how-to-top-up'), on: { 'choose.how-to-top-up': 'topUp' } },
        topUp: advice('top-up'),
        limit: advice('limit'),
        merchantDown: advice('merchant-down'),
        merchantRejected: advice('merchant-rejected'),
        expiredQr: advice('expired-qr'),
        pin: advice('pin'),
        bank: advice('bank'),
        duplicate: advice('duplicate'),
        deducted: { entry: { type: 'ask', params: { prompt: 'advice.deducted', choices: ['helped', 'not-back', 'human'] } } },
      },
      on: {
        'choose.helped': 'done',
        'AFFIRM': 'done',
        'choose.still-failing': 'personForInvestigation',
        'choose.not-back': 'personForInvestigation',
        'DENY': 'personForInvestigation',
      },
    },
    // What a person will need first.
    askOrder: {
      entry: { type: 'ask', params: { prompt: 'order-number', choices: ['no-number', 'human'] } },
      on: {
        'TEXT': { guard: 'hasOrderNumber', target: 'personForInvestigation', actions: 'rememberOrder' },
        'choose.no-number': 'personForInvestigation',
        'DENY': 'personForInvestigation',
      },
    },
    personForInvestigation: {
      entry: [
        { type: 'say', params: { key: 'investigation' } },
        { type: 'handoff', params: { reason: 'investigation' } },
      ],
      on: { RETURN: 'begin' },
    },
    personForOverdue: {
      entry: [
        { type: 'say', params: { key: 'refund-overdue' } },
        { type: 'handoff', params: { reason: 'refund-overdue', priority: 'high' } },
      ],
      on: { RETURN: 'begin' },
    },
    personForRestricted: {
      entry: [
        { type: 'say', params: { key: 'account-restricted' } },
        { type: 'handoff', params: { reason: 'account-restricted', priority: 'high' } },
      ],
      on: { RETURN: 'begin' },
    },
    personForUnknown: {
      entry: [
        { type: 'say', params: { key: 'investigation' } },
        { type: 'handoff', params: { reason: 'reason-unknown' } },
      ],
      on: { RETURN: 'begin' },
    },
    done: { type: 'final', entry: { type: 'say', params: { key: 'done' } } },
  },
});

export default defineFlow({
  id: 'failed-payment',
  version: 1,
  intent: 'failed-payment',
  machine,
  facts: ['merchant', 'amount', 'paidAt', 'orderNumber', 'reason', 'balance'],
});
