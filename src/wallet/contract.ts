/** The wallet's API as one table: the client, the sandbox and docs/wallet-api/openapi.json all derive from it. */
import { z } from 'zod';
import type { WalletOperation, WalletOperations } from '../core/wallet-operations.ts';

const isoDate = z.iso.datetime({ offset: true });

const passwordReset = z.object({
  resetId: z.string(),
  status: z.enum(['sent', 'opened', 'completed', 'expired', 'too_many_attempts']),
  channel: z.enum(['sms', 'email']),
  maskedContact: z.string(),
  securePageUrl: z.url(),
  loginUrl: z.url(),
  expiresAt: isoDate,
  resendsLeft: z.int().min(0),
});

const confirmation = z.object({
  confirmationId: z.string(),
  status: z.enum(['pending', 'approved', 'denied', 'expired']),
  number: z.string(),
  expiresAt: isoDate,
  customer: z.object({ customerId: z.string(), name: z.string() }).optional(),
});

const customer = z.object({
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

const payment = z.object({
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
    summary: 'Asks in her app whether it is she who writes: she taps the number that the chat shows.',
    input: z.object({ contact: z.string().max(254), locale: z.string() }),
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
