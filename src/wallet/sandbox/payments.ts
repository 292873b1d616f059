/** A row of the sandbox's payments as the contract has it. */
import type { Payment } from '../../core/wallet-operations.ts';

const DAY = 86_400_000;
/** Jakarta's clock is this far ahead of UTC, all year. */
const WIB = 7 * 3_600_000;
/** What was deducted for nothing comes back by itself within this time. */
const REFUND_MS = 3 * DAY;
/** Whole rupiah. */
const DAILY_LIMIT = 10_000_000;
const MONTHLY_LIMIT = 40_000_000;

export interface PaymentRow {
  id: string;
  order_number: string;
  amount: number;
  merchant: string;
  created_at: number;
  status: Payment['status'];
  failure_reason: string | null;
  deducted: number;
}

/** @param now epoch ms */
export function toPayment(row: PaymentRow, now: number): Payment {
  const limit = limitOf(row);
  const refundBy = row.created_at + REFUND_MS;
  return {
    paymentId: row.id,
    orderNumber: row.order_number,
    amount: row.amount,
    currency: 'IDR',
    merchant: row.merchant,
    createdAt: new Date(row.created_at).toISOString(),
    status: row.status,
    ...(row.failure_reason && { failureReason: row.failure_reason }),
    deducted: row.deducted === 1,
    ...(row.deducted === 1 && { refund: { by: new Date(refundBy).toISOString(), overdue: now > refundBy } }),
    ...(limit && { limit }),
    ...(row.failure_reason?.startsWith('merchant_') && { merchantContact: contactOf(row.merchant) }),
  };
}

function limitOf({ failure_reason, created_at }: PaymentRow): Payment['limit'] {
  const local = new Date(created_at + WIB);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const at = (time: number) => new Date(time - WIB).toISOString();
  switch (failure_reason) {
    case 'daily_limit':
      return { amount: DAILY_LIMIT, resetsAt: at(Date.UTC(year, month, day + 1)) };
    case 'monthly_limit':
      return { amount: MONTHLY_LIMIT, resetsAt: at(Date.UTC(year, month + 1, 1)) };
    default:
      return undefined;
  }
}

/** Where a merchant answers customers. */
export function contactOf(merchant: string): string {
  return `help@${merchant.toLowerCase().replace(/[^a-z]+/g, '-')}.example`;
}
