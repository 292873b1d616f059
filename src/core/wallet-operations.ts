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

export type RefundReason = 'not_received' | 'not_as_described' | 'double_payment' | 'wrong_amount' | 'wrong_recipient' | 'cancelled';

/** Where a refund goes: as she paid. */
export type RefundTarget = 'balance' | 'bank_account' | 'card';

export type Refund = {
  refundId: string;
  /** What she may quote. */
  refundNumber: string;
  paymentId: string;
  orderNumber: string;
  merchant: string;
  /** Whole rupiah. */
  amount: number;
  reason: RefundReason;
  status: 'reviewing' | 'approved' | 'paid' | 'declined';
  payTo: RefundTarget;
  /** ISO 8601. */
  requestedAt: string;
  /** ISO 8601, the last of at most seven working days; of a paid one when it was paid. */
  payBy: string;
  /** Of a declined one, a code: `delivered`, `used`, `no_answer_from_merchant`, `not_covered`. */
  declineReason?: string;
  merchantContact?: string;
};

/** Whether a payment can be refunded, and how. */
export type RefundOptions = {
  eligible: boolean;
  /** Why not. */
  refusal?: 'too_late' | 'merchant_policy' | 'already_refunded' | 'in_review' | 'still_pending' | 'not_charged' | 'needs_recipient';
  /** Whole rupiah; what is left of a partly refunded payment. */
  refundable: number;
  /** Whole rupiah that came back already. */
  refunded: number;
  payTo: RefundTarget;
  /** ISO 8601: until when a refund can be asked for. */
  deadline: string;
  /** ISO 8601: when the money would be back at the latest, asked for now. */
  payBy: string;
  merchantContact?: string;
  /** The refund that is there already. */
  refund?: Refund;
};

export type Transaction = {
  transactionId: string;
  kind: 'transfer' | 'top_up' | 'withdrawal' | 'payment';
  /** Whole rupiah. */
  amount: number;
  /** Who or what is at the other end, as she may see it: a bank, a merchant, a shortened name. */
  counterparty: string;
  /** ISO 8601. */
  createdAt: string;
  status: 'on_the_way' | 'arrived' | 'failed' | 'returned';
  /** ISO 8601, of one on its way: until when that is usual. */
  expectedBy?: string;
  /** ISO 8601, of one that has arrived, failed or come back: since when, where the wallet knows. */
  settledAt?: string;
  overdue: boolean;
  /** It is unlike her. */
  suspicious: boolean;
  investigation?: Investigation;
};

export type Investigation = {
  investigationNumber: string;
  /** ISO 8601. */
  answerBy: string;
};

export type Device = {
  deviceId: string;
  name: string;
  /** City and country. */
  place: string;
  /** ISO 8601. */
  lastSeenAt: string;
  /** The one her app is on. */
  current: boolean;
};

export type SecuritySettings = {
  /** ISO 8601. */
  passwordChangedAt: string;
  twoFactor: boolean;
  /** The wallet's own page for these settings. */
  settingsUrl: string;
  devices: Device[];
  /** Latest first. */
  signIns: { at: string; device: string; place: string; known: boolean }[];
};

export type Freeze = {
  status: 'frozen';
  /** ISO 8601. */
  frozenAt: string;
};

/** A wish to freeze by somebody who can't show who she is: a person looks at it. */
export type FreezeRequest = {
  requestNumber: string;
  /** Safe to show. */
  maskedContact: string;
};

/**
 * Shows that she agreed in the wallet's app: the id of an approved confirmation, at most 15 minutes old. Whoever only
 * holds a device with an open chat has none.
 */
type Confirmed = { customerId: string; confirmationId: string };

export interface WalletOperations {
  startPasswordReset: { input: { contact: string; locale: string }; output: PasswordReset };
  resendPasswordReset: { input: { resetId: string }; output: PasswordReset };
  getPasswordReset: { input: { resetId: string }; output: PasswordReset };
  /** By her contact, or by her id where the desk knows her. */
  startConfirmation: { input: { contact?: string; customerId?: string; locale: string }; output: Confirmation };
  getConfirmation: { input: { confirmationId: string }; output: Confirmation };
  getCustomer: { input: { customerId: string }; output: CustomerProfile };
  /** A short message to her app or phone: what the desk has for her, never a secret. */
  notifyCustomer: { input: { customerId: string; text: string }; output: { notified: boolean } };
  listPayments: { input: { customerId: string; limit?: number }; output: { payments: Payment[] } };
  getRefundOptions: { input: { customerId: string; paymentId: string; reason: RefundReason }; output: RefundOptions };
  requestRefund: { input: Confirmed & { paymentId: string; amount: number; reason: RefundReason }; output: Refund };
  listRefunds: { input: { customerId: string }; output: { refunds: Refund[] } };
  listTransactions: { input: { customerId: string; limit?: number }; output: { transactions: Transaction[] } };
  getTransaction: { input: { customerId: string; transactionId: string }; output: Transaction };
  openInvestigation: { input: { customerId: string; transactionId: string }; output: Investigation };
  getSecuritySettings: { input: { customerId: string }; output: SecuritySettings };
  signOutDevice: { input: Confirmed & { deviceId: string }; output: { signedOut: boolean } };
  /** All but the one her app is on. */
  signOutDevices: { input: Confirmed; output: { signedOut: number } };
  freezeAccount: { input: Confirmed; output: Freeze };
  requestFreeze: { input: { contact: string; locale: string }; output: FreezeRequest };
}

export type WalletOperation = keyof WalletOperations;
export const WRITE_OPERATIONS: readonly WalletOperation[] = [
  'startPasswordReset',
  'resendPasswordReset',
  'startConfirmation',
  'notifyCustomer',
  'requestRefund',
  'openInvestigation',
  'signOutDevice',
  'signOutDevices',
  'freezeAccount',
  'requestFreeze',
];
