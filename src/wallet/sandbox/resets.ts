/** Password resets: a code by SMS or email, entered with the new password on the wallet's own page. */
import { randomBytes, randomInt, scryptSync } from 'node:crypto';
import type { ContactChannel, PasswordReset, PasswordResetStatus } from '../../core/wallet-operations.ts';
import { maskContact, readContact } from './contacts.ts';
import type { Database } from './database.ts';
import { Refusal } from './refusal.ts';

const LIFETIME_MS = 10 * 60_000;
const RESENDS = 3;
const MAX_TRIES = 5;
const WINDOW_MS = 10 * 60_000;
const STARTS_PER_WINDOW = 5;

export interface ResetRow {
  id: string;
  page_token: string;
  customer_id: string;
  channel: ContactChannel;
  contact: string;
  code: string;
  status: PasswordResetStatus;
  tries: number;
  resends_left: number;
  created_at: number;
  expires_at: number;
}

interface CustomerRow {
  id: string;
  status: string;
  reachable: number;
}

/** What the secure page answers to a try. */
export type Attempt = 'completed' | 'wrong-code' | 'weak-password' | 'mismatch' | 'expired' | 'too_many_attempts' | 'gone';

export interface Links {
  securePage(token: string): string;
  login: string;
  /** Where she sets password and two-factor. */
  security: string;
}

export class Resets {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** @throws {Refusal} */
  start(contact: string, links: Links): PasswordReset {
    const { channel, address } = readContact(contact);
    const column = channel === 'sms' ? 'phone' : 'email';
    const customer = this.#db.one<CustomerRow>(`SELECT id, status, reachable FROM customers WHERE ${column} = ?`, address);
    if (!customer) throw new Refusal('account_not_found', 'No account has this contact.');
    if (customer.status !== 'active') throw new Refusal('account_locked', 'The account is locked.');
    this.#limit(customer.id);
    if (!customer.reachable) throw new Refusal('channel_unreachable', 'The message could not be delivered.');
    const now = this.#now();
    const row: ResetRow = {
      id: `rst_${randomBytes(9).toString('base64url')}`,
      page_token: randomBytes(24).toString('base64url'),
      customer_id: customer.id,
      channel,
      contact: address,
      code: newCode(),
      status: 'sent',
      tries: 0,
      resends_left: RESENDS,
      created_at: now,
      expires_at: now + LIFETIME_MS,
    };
    this.#db.run(
      'INSERT INTO resets (id, page_token, customer_id, channel, contact, code, status, tries, resends_left, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      row.id,
      row.page_token,
      row.customer_id,
      row.channel,
      row.contact,
      row.code,
      row.status,
      row.tries,
      row.resends_left,
      row.created_at,
      row.expires_at,
    );
    this.#send(row, links);
    return view(row, links);
  }

  /** @throws {Refusal} */
  resend(resetId: string, links: Links): PasswordReset {
    const row = this.#row(resetId);
    if (row.status === 'expired' || row.status === 'completed') throw new Refusal('reset_expired', 'The reset is over.');
    if (row.resends_left <= 0) throw new Refusal('resend_limit', 'No more codes for this reset.');
    const fresh: ResetRow = {
      ...row,
      code: newCode(),
      tries: 0,
      status: 'sent',
      resends_left: row.resends_left - 1,
      expires_at: this.#now() + LIFETIME_MS,
    };
    this.#db.run(
      'UPDATE resets SET code = ?, tries = 0, status = ?, resends_left = ?, expires_at = ? WHERE id = ?',
      fresh.code,
      fresh.status,
      fresh.resends_left,
      fresh.expires_at,
      fresh.id,
    );
    this.#send(fresh, links);
    return view(fresh, links);
  }

  /** @throws {Refusal} */
  get(resetId: string, links: Links): PasswordReset {
    return view(this.#row(resetId), links);
  }

  /** The page was opened; undefined for an unknown token. */
  open(token: string): ResetRow | undefined {
    const row = this.#byToken(token);
    if (row?.status === 'sent') this.#db.run(`UPDATE resets SET status = 'opened' WHERE id = ?`, row.id);
    return row;
  }

  attempt(token: string, code: string, password: string, confirmation: string): Attempt {
    const row = this.#byToken(token);
    if (!row) return 'gone';
    if (row.status === 'expired' || row.status === 'too_many_attempts') return row.status;
    if (row.status === 'completed') return 'completed';
    if (code !== row.code) {
      const tries = row.tries + 1;
      const status = tries >= MAX_TRIES ? 'too_many_attempts' : row.status;
      this.#db.run('UPDATE resets SET tries = ?, status = ? WHERE id = ?', tries, status, row.id);
      return status === 'too_many_attempts' ? status : 'wrong-code';
    }
    if (!isStrong(password)) return 'weak-password';
    if (password !== confirmation) return 'mismatch';
    const salt = randomBytes(16).toString('base64url');
    this.#db.transaction(() => {
      this.#db.run(
        'UPDATE customers SET password = ?, password_changed_at = ? WHERE id = ?',
        `${salt}:${scryptSync(password, salt, 32).toString('base64url')}`,
        this.#now(),
        row.customer_id,
      );
      this.#db.run(`UPDATE resets SET status = 'completed' WHERE id = ?`, row.id);
    });
    return 'completed';
  }

  #limit(customerId: string): void {
    const since = this.#now() - WINDOW_MS;
    const recent = this.#db.all<{ created_at: number }>(
      'SELECT created_at FROM resets WHERE customer_id = ? AND created_at > ? ORDER BY created_at',
      customerId,
      since,
    );
    const oldest = recent[0];
    if (recent.length < STARTS_PER_WINDOW || !oldest) return;
    throw new Refusal('too_many_requests', 'Too many codes were asked for.', {
      retryAfterSeconds: Math.ceil((oldest.created_at - since) / 1000),
    });
  }

  #row(resetId: string): ResetRow {
    const row = this.#db.one<ResetRow>('SELECT * FROM resets WHERE id = ?', resetId);
    if (!row) throw new Refusal('reset_not_found', 'There is no such reset.');
    return this.#aged(row);
  }

  #byToken(token: string): ResetRow | undefined {
    const row = this.#db.one<ResetRow>('SELECT * FROM resets WHERE page_token = ?', token);
    return row && this.#aged(row);
  }

  #aged(row: ResetRow): ResetRow {
    const over = (row.status === 'sent' || row.status === 'opened') && this.#now() >= row.expires_at;
    return over ? { ...row, status: 'expired' } : row;
  }

  #send(row: ResetRow, links: Links): void {
    const link = links.securePage(row.page_token);
    const { locale } = this.#db.one<{ locale: string }>('SELECT locale FROM customers WHERE id = ?', row.customer_id) ?? { locale: 'id' };
    this.#db.run(
      'INSERT INTO messages (customer_id, channel, recipient, text, code, link, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      row.customer_id,
      row.channel,
      row.contact,
      messageText(locale, row.code),
      row.code,
      link,
      this.#now(),
    );
  }
}

/** Eight or more, with upper and lower case, a digit and a special character. */
export function isStrong(password: string): boolean {
  return password.length >= 8 && [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d\s]/u].every((kind) => kind.test(password));
}

function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

function view(row: ResetRow, links: Links): PasswordReset {
  return {
    resetId: row.id,
    status: row.status,
    channel: row.channel,
    maskedContact: maskContact(row.channel, row.contact),
    securePageUrl: links.securePage(row.page_token),
    loginUrl: links.login,
    expiresAt: new Date(row.expires_at).toISOString(),
    resendsLeft: row.resends_left,
  };
}

function messageText(locale: string, code: string): string {
  if (locale === 'zh') return `【Dompet】验证码 ${code}，10 分钟内有效。请只在 Dompet 的安全页面输入，切勿告诉任何人。`;
  if (locale === 'en')
    return `Dompet: your code is ${code}, valid for 10 minutes. Enter it only on Dompet’s secure page and never tell it to anyone.`;
  return `Dompet: kode Anda ${code}, berlaku 10 menit. Masukkan hanya di halaman aman Dompet dan jangan berikan kepada siapa pun.`;
}
