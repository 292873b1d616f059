/** The wallet's API as one table: the client, the sandbox and docs/wallet-api/openapi.json all derive from it. */
import * as z from 'zod';
import type { WalletOperation, WalletOperations } from '../core/wallet-operations.ts';
import {
  confirmation,
  customer,
  investigation,
  isoDate,
  passwordReset,
  payment,
  refund,
  refundOptions,
  refundReason,
  securitySettings,
  transaction,
} from './shapes.ts';

/** She agreed in the wallet's app, at most 15 minutes ago. */
const confirmed = z.object({ customerId: z.string(), confirmationId: z.string() });
const UNCONFIRMED = { confirmation_needed: 403 };

export interface Endpoint<T extends WalletOperation = WalletOperation> {
  method: 'GET' | 'POST';
  /** `{name}` is taken from the input. */
  path: string;
  summary: string;
  input: z.ZodType<WalletOperations[T]['input']>;
  output: z.ZodType<WalletOperations[T]['output']>;
  /** Refusals by code, with their HTTP status. */
  errors: Record<string, number>;
  /** Acts on something: carries an `Idempotency-Key` and is done once for it. */
  write: boolean;
}

export const contract: { [T in WalletOperation]: Endpoint<T> } = {
  startPasswordReset: {
    method: 'POST',
    path: '/v1/password-resets',
    summary: 'Sends a reset code to a registered phone number or email.',
    input: z.object({ contact: z.string().max(254), locale: z.string() }),
    output: passwordReset,
    errors: {
      contact_invalid: 422,
      account_not_found: 404,
      account_locked: 423,
      too_many_requests: 429,
      channel_unreachable: 424,
      refused: 403,
    },
    write: true,
  },
  resendPasswordReset: {
    method: 'POST',
    path: '/v1/password-resets/{resetId}/resend',
    summary: 'Sends a fresh code for the same reset.',
    input: z.object({ resetId: z.string() }),
    output: passwordReset,
    errors: { reset_not_found: 404, reset_expired: 410, resend_limit: 429, channel_unreachable: 424, refused: 403 },
    write: true,
  },
  getPasswordReset: {
    method: 'GET',
    path: '/v1/password-resets/{resetId}',
    summary: 'How far a reset has come.',
    input: z.object({ resetId: z.string() }),
    output: passwordReset,
    errors: { reset_not_found: 404, refused: 403 },
    write: false,
  },
  startConfirmation: {
    method: 'POST',
    path: '/v1/confirmations',
    summary: 'Asks in her app whether it is she who writes: she taps the number that the chat shows. By her contact or her id.',
    input: z
      .object({ contact: z.string().max(254).optional(), customerId: z.string().optional(), locale: z.string() })
      .refine(({ contact, customerId }) => (contact === undefined) !== (customerId === undefined), 'contact or customerId, one of them'),
    output: confirmation,
    errors: { contact_invalid: 422, account_not_found: 404, account_locked: 423, too_many_requests: 429, refused: 403 },
    write: true,
  },
  getConfirmation: {
    method: 'GET',
    path: '/v1/confirmations/{confirmationId}',
    summary: 'What she answered in the app, and who she is once she approved.',
    input: z.object({ confirmationId: z.string() }),
    output: confirmation,
    errors: { confirmation_not_found: 404, refused: 403 },
    write: false,
  },
  getCustomer: {
    method: 'GET',
    path: '/v1/customers/{customerId}',
    summary: 'A verified customer’s profile, masked as agents may see it.',
    input: z.object({ customerId: z.string() }),
    output: customer,
    errors: { customer_not_found: 404, refused: 403 },
    write: false,
  },
  notifyCustomer: {
    method: 'POST',
    path: '/v1/customers/{customerId}/notifications',
    summary: 'Sends her a short message, in the app or by SMS as the wallet sees fit.',
    input: z.object({ customerId: z.string(), text: z.string().max(500) }),
    output: z.object({ notified: z.boolean() }),
    errors: { customer_not_found: 404, refused: 403 },
    write: true,
  },
  listPayments: {
    method: 'GET',
    path: '/v1/customers/{customerId}/payments',
    summary: 'Her payments, the latest first.',
    input: z.object({ customerId: z.string(), limit: z.coerce.number().int().min(1).max(100).optional() }),
    output: z.object({ payments: z.array(payment) }),
    errors: { customer_not_found: 404, refused: 403 },
    write: false,
  },
  getRefundOptions: {
    method: 'GET',
    path: '/v1/customers/{customerId}/payments/{paymentId}/refund-options',
    summary: 'Whether a payment can be refunded for a reason, how much of it, by when and to where.',
    input: z.object({ customerId: z.string(), paymentId: z.string(), reason: refundReason }),
    output: refundOptions,
    errors: { payment_not_found: 404, refused: 403 },
    write: false,
  },
  requestRefund: {
    method: 'POST',
    path: '/v1/customers/{customerId}/payments/{paymentId}/refunds',
    summary: 'Asks for a refund, once.',
    input: confirmed.extend({ paymentId: z.string(), amount: z.int().min(1), reason: refundReason }),
    output: refund,
    errors: { ...UNCONFIRMED, payment_not_found: 404, not_refundable: 409, amount_too_high: 422, refused: 403 },
    write: true,
  },
  listRefunds: {
    method: 'GET',
    path: '/v1/customers/{customerId}/refunds',
    summary: 'Her refunds, the latest first.',
    input: z.object({ customerId: z.string() }),
    output: z.object({ refunds: z.array(refund) }),
    errors: { customer_not_found: 404, refused: 403 },
    write: false,
  },
  listTransactions: {
    method: 'GET',
    path: '/v1/customers/{customerId}/transactions',
    summary: 'Money that came in or went out, the latest first, with what is unlike her.',
    input: z.object({ customerId: z.string(), limit: z.coerce.number().int().min(1).max(100).optional() }),
    output: z.object({ transactions: z.array(transaction) }),
    errors: { customer_not_found: 404, refused: 403 },
    write: false,
  },
  getTransaction: {
    method: 'GET',
    path: '/v1/customers/{customerId}/transactions/{transactionId}',
    summary: 'One transaction as it stands now.',
    input: z.object({ customerId: z.string(), transactionId: z.string() }),
    output: transaction,
    errors: { transaction_not_found: 404, refused: 403 },
    write: false,
  },
  openInvestigation: {
    method: 'POST',
    path: '/v1/customers/{customerId}/transactions/{transactionId}/investigation',
    summary: 'Has an overdue transaction looked into; the one that is open already, if there is one.',
    input: z.object({ customerId: z.string(), transactionId: z.string() }),
    output: investigation,
    errors: { transaction_not_found: 404, not_overdue: 409, refused: 403 },
    write: true,
  },
  getSecuritySettings: {
    method: 'GET',
    path: '/v1/customers/{customerId}/security',
    summary: 'Her password’s age, two-factor, devices and recent sign-ins.',
    input: z.object({ customerId: z.string() }),
    output: securitySettings,
    errors: { customer_not_found: 404, refused: 403 },
    write: false,
  },
  signOutDevice: {
    method: 'POST',
    path: '/v1/customers/{customerId}/devices/{deviceId}/sign-out',
    summary: 'Signs one device out.',
    input: confirmed.extend({ deviceId: z.string() }),
    output: z.object({ signedOut: z.boolean() }),
    errors: { ...UNCONFIRMED, device_not_found: 404, refused: 403 },
    write: true,
  },
  signOutDevices: {
    method: 'POST',
    path: '/v1/customers/{customerId}/devices/sign-out',
    summary: 'Signs out every device but the one her app is on.',
    input: confirmed,
    output: z.object({ signedOut: z.int().min(0) }),
    errors: { ...UNCONFIRMED, customer_not_found: 404, refused: 403 },
    write: true,
  },
  freezeAccount: {
    method: 'POST',
    path: '/v1/customers/{customerId}/freeze',
    summary: 'Stops all money from leaving the account until a person of the wallet lifts it.',
    input: confirmed,
    output: z.object({ status: z.literal('frozen'), frozenAt: isoDate }),
    errors: { ...UNCONFIRMED, customer_not_found: 404, refused: 403 },
    write: true,
  },
  requestFreeze: {
    method: 'POST',
    path: '/v1/freeze-requests',
    summary: 'A wish to freeze by somebody who can not show who she is: a person of the wallet looks at it at once.',
    input: z.object({ contact: z.string().max(254), locale: z.string() }),
    output: z.object({ requestNumber: z.string(), maskedContact: z.string() }),
    errors: { contact_invalid: 422, account_not_found: 404, too_many_requests: 429, refused: 403 },
    write: true,
  },
};

export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  }),
});

/** Names in an endpoint's path. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}
