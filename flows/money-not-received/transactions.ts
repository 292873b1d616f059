/** Her transactions as the flow keeps them, and which of them she means. */
import type { Pickable, Transaction } from '../../src/core/flow.ts';
import type { Told } from './told.ts';

/** What there is to say about a transaction. */
export type Status = 'on_the_way' | 'overdue' | 'investigating' | 'arrived' | 'failed' | 'returned';

export type Known = {
  transactionId: string;
  kind: string;
  /** Whole rupiah. */
  amount: number;
  counterparty: string;
  /** Epoch ms. */
  sentAt: number;
  status: Status;
  /** Epoch ms; null when the wallet does not say, as the two below. */
  expectedBy: number | null;
  settledAt: number | null;
  investigationNumber: string;
  answerBy: number | null;
};

/** As many as she can take in at a glance. */
const OFFERED = 4;
/** As many as a conversation need carry about. */
const KEPT = 12;

const UNDER_WAY: Status[] = ['on_the_way', 'overdue', 'investigating'];

export function statusOf({ status, overdue, investigation }: Transaction): Status {
  if (status !== 'on_the_way') return status;
  if (investigation) return 'investigating';
  return overdue ? 'overdue' : 'on_the_way';
}

export function isUnderWay(status: string): boolean {
  return UNDER_WAY.includes(status as Status);
}

export function toKnown(transaction: Transaction): Known {
  const { transactionId, kind, amount, counterparty, createdAt, expectedBy, settledAt, investigation } = transaction;
  return {
    transactionId,
    kind,
    amount,
    counterparty,
    sentAt: Date.parse(createdAt),
    status: statusOf(transaction),
    expectedBy: expectedBy === undefined ? null : Date.parse(expectedBy),
    settledAt: settledAt === undefined ? null : Date.parse(settledAt),
    investigationNumber: investigation?.investigationNumber ?? '',
    answerBy: investigation ? Date.parse(investigation.answerBy) : null,
  };
}

/** Payments are another topic. */
export function keptOf(transactions: Transaction[]): Known[] {
  return transactions
    .filter(({ kind }) => kind !== 'payment')
    .slice(0, KEPT)
    .map(toKnown);
}

/** Those that did not get there, or not yet. */
export function idsOfOpen(kept: Known[]): string[] {
  return idsOf(kept.filter(({ status }) => status !== 'arrived'));
}

/** She may not have seen that it is there. */
export function idsOfArrived(kept: Known[]): string[] {
  return idsOf(kept.filter(({ status }) => status === 'arrived'));
}

/** Those that all of what she told fits; none when she told nothing that tells them apart. */
export function fitting(kept: Known[], { kind, amount, counterparty }: Told, text = counterparty): Known[] {
  const said = text.normalize('NFKC').toLowerCase();
  const hits = ({ counterparty: name }: Known) => wordsOf(name).filter((word) => said.includes(word));
  const most = Math.max(0, ...kept.map((known) => hits(known).length));
  // The end of an account number is no amount.
  const sum = kept.some((known) => hits(known).includes(String(amount))) ? null : amount;
  const ofKind = kind !== '' && kind !== 'incoming';
  if (!ofKind && sum === null && most === 0) return [];
  return kept.filter((known) => hits(known).length === most && (!ofKind || known.kind === kind) && (sum === null || known.amount === sum));
}

export function idsOf(kept: Known[]): string[] {
  return kept.slice(0, OFFERED).map(({ transactionId }) => transactionId);
}

export function toPick({ transactionId, kind, amount, counterparty, sentAt, status }: Known): Pickable {
  return {
    pick: transactionId,
    label: 'pick',
    values: { kind, amount, counterparty, sentAt, status },
    card: { title: 'card.title', subtitle: 'card.amount', text: 'card.when' },
  };
}

/** What she may call it by: `BCA ••4417 (B. Santoso)` is "bca", "4417" or "santoso"; "bank" alone is nobody. */
function wordsOf(counterparty: string): string[] {
  const words = counterparty.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word.length > 2 && word !== 'bank');
}
