/** What flows and the desk may ask the wallet, as types; `src/wallet/contract.ts` says how it goes over HTTP. */

/** A wallet call that failed, as a flow sees it. */
export type WalletFailure = {
  /** An error code of the wallet's contract, or `unavailable` when it gave no usable answer. */
  code: string;
  message: string;
  details?: Record<string, string | number | boolean>;
};

export type ContactChannel = 'sms' | 'email';

export type PasswordResetStatus = 'sent' | 'opened' | 'completed' | 'expired' | 'too_many_attempts';

export type PasswordReset = {
  resetId: string;
  status: PasswordResetStatus;
  channel: ContactChannel;
  /** Safe to show, e.g. `+62 812••••7890`. */
  maskedContact: string;
  /** The wallet's own page for the code and the new password. */
  securePageUrl: string;
  loginUrl: string;
  /** ISO 8601. */
  expiresAt: string;
  resendsLeft: number;
};

export type ConfirmationStatus = 'pending' | 'approved' | 'denied' | 'expired';

/** A request in the wallet's app to say "it's me", by tapping the number that the chat shows. */
export type Confirmation = {
  confirmationId: string;
  status: ConfirmationStatus;
  /** Two digits. */
  number: string;
  /** ISO 8601. */
  expiresAt: string;
  /** Once approved. */
  customer?: { customerId: string; name: string };
};

export type CustomerProfile = {
  customerId: string;
  name: string;
  locale: string;
  maskedPhone: string;
  maskedEmail: string;
  status: 'active' | 'locked' | 'frozen';
  verified: boolean;
  /** ISO 8601. */
  memberSince: string;
  /** Whole rupiah. */
  balance: number;
};

export type Payment = {
  paymentId: string;
  orderNumber: string;
  /** Whole rupiah. */
  amount: number;
  currency: 'IDR';
  merchant: string;
  /** ISO 8601. */
  createdAt: string;
  status: 'succeeded' | 'pending' | 'failed' | 'refunded' | 'partly_refunded';
  failureReason?: string;
  /** True when money left the wallet although the payment failed. */
  deducted: boolean;
  /** Of a deducted payment: when the money comes back by itself. */
  refund?: { by: string; overdue: boolean };
  /** Of a payment beyond a limit: whole rupiah, and when it counts anew. */
  limit?: { amount: number; resetsAt: string };
  /** Where the merchant answers customers. */
  merchantContact?: string;
};

export interface WalletOperations {
  startPasswordReset: { input: { contact: string; locale: string }; output: PasswordReset };
  resendPasswordReset: { input: { resetId: string }; output: PasswordReset };
  getPasswordReset: { input: { resetId: string }; output: PasswordReset };
  startConfirmation: { input: { contact: string; locale: string }; output: Confirmation };
  getConfirmation: { input: { confirmationId: string }; output: Confirmation };
  getCustomer: { input: { customerId: string }; output: CustomerProfile };
  /** A short message to her app or phone: what the desk has for her, never a secret. */
  notifyCustomer: { input: { customerId: string; text: string }; output: { notified: boolean } };
  listPayments: { input: { customerId: string; limit?: number }; output: { payments: Payment[] } };
}

export type WalletOperation = keyof WalletOperations;
export const WRITE_OPERATIONS: readonly WalletOperation[] = [
  'startPasswordReset',
  'resendPasswordReset',
  'startConfirmation',
  'notifyCustomer',
];
