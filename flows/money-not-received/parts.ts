/** What the flow remembers, does and asks itself. */
import { assign, type FlowTypes, flowActions, type Investigation, setup, type Transaction, walletCall } from '../../src/core/flow.ts';
import { addTold, isName, isUrgent, NOTHING_TOLD, readTold, type Told } from './told.ts';
import { fitting, idsOf, idsOfArrived, idsOfOpen, isUnderWay, keptOf, type Known, type Status, statusOf, toKnown } from './transactions.ts';

/** What the wallet says of the one she means; of `kind`, `amount` and `counterparty` she tells it herself else. */
export type Context = Told & {
  customerId: string;
  transactions: Known[];
  /** Ids of those she is shown. */
  shown: string[];
  page: 'open' | 'arrived' | 'narrowed';
  transactionId: string;
  status: Status | '';
  sentAt: number | null;
  expectedBy: number | null;
  settledAt: number | null;
  investigationNumber: string;
  answerBy: number | null;
  /** She waits for so long that a look now and then will do. */
  patient: boolean;
  /** She wants to hear what the next look finds, whatever it is. */
  curious: boolean;
};

/** A list grows old: it is read anew for whoever goes back to it. */
const NO_LIST = { transactions: [], shown: [], page: 'open' as const };

export const NONE_MEANT = {
  ...NOTHING_TOLD,
  transactionId: '',
  status: '' as const,
  sentAt: null,
  expectedBy: null,
  settledAt: null,
  investigationNumber: '',
  answerBy: null,
};

const textOf = (event: { type: string; text?: string }) => (event.type === 'TEXT' ? (event.text ?? '') : '');
/** Those she is shown, or any other, that her words fit. */
const namedIn = ({ transactions }: Context, event: { type: string }) => fitting(transactions, readTold(textOf(event)), textOf(event));

export const parts = setup({
  types: {} as FlowTypes<Context>,
  actions: {
    ...flowActions,
    rememberCustomer: assign({ customerId: (_, customerId: string) => customerId }),
    rememberList: assign((_, transactions: Transaction[]) => ({ ...NONE_MEANT, transactions: keptOf(transactions) })),
    show: assign(({ context }, page: 'open' | 'arrived') => ({
      page,
      shown: (page === 'open' ? idsOfOpen : idsOfArrived)(context.transactions),
    })),
    /** What she tells is about one that the wallet did not name. */
    forgetKnown: assign(({ context }) => (context.transactionId ? { ...NONE_MEANT, ...NO_LIST } : NO_LIST)),
    showNamed: assign(({ context, event }) => ({ page: 'narrowed' as const, shown: idsOf(namedIn(context, event)) })),
    mean: assign(({ context }, transactionId: string) => ({
      ...context.transactions.find((known) => known.transactionId === transactionId),
      ...NO_LIST,
      when: '',
    })),
    meanNamed: assign(({ context, event }) => ({ ...namedIn(context, event)[0], ...NO_LIST, when: '' })),
    meanTold: assign(({ context }, list: Transaction[]) => ({ ...fitting(keptOf(list), context)[0], ...NO_LIST, when: '' })),
    refresh: assign((_, transaction: Transaction) => toKnown(transaction)),
    rememberInvestigation: assign((_, { investigationNumber, answerBy }: Investigation) => ({
      status: 'investigating' as const,
      investigationNumber,
      answerBy: Date.parse(answerBy),
    })),
    meanNone: assign(NONE_MEANT),
    note: assign(({ context, event }) => addTold(context, readTold(textOf(event)))),
    noteName: assign(({ context, event }) => {
      const told = readTold(textOf(event));
      return told.counterparty ? addTold(context, told) : { counterparty: textOf(event).trim() };
    }),
    noteAs: assign((_, told: Partial<Told>) => told),
    beginWaiting: assign({ patient: false, curious: false }),
    bePatient: assign({ patient: true }),
    beCurious: assign({ curious: true }),
    satisfied: assign({ curious: false }),
  },
  actors: {
    listTransactions: walletCall('listTransactions'),
    getTransaction: walletCall('getTransaction'),
    openInvestigation: walletCall('openInvestigation'),
  },
  guards: {
    verified: ({ context }) => context.customerId !== '',
    knowsWhich: ({ context }) => context.transactionId !== '',
    showsSome: ({ context }) => context.shown.length > 0,
    oneIsTold: ({ context }, list: Transaction[]) => fitting(keptOf(list), context).length === 1,
    someOpen: (_, list: Transaction[]) => idsOfOpen(keptOf(list)).length > 0,
    someArrived: (_, list: Transaction[]) => idsOfArrived(keptOf(list)).length > 0,
    moreToShow: ({ context }) => context.page !== 'arrived' && idsOfArrived(context.transactions).length > 0,
    isShown: ({ context }, id: string) => context.shown.includes(id),
    isNamed: ({ context, event }) => namedIn(context, event).length === 1,
    someNamed: ({ context, event }) => {
      const ids = idsOf(namedIn(context, event));
      return ids.length > 1 && ids.join() !== context.shown.join();
    },
    isUrgent: ({ event }) => isUrgent(textOf(event)),
    lacks: ({ context }, fact: keyof Told) => context[fact] === NOTHING_TOLD[fact],
    tells: ({ event }, fact: keyof Told) => readTold(textOf(event))[fact] !== NOTHING_TOLD[fact],
    tellsMore: ({ event }) => Object.entries(readTold(textOf(event))).some(([fact, value]) => value !== NOTHING_TOLD[fact as keyof Told]),
    tellsName: ({ event }) => {
      const { counterparty, kind, amount, when } = readTold(textOf(event));
      if (counterparty) return true;
      return !kind && amount === null && !when && event.type === 'TEXT' && isName(event.text, event.intent);
    },
    is: ({ context }, status: Status) => context.status === status,
    underWay: ({ context }) => isUnderWay(context.status),
    nowIs: (_, [transaction, status]: [Transaction, Status]) => statusOf(transaction) === status,
    changed: ({ context }, transaction: Transaction) => statusOf(transaction) !== context.status,
    curious: ({ context }) => context.curious,
    failedWith: (_, [actual, expected]: string[]) => actual === expected,
  },
  delays: {
    betweenLooks: ({ context }) => (context.patient ? 15 : 1) * 60_000,
    someMinutes: 10 * 60_000,
    aDay: 24 * 3_600_000,
  },
});
