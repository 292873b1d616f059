/** What customers write about: purchases to take back, money on its way, sign-ins that were not hers. */
import type { Database } from './database.ts';
import { afterWorkingDays } from './working-days.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** merchant, amount, age, paid with, refunded so far */
const PURCHASES: [string, number, number, string, number?][] = [
  ['Sociolla', 189_000, 26 * HOUR, 'balance'],
  ['Sociolla', 189_000, 26 * HOUR - 2 * MINUTE, 'balance'],
  ['Tiket.com', 1_150_000, 2 * DAY, 'balance'],
  ['Lazada', 275_000, 5 * DAY, 'card'],
  ['Zalora', 420_000, 6 * DAY, 'bank_account', 120_000],
  ['Gramedia', 98_000, 8 * DAY, 'balance'],
  ['Decathlon', 550_000, 12 * DAY, 'balance'],
  ['Bukalapak', 640_000, 45 * DAY, 'balance'],
];

/** kind, amount, counterparty, age, status, usual time, until it arrives or comes back by itself, unlike her */
const TRANSACTIONS: [string, number, string, number, string, number, number, boolean?][] = [
  ['transfer', 500_000, 'BCA ••4417 (B. Santoso)', 25 * MINUTE, 'on_the_way', DAY, 3 * HOUR],
  ['top_up', 300_000, 'Bank Mandiri', 50 * HOUR, 'on_the_way', DAY, 0],
  ['withdrawal', 1_000_000, 'BNI ••2093', 3 * HOUR, 'arrived', 0, 20 * MINUTE],
  ['transfer', 150_000, 'Rina A.', 30 * HOUR, 'arrived', 0, MINUTE],
  ['transfer', 75_000, 'Mandiri ••1180', 5 * DAY, 'returned', 0, DAY],
  ['payment', 1_950_000, 'Voucher Game 88', 40 * MINUTE, 'arrived', 0, 0, true],
  ['transfer', 2_400_000, 'DANA ••7712', 35 * MINUTE, 'arrived', 0, 0, true],
];

/** name, place, age of the last use, is it the one her app is on, does she know it */
const DEVICES: [string, string, number, boolean, boolean][] = [
  ['Samsung Galaxy A55', 'Jakarta, ID', 20 * MINUTE, true, true],
  ['Chrome (Windows)', 'Jakarta, ID', 4 * DAY, false, true],
  ['Xiaomi Redmi 9A', 'Medan, ID', 50 * MINUTE, false, false],
];

/** Every other customer has had a visitor. */
const visited = (place: number) => place % 2 === 0 || place === 1;

export function seedCases(db: Database, customerId: string, place: number, now: number): void {
  addPurchases(db, customerId, place, now);
  TRANSACTIONS.forEach(([kind, amount, counterparty, age, status, usual, takes, suspicious = false], index) => {
    if (suspicious && !visited(place)) return;
    const at = now - age;
    db.run(
      `INSERT INTO transactions (id, customer_id, kind, amount, counterparty, created_at, status, expected_by, arrives_at, suspicious)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      `trx-${customerId}-${index + 1}`,
      customerId,
      kind,
      amount,
      counterparty,
      at,
      status,
      usual ? at + usual : 0,
      takes ? at + takes : 0,
      Number(suspicious),
    );
  });
  for (const [name, city, age, current, known] of DEVICES) {
    if (!known && !visited(place)) continue;
    const device = `dev-${customerId}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    db.run(
      'INSERT INTO devices (id, customer_id, name, place, seen_at, current) VALUES (?, ?, ?, ?, ?, ?)',
      device,
      customerId,
      name,
      city,
      now - age,
      Number(current),
    );
    db.run(
      'INSERT INTO sign_ins (customer_id, at, device, place, known) VALUES (?, ?, ?, ?, ?)',
      customerId,
      now - age,
      name,
      city,
      Number(known),
    );
  }
}

function addPurchases(db: Database, customerId: string, place: number, now: number): void {
  PURCHASES.forEach(([merchant, amount, age, payTo, refunded = 0], index) => {
    db.run(
      `INSERT INTO payments (id, customer_id, order_number, amount, merchant, created_at, status, deducted, refunded, pay_to)
         VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
      `buy-${customerId}-${index + 1}`,
      customerId,
      `DPT${27_110_000 + place * 100 + index}`,
      amount,
      merchant,
      now - age - place * MINUTE,
      refunded ? 'partly_refunded' : 'succeeded',
      refunded,
      payTo,
    );
  });
  const ask = (purchase: number, number: string, age: number, status: string, declined: string | null) => {
    const [, amount = 0] = PURCHASES[purchase - 1] ?? [];
    db.run(
      `INSERT INTO refunds (id, number, payment_id, amount, reason, status, decline_reason, requested_at, pay_by)
         VALUES (?, ?, ?, ?, 'not_received', ?, ?, ?, ?)`,
      `rfd-${customerId}-${purchase}`,
      number,
      `buy-${customerId}-${purchase}`,
      amount,
      status,
      declined,
      now - age,
      afterWorkingDays(now - age, 7),
    );
  };
  ask(6, `RF${51_000_000 + place}`, 3 * DAY, 'declined', 'delivered');
  ask(7, `RF${52_000_000 + place}`, 2 * DAY, 'reviewing', null);
}
