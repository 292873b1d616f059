/**
 * "Is it you?" in the wallet's app. She taps the number that the chat shows among three: whoever is only tired of being
 * asked can't approve by a habit of the thumb.
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { Confirmation, ConfirmationStatus } from '../../core/wallet-operations.ts';
import { readContact } from './contacts.ts';
import type { Database } from './database.ts';
import { Refusal } from './refusal.ts';

const LIFETIME_MS = 5 * 60_000;
/** How long an approved one shows that she agrees. */
const PROOF_MS = 15 * 60_000;
const WINDOW_MS = 10 * 60_000;
const STARTS_PER_WINDOW = 5;
const CHOICES = 3;

export interface ConfirmationRow {
  id: string;
  customer_id: string;
  number: string;
  /** The numbers she can tap, comma-separated. */
  choices: string;
  status: ConfirmationStatus;
  created_at: number;
  expires_at: number;
}

export class Confirmations {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** @throws {Refusal} */
  start({ contact, customerId }: { contact?: string; customerId?: string }): Confirmation {
    const customer = customerId === undefined ? this.#byContact(contact ?? '') : this.#customer('id', customerId);
    if (!customer) throw new Refusal('account_not_found', 'There is no such account.');
    if (customer.status !== 'active') throw new Refusal('account_locked', 'The account is locked.');
    const now = this.#now();
    const recent = this.#db.all('SELECT 1 FROM confirmations WHERE customer_id = ? AND created_at > ?', customer.id, now - WINDOW_MS);
    if (recent.length >= STARTS_PER_WINDOW) throw new Refusal('too_many_requests', 'She was asked too often.');
    const choices = threeNumbers();
    const row: ConfirmationRow = {
      id: `cnf_${randomBytes(12).toString('base64url')}`,
      customer_id: customer.id,
      number: choices[randomInt(CHOICES)] ?? '',
      choices: choices.join(),
      status: 'pending',
      created_at: now,
      expires_at: now + LIFETIME_MS,
    };
    this.#db.run(
      'INSERT INTO confirmations (id, customer_id, number, choices, status, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      row.id,
      row.customer_id,
      row.number,
      row.choices,
      row.status,
      row.created_at,
      row.expires_at,
    );
    return this.#view(row);
  }

  /** @throws {Refusal} `confirmation_not_found` */
  get(id: string): Confirmation {
    return this.#view(this.#row(id));
  }

  /** Her tap: the right number approves, anything else denies. @throws {Refusal} `confirmation_not_found` */
  tap(id: string, number: string): ConfirmationRow {
    const row = this.#row(id);
    if (row.status !== 'pending') return row;
    const status = number === row.number ? 'approved' : 'denied';
    this.#db.run('UPDATE confirmations SET status = ? WHERE id = ?', status, id);
    return { ...row, status };
  }

  /** What her app shows, the latest first. */
  of(customerId: string | null, limit: number): ConfirmationRow[] {
    const filter = customerId ? 'WHERE customer_id = ?' : '';
    const rows = this.#db.all<ConfirmationRow>(
      `SELECT * FROM confirmations ${filter} ORDER BY created_at DESC LIMIT ?`,
      ...(customerId ? [customerId] : []),
      limit,
    );
    return rows.map((row) => this.#aged(row));
  }

  /** She agreed to what is about to be done, and not long ago. @throws {Refusal} `confirmation_needed` */
  prove(customerId: string, confirmationId: string): void {
    const row = this.#db.one<ConfirmationRow>('SELECT * FROM confirmations WHERE id = ?', confirmationId);
    const proven = row?.status === 'approved' && row.customer_id === customerId && this.#now() < row.created_at + PROOF_MS;
    if (!proven) throw new Refusal('confirmation_needed', 'She has to confirm it in her app first.');
  }

  #byContact(contact: string): { id: string; status: string } | undefined {
    const { channel, address } = readContact(contact);
    return this.#customer(channel === 'sms' ? 'phone' : 'email', address);
  }

  #customer(column: 'id' | 'phone' | 'email', value: string): { id: string; status: string } | undefined {
    return this.#db.one<{ id: string; status: string }>(`SELECT id, status FROM customers WHERE ${column} = ?`, value);
  }

  #row(id: string): ConfirmationRow {
    const row = this.#db.one<ConfirmationRow>('SELECT * FROM confirmations WHERE id = ?', id);
    if (!row) throw new Refusal('confirmation_not_found', 'There is no such confirmation.');
    return this.#aged(row);
  }

  #aged(row: ConfirmationRow): ConfirmationRow {
    return row.status === 'pending' && this.#now() >= row.expires_at ? { ...row, status: 'expired' } : row;
  }

  #view(row: ConfirmationRow): Confirmation {
    const customer =
      row.status === 'approved'
        ? this.#db.one<{ customerId: string; name: string }>('SELECT id AS customerId, name FROM customers WHERE id = ?', row.customer_id)
        : undefined;
    return {
      confirmationId: row.id,
      status: row.status,
      number: row.number,
      expiresAt: new Date(row.expires_at).toISOString(),
      ...(customer && { customer: { ...customer } }),
    };
  }
}

function threeNumbers(): string[] {
  const numbers = new Set<string>();
  while (numbers.size < CHOICES) numbers.add(String(randomInt(10, 100)));
  return [...numbers];
}
