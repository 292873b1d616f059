/** What the wallet's answers look like. */
import * as z from 'zod';

export const isoDate = z.iso.datetime({ offset: true });

export const passwordReset = z.object({
  resetId: z.string(),
  status: z.enum(['sent', 'opened', 'completed', 'expired', 'too_many_attempts']),
  channel: z.enum(['sms', 'email']),
  maskedContact: z.string(),
  securePageUrl: z.url(),
  loginUrl: z.url(),
  expiresAt: isoDate,
  resendsLeft: z.int().min(0),
});

export const confirmation = z.object({
  confirmationId: z.string(),
  status: z.enum(['pending', 'approved', 'denied', 'expired']),
  number: z.string(),
  expiresAt: isoDate,
  customer: z.object({ customerId: z.string(), name: z.string() }).optional(),
});

export const customer = z.object({
  customerId: z.string(),
  name: z.string(),
  locale: z.string(),
  maskedPhone: z.string(),
  maskedEmail: z.string(),
  status: z.enum(['active', 'locked', 'frozen']),
  verified: z.boolean(),
  memberSince: isoDate,
  balance: z.int(),
});

export const payment = z.object({
  paymentId: z.string(),
  orderNumber: z.string(),
  amount: z.int(),
  currency: z.literal('IDR'),
  merchant: z.string(),
  createdAt: isoDate,
  status: z.enum(['succeeded', 'pending', 'failed', 'refunded', 'partly_refunded']),
  failureReason: z.string().optional(),
  deducted: z.boolean(),
  refund: z.object({ by: isoDate, overdue: z.boolean() }).optional(),
  limit: z.object({ amount: z.int(), resetsAt: isoDate }).optional(),
  merchantContact: z.string().optional(),
});

export const refundReason = z.enum(['not_received', 'not_as_described', 'double_payment', 'wrong_amount', 'wrong_recipient', 'cancelled']);
const refundTarget = z.enum(['balance', 'bank_account', 'card']);

export const refund = z.object({
  refundId: z.string(),
  refundNumber: z.string(),
  paymentId: z.string(),
  orderNumber: z.string(),
  merchant: z.string(),
  amount: z.int(),
  reason: refundReason,
  status: z.enum(['reviewing', 'approved', 'paid', 'declined']),
  payTo: refundTarget,
  requestedAt: isoDate,
  payBy: isoDate,
  declineReason: z.string().optional(),
  merchantContact: z.string().optional(),
});

export const refundOptions = z.object({
  eligible: z.boolean(),
  refusal: z
    .enum(['too_late', 'merchant_policy', 'already_refunded', 'in_review', 'still_pending', 'not_charged', 'needs_recipient'])
    .optional(),
  refundable: z.int(),
  refunded: z.int(),
  payTo: refundTarget,
  deadline: isoDate,
  payBy: isoDate,
  merchantContact: z.string().optional(),
  refund: refund.optional(),
});

export const investigation = z.object({ investigationNumber: z.string(), answerBy: isoDate });

export const transaction = z.object({
  transactionId: z.string(),
  kind: z.enum(['transfer', 'top_up', 'withdrawal', 'payment']),
  amount: z.int(),
  counterparty: z.string(),
  createdAt: isoDate,
  status: z.enum(['on_the_way', 'arrived', 'failed', 'returned']),
  expectedBy: isoDate.optional(),
  settledAt: isoDate.optional(),
  overdue: z.boolean(),
  suspicious: z.boolean(),
  investigation: investigation.optional(),
});

export const securitySettings = z.object({
  passwordChangedAt: isoDate,
  twoFactor: z.boolean(),
  settingsUrl: z.url(),
  devices: z.array(z.object({ deviceId: z.string(), name: z.string(), place: z.string(), lastSeenAt: isoDate, current: z.boolean() })),
  signIns: z.array(z.object({ at: isoDate, device: z.string(), place: z.string(), known: z.boolean() })),
});
