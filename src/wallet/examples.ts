/**
 * Answers that a wallet gives, at least one of each kind that a flow tells apart. The API's document shows the first
 * of each operation; the flows' proofs go through all of them.
 */
import type {
  Device,
  Investigation,
  Refund,
  RefundOptions,
  SecuritySettings,
  Transaction,
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

const refund = (status: Refund['status'], rest: Partial<Refund> = {}): Refund => ({
  refundId: 'rfd_3K8',
  refundNumber: 'RF40218837',
  paymentId: 'buy_1',
  orderNumber: 'DPT27110001',
  merchant: 'Sociolla',
  amount: 189_000,
  reason: 'double_payment',
  status,
  payTo: 'balance',
  requestedAt: at(0),
  payBy: at(9),
  merchantContact: 'help@sociolla.example',
  ...rest,
});

const refundOptions = (rest: Partial<RefundOptions> = {}): RefundOptions => ({
  eligible: true,
  refundable: 189_000,
  refunded: 0,
  payTo: 'balance',
  deadline: at(28),
  payBy: at(9),
  merchantContact: 'help@sociolla.example',
  ...rest,
});
const refused = (refusal: RefundOptions['refusal'], rest: Partial<RefundOptions> = {}) =>
  refundOptions({ eligible: false, refusal, ...rest });

const investigation: Investigation = { investigationNumber: 'INV4471902', answerBy: at(3) };
const transaction = (place: number, rest: Partial<Transaction>): Transaction => ({
  transactionId: `trx_${place}`,
  kind: 'transfer',
  amount: 500_000,
  counterparty: 'BCA ••4417 (B. Santoso)',
  createdAt: at(-place / 10),
  status: 'arrived',
  overdue: false,
  suspicious: false,
  ...rest,
});
const onTheWay = transaction(1, { status: 'on_the_way', expectedBy: at(0.9) });
const overdue = transaction(2, {
  kind: 'top_up',
  amount: 300_000,
  counterparty: 'Bank Mandiri',
  status: 'on_the_way',
  expectedBy: at(-1),
  overdue: true,
});
const unlikeHer = [
  transaction(3, { kind: 'payment', amount: 1_950_000, counterparty: 'Voucher Game 88', suspicious: true }),
  transaction(4, { amount: 2_400_000, counterparty: 'DANA ••7712', suspicious: true }),
];

const phone: Device = { deviceId: 'dev_1', name: 'Samsung Galaxy A55', place: 'Jakarta, ID', lastSeenAt: at(-0.01), current: true };
const stranger: Device = { deviceId: 'dev_3', name: 'Xiaomi Redmi 9A', place: 'Medan, ID', lastSeenAt: at(-0.03), current: false };
const security = (rest: Partial<SecuritySettings>): SecuritySettings => ({
  passwordChangedAt: at(-250),
  twoFactor: false,
  settingsUrl: 'https://wallet.example/security',
  devices: [phone, stranger],
  signIns: [
    { at: at(-0.01), device: phone.name, place: phone.place, known: true },
    { at: at(-0.03), device: stranger.name, place: stranger.place, known: false },
  ],
  ...rest,
});

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
  getRefundOptions: [
    refundOptions(),
    refundOptions({ refundable: 300_000, refunded: 120_000, payTo: 'bank_account' }),
    refundOptions({ payTo: 'card' }),
    refused('too_late', { deadline: at(-15) }),
    refused('merchant_policy'),
    refused('already_refunded', { refundable: 0, refunded: 189_000 }),
    refused('in_review', { refund: refund('reviewing') }),
    refused('still_pending'),
    refused('not_charged'),
    refused('needs_recipient'),
  ],
  requestRefund: [refund('reviewing')],
  listRefunds: [
    { refunds: [refund('reviewing')] },
    { refunds: [refund('approved', { payTo: 'card' })] },
    { refunds: [refund('paid', { payTo: 'bank_account' })] },
    { refunds: [refund('declined', { declineReason: 'delivered' })] },
    { refunds: [refund('declined', { declineReason: 'used' })] },
    { refunds: [refund('declined', { declineReason: 'no_answer_from_merchant' })] },
    { refunds: [refund('declined', { declineReason: 'not_covered' })] },
    { refunds: [] },
  ],
  listTransactions: [
    { transactions: [onTheWay, overdue, ...unlikeHer] },
    { transactions: [transaction(1, { kind: 'withdrawal', amount: 1_000_000, counterparty: 'BNI ••2093', settledAt: at(0) })] },
    { transactions: [] },
  ],
  getTransaction: [
    onTheWay,
    overdue,
    transaction(1, {}),
    transaction(1, { status: 'failed' }),
    transaction(1, { status: 'returned', settledAt: at(0) }),
    { ...overdue, investigation },
  ],
  openInvestigation: [investigation],
  getSecuritySettings: [
    security({}),
    security({ twoFactor: true, passwordChangedAt: at(-20), devices: [phone], signIns: [] }),
    security({ twoFactor: true }),
    security({ signIns: [{ at: at(-0.01), device: phone.name, place: phone.place, known: true }] }),
  ],
  signOutDevice: [{ signedOut: true }],
  signOutDevices: [{ signedOut: 2 }, { signedOut: 0 }],
  freezeAccount: [{ status: 'frozen', frozenAt: at(0) }],
  requestFreeze: [{ requestNumber: 'FRZ5520187', maskedContact: '+62 812••••7890' }],
};
