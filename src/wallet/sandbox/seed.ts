/** Believable customers of an Indonesian wallet, with payments in every state. Dates are told from the day it is made. */
import type { Database } from './database.ts';
import { seedCases } from './seed-cases.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Status = 'active' | 'locked' | 'frozen';
/** id, name, phone, email, locale, balance, status, reachable */
type CustomerRow = [string, string, string, string, string, number, Status?, boolean?];

const CUSTOMERS: CustomerRow[] = [
  ['sinta', 'Sinta Maharani', '+6281234567890', 'sinta@example.test', 'id', 1_284_500],
  ['wei', 'Wei Chen 陈伟', '+6281388881234', 'wei@example.test', 'zh', 3_560_000],
  ['emma', 'Emma Wilson', '+6281299990001', 'emma@example.test', 'en', 742_000],
  ['agus', 'Agus Pratama', '+6281311112222', 'agus@example.test', 'id', 58_250],
  ['dewi', 'Dewi Lestari', '+6282133334444', 'dewi@example.test', 'id', 412_900, 'locked'],
  ['rizky', 'Rizky Ramadhan', '+6285255556666', 'rizky@example.test', 'id', 9_750, 'active', false],
  ['putri', 'Putri Anggraini', '+6287877778888', 'putri@example.test', 'id', 2_015_000, 'frozen'],
  ['bayu', 'Bayu Saputra', '+6289612123434', 'bayu@example.test', 'id', 133_700],
  ['lina', 'Lina Hartono', '+6281908081717', 'lina@example.test', 'zh', 5_480_300],
  ['made', 'I Made Wirawan', '+6281233445566', 'made@example.test', 'id', 871_450],
  ['james', 'James Carter', '+6281577889900', 'james@example.test', 'en', 264_000],
  ['fitri', 'Fitri Handayani', '+6285699001122', 'fitri@example.test', 'id', 36_800],
];

/** merchant, amount, status, failure reason, money deducted all the same */
type PaymentRow = [string, number, string, string?, boolean?];

const PAYMENTS: PaymentRow[] = [
  ['PLN Token Listrik', 200_000, 'failed', 'insufficient_balance'],
  ['Kopi Kenangan Senja', 32_000, 'succeeded'],
  ['Tokopedia', 459_000, 'failed', 'deducted_but_failed', true],
  ['Alfamart Cikini', 87_500, 'failed', 'network_timeout'],
  ['Toko Elektronik Glodok', 899_000, 'pending'],
  ['Shopee', 1_250_000, 'failed', 'daily_limit'],
  ['Grab', 45_000, 'succeeded'],
  ['Traveloka', 6_400_000, 'failed', 'monthly_limit'],
  ['Warung Bu Tini', 24_000, 'failed', 'merchant_unavailable'],
  ['Bioskop XXI', 100_000, 'refunded'],
  ['Steam Wallet', 250_000, 'failed', 'merchant_rejected'],
  ['Bakso Pak Kumis', 38_000, 'failed', 'expired_qr'],
  ['Indihome', 385_000, 'failed', 'wrong_pin_attempts'],
  ['Garuda Indonesia', 1_780_000, 'failed', 'card_issuer_declined'],
  ['BPJS Kesehatan', 150_000, 'failed', 'bank_maintenance'],
  ['Pulsa Telkomsel', 50_000, 'failed', 'duplicate'],
  ['Blibli', 320_000, 'partly_refunded'],
  ['Hypermart', 412_300, 'failed', 'account_restricted'],
];

export function seed(db: Database, now: number): void {
  if (db.one('SELECT 1 FROM customers LIMIT 1')) return;
  db.transaction(() => {
    CUSTOMERS.forEach(([id, name, phone, email, locale, balance, status = 'active', reachable = true], place) => {
      db.run(
        'INSERT INTO customers (id, name, phone, email, locale, status, reachable, verified, balance, member_since, password_changed_at, two_factor) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)',
        id,
        name,
        phone,
        email,
        locale,
        status,
        Number(reachable),
        balance,
        now - (400 + place * 61) * DAY,
        now - ((250 + place * 140) % 390) * DAY,
        place % 2,
      );
      addPayments(db, id, place, now);
      seedCases(db, id, place, now);
    });
  });
}

/** Each customer has a window of the list, so that all of it is in the wallet and nobody has everything. */
function addPayments(db: Database, customerId: string, place: number, now: number): void {
  const count = 8;
  for (let index = 0; index < count; index++) {
    const row = PAYMENTS[(place * 5 + index) % PAYMENTS.length];
    if (!row) continue;
    const [merchant, amount, status, reason, deducted = false] = row;
    const number = String(26_110_000 + place * 100 + index);
    db.run(
      'INSERT INTO payments (id, customer_id, order_number, amount, merchant, created_at, status, failure_reason, deducted, refunded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      `pay-${customerId}-${index + 1}`,
      customerId,
      `DPT${number}`,
      amount,
      merchant,
      now - index * 19 * HOUR - (place + 2) * 24 * 60_000,
      status,
      reason ?? null,
      Number(deducted),
      status === 'refunded' ? amount : status === 'partly_refunded' ? amount / 4 : 0,
    );
  }
}
