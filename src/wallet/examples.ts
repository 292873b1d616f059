/**
 * Answers that a wallet gives, at least one of each kind that a flow tells apart. The API's document shows the first
 * of each operation; the flows' proofs go through all of them.
 */
import type {
  Confirmation,
  ConfirmationStatus,
  CustomerProfile,
  PasswordReset,
  PasswordResetStatus,
  Payment,
  WalletOperation,
  WalletOperations,
} from '../core/wallet-operations.ts';

type Examples = { readonly [T in WalletOperation]: readonly WalletOperations[T]['output'][] };

const DAY = 86_400_000;
const NOON = Date.parse('2026-11-24T05:00:00Z');
const at = (days: number) => new Date(NOON + days * DAY).toISOString();

const reset = (status: PasswordResetStatus, rest: Partial<PasswordReset> = {}): PasswordReset => ({
  resetId: 'rst_7Q2',
  status,
  channel: 'sms',
  maskedContact: '+62 812••••7890',
  securePageUrl: 'https://wallet.example/reset/rst_7Q2',
  loginUrl: 'https://wallet.example/login',
  expiresAt: at(0.01),
  resendsLeft: 3,
  ...rest,
});

const confirmation = (status: ConfirmationStatus): Confirmation => ({
  confirmationId: 'cnf_9T4',
  status,
  number: '42',
  expiresAt: at(0.01),
  ...(status === 'approved' && { customer: { customerId: 'sinta', name: 'Sinta Maharani' } }),
});

const profile = (balance: number, status: CustomerProfile['status'] = 'active'): CustomerProfile => ({
  customerId: 'sinta',
  name: 'Sinta Maharani',
  locale: 'id',
  maskedPhone: '+62 812••••7890',
  maskedEmail: 'si•••@example.test',
  status,
  verified: true,
  memberSince: at(-700),
  balance,
});

let orders = 0;
const payment = (merchant: string, amount: number, rest: Partial<Payment>): Payment => ({
  paymentId: `pay_${++orders}`,
  orderNumber: `DPT2611${String(orders).padStart(4, '0')}`,
  amount,
  currency: 'IDR',
  merchant,
  createdAt: at(-orders / 10),
  status: 'failed',
  deducted: false,
  ...rest,
});
const failed = (merchant: string, amount: number, failureReason: string, rest: Partial<Payment> = {}) =>
  payment(merchant, amount, { failureReason, ...rest });

export const examples: Examples = {
  startPasswordReset: [reset('sent'), reset('sent', { channel: 'email', maskedContact: 'si•••@example.test', resendsLeft: 0 })],
  resendPasswordReset: [reset('sent', { resendsLeft: 2 }), reset('sent', { resendsLeft: 0 })],
  getPasswordReset: [reset('sent'), reset('opened'), reset('completed'), reset('expired'), reset('too_many_attempts')],
  startConfirmation: [confirmation('pending')],
  getConfirmation: [confirmation('pending'), confirmation('approved'), confirmation('denied'), confirmation('expired')],
  getCustomer: [profile(1_284_500), profile(9_750), profile(58_250, 'locked'), profile(58_250, 'frozen')],
  notifyCustomer: [{ notified: true }, { notified: false }],
  listPayments: [
    {
      payments: [
        failed('PLN Token Listrik', 200_000, 'insufficient_balance'),
        failed('Tokopedia', 459_000, 'deducted_but_failed', { deducted: true, refund: { by: at(2), overdue: false } }),
        failed('Alfamart Cikini', 87_500, 'network_timeout'),
        payment('Kopi Kenangan Senja', 32_000, { status: 'succeeded' }),
        payment('Toko Elektronik Glodok', 899_000, { status: 'pending' }),
        payment('Bioskop XXI', 100_000, { status: 'refunded' }),
        payment('Blibli', 320_000, { status: 'partly_refunded' }),
      ],
    },
    { payments: [] },
    {
      payments: [
        failed('Shopee', 1_250_000, 'daily_limit', { limit: { amount: 10_000_000, resetsAt: at(1) } }),
        failed('Traveloka', 6_400_000, 'monthly_limit', { limit: { amount: 40_000_000, resetsAt: at(7) } }),
        failed('Warung Bu Tini', 24_000, 'merchant_unavailable', { merchantContact: 'help@warung-bu-tini.example' }),
      ],
    },
    {
      payments: [
        failed('Steam Wallet', 250_000, 'merchant_rejected', { merchantContact: 'help@steam-wallet.example' }),
        failed('Bakso Pak Kumis', 38_000, 'expired_qr'),
        failed('Indihome', 385_000, 'wrong_pin_attempts'),
      ],
    },
    {
      payments: [
        failed('Garuda Indonesia', 1_780_000, 'card_issuer_declined'),
        failed('BPJS Kesehatan', 150_000, 'bank_maintenance'),
        failed('Pulsa Telkomsel', 50_000, 'duplicate'),
      ],
    },
    {
      payments: [
        failed('Hypermart', 412_300, 'account_restricted'),
        failed('Grab', 45_000, 'deducted_but_failed', { deducted: true, refund: { by: at(-1), overdue: true } }),
        failed('Netflix', 54_000, 'deducted_but_failed', { deducted: true }),
      ],
    },
    { payments: [payment('Halodoc', 75_000, {})] },
  ],
};
