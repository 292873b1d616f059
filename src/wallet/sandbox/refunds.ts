/** Refunds of the sandbox: who may have one, when the money is back, and asking for it once. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Refund, RefundOptions, RefundReason, RefundTarget } from '../../core/wallet-operations.ts';
import { Confirmed } from './confirmed.ts';
import { contactOf } from './payments.ts';
import { Refusal } from './refusal.ts';
import { afterWorkingDays } from './working-days.ts';

const DAY = 86_400_000;
const ASK_WITHIN_MS = 30 * DAY;
const WORKING_DAYS = 7;
/** How long the sandbox's reviewers take. */
const REVIEW_MS = 10 * 60_000;
/** These give nothing back for a change of mind. */
const STRICT_MERCHANTS = ['Tiket.com'];
const CHANGE_OF_MIND: RefundReason[] = ['cancelled', 'not_as_described'];

interface PaymentRow {
  id: string;
  order_number: string;
  amount: number;
  merchant: string;
  created_at: number;
  status: string;
  deducted: number;
  refunded: number;
  pay_to: RefundTarget;
}

interface RefundRow {
  id: string;
  number: string;
  payment_id: string;
  amount: number;
  reason: RefundReason;
  status: Refund['status'];
  decline_reason: string | null;
  requested_at: number;
  pay_by: number;
  order_number: string;
  merchant: string;
  pay_to: RefundTarget;
}

const REFUND = `SELECT refunds.*, order_number, merchant, pay_to FROM refunds JOIN payments ON payments.id = refunds.payment_id`;

export class Refunds extends Confirmed {
  /** @throws {Refusal} `payment_not_found` */
  options(customerId: string, paymentId: string, reason: RefundReason): RefundOptions {
    const payment = this.#payment(customerId, paymentId);
    const latest = this.db.one<RefundRow>(`${REFUND} WHERE payment_id = ? ORDER BY requested_at DESC LIMIT 1`, paymentId);
    const refund = latest && this.#view(latest);
    const refusal = this.#refusal(payment, refund, reason);
    return {
      eligible: refusal === undefined,
      ...(refusal && { refusal }),
      refundable: Math.max(0, payment.amount - payment.refunded),
      refunded: payment.refunded,
      payTo: payment.pay_to,
      deadline: new Date(payment.created_at + ASK_WITHIN_MS).toISOString(),
      payBy: new Date(afterWorkingDays(this.now(), WORKING_DAYS)).toISOString(),
      merchantContact: contactOf(payment.merchant),
      ...(refund && { refund }),
    };
  }

  /** @throws {Refusal} `confirmation_needed`, `payment_not_found`, `not_refundable`, `amount_too_high` */
  request(input: { customerId: string; confirmationId: string; paymentId: string; amount: number; reason: RefundReason }): Refund {
    this.confirmations.prove(input.customerId, input.confirmationId);
    const { eligible, refundable } = this.options(input.customerId, input.paymentId, input.reason);
    if (!eligible) throw new Refusal('not_refundable', 'This payment can not be refunded for that reason.');
    if (input.amount > refundable) throw new Refusal('amount_too_high', 'More than is left of the payment.', { refundable });
    const now = this.now();
    const id = `rfd_${randomBytes(9).toString('base64url')}`;
    this.db.run(
      `INSERT INTO refunds (id, number, payment_id, amount, reason, status, requested_at, pay_by) VALUES (?, ?, ?, ?, ?, 'reviewing', ?, ?)`,
      id,
      `RF${randomInt(10_000_000, 100_000_000)}`,
      input.paymentId,
      input.amount,
      input.reason,
      now,
      afterWorkingDays(now, WORKING_DAYS),
    );
    return this.#view(this.db.one<RefundRow>(`${REFUND} WHERE refunds.id = ?`, id) as RefundRow);
  }

  of(customerId: string): Refund[] {
    const rows = this.db.all<RefundRow>(`${REFUND} WHERE payments.customer_id = ? ORDER BY requested_at DESC LIMIT 50`, customerId);
    return rows.map((row) => this.#view(row));
  }

  #refusal(payment: PaymentRow, refund: Refund | undefined, reason: RefundReason): RefundOptions['refusal'] {
    if (payment.status === 'pending') return 'still_pending';
    if (payment.status === 'failed' && !payment.deducted) return 'not_charged';
    if (payment.status === 'refunded' || payment.refunded >= payment.amount || refund?.status === 'paid') return 'already_refunded';
    if (refund && refund.status !== 'declined') return 'in_review';
    if (this.now() > payment.created_at + ASK_WITHIN_MS) return 'too_late';
    // Money that a person has is not the wallet's to take back.
    if (reason === 'wrong_recipient') return 'needs_recipient';
    if (STRICT_MERCHANTS.includes(payment.merchant) && CHANGE_OF_MIND.includes(reason)) return 'merchant_policy';
    return undefined;
  }

  #payment(customerId: string, paymentId: string): PaymentRow {
    const row = this.db.one<PaymentRow>('SELECT * FROM payments WHERE id = ? AND customer_id = ?', paymentId, customerId);
    if (!row) throw new Refusal('payment_not_found', 'She has no such payment.');
    return row;
  }

  #view(row: RefundRow): Refund {
    const approved = row.status === 'reviewing' && this.now() >= row.requested_at + REVIEW_MS;
    const paid = (approved || row.status === 'approved') && this.now() >= row.pay_by;
    return {
      refundId: row.id,
      refundNumber: row.number,
      paymentId: row.payment_id,
      orderNumber: row.order_number,
      merchant: row.merchant,
      amount: row.amount,
      reason: row.reason,
      status: paid ? 'paid' : approved ? 'approved' : row.status,
      payTo: row.pay_to,
      requestedAt: new Date(row.requested_at).toISOString(),
      payBy: new Date(row.pay_by).toISOString(),
      ...(row.decline_reason && { declineReason: row.decline_reason }),
      merchantContact: contactOf(row.merchant),
    };
  }
}
