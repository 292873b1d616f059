/** The contract, served. Every write acts once for its `Idempotency-Key`. */
import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CustomerProfile, WalletOperation, WalletOperations } from '../../core/wallet-operations.ts';
import type { HttpRequest, HttpResponse, Route } from '../../ports/http.ts';
import { contract, type Endpoint, pathNames } from '../contract.ts';
import type { Confirmations } from './confirmations.ts';
import { maskContact } from './contacts.ts';
import type { Database } from './database.ts';
import type { Moods } from './moods.ts';
import { type PaymentRow, toPayment } from './payments.ts';
import { Refusal } from './refusal.ts';
import type { Refunds } from './refunds.ts';
import type { Links, Resets } from './resets.ts';
import type { Security } from './security.ts';
import type { Transactions } from './transactions.ts';

type Operations = { [T in WalletOperation]: (input: WalletOperations[T]['input'], links: Links) => WalletOperations[T]['output'] };

export interface ApiOptions {
  db: Database;
  resets: Resets;
  confirmations: Confirmations;
  refunds: Refunds;
  transactions: Transactions;
  security: Security;
  moods: Moods;
  apiKey: string;
  /** E.g. `/sandbox/api`. */
  basePath: string;
  linksFor(request: HttpRequest): Links;
  /** Epoch ms. */
  now: () => number;
}

export function apiRoutes(options: ApiOptions): Route[] {
  const operations = createOperations(options);
  const routes = (Object.keys(contract) as WalletOperation[]).map((name): Route => {
    const endpoint = contract[name] as unknown as Endpoint;
    return {
      method: endpoint.method,
      path: options.basePath + endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
      handle: (request) => serve(options, endpoint, operations[name] as (input: unknown, links: Links) => unknown, request),
    };
  });
  const health: Route = {
    method: 'GET',
    path: `${options.basePath}/v1/health`,
    handle: async (request) => (await moody(options.moods)) ?? guard(options, request) ?? { status: 200, body: { status: 'ok' } },
  };
  return [...routes, health];
}

async function serve(
  options: ApiOptions,
  endpoint: Endpoint,
  operation: (input: unknown, links: Links) => unknown,
  request: HttpRequest,
): Promise<HttpResponse> {
  const refused = (await moody(options.moods)) ?? guard(options, request);
  if (refused) return refused;
  const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
  const params = Object.fromEntries(pathNames(endpoint.path).map((name) => [name, request.params[name]]));
  const input = endpoint.input.safeParse({ ...Object.fromEntries(request.query), ...body, ...params });
  if (!input.success) return error(400, 'bad_request', 'The request does not fit the contract.');
  const perform = () => answer(endpoint, () => operation(input.data, options.linksFor(request)));
  if (!endpoint.write) return perform();

  const key = String(request.headers['idempotency-key'] ?? '');
  if (!key) return error(400, 'bad_request', 'A write needs an Idempotency-Key.');
  const done = once(options.db, key, perform);
  // The way a lost answer looks from outside: a gateway that gave up.
  return options.moods.losesAnswer(key) ? { status: 502, body: 'Bad Gateway' } : done;
}

function once(db: Database, key: string, perform: () => HttpResponse): HttpResponse {
  return db.transaction(() => {
    const first = db.one<{ status: number; body: string }>('SELECT status, body FROM answers WHERE key = ?', key);
    if (first) return { status: first.status, body: JSON.parse(first.body) as unknown };
    const made = perform();
    db.run('INSERT INTO answers (key, status, body) VALUES (?, ?, ?)', key, made.status, JSON.stringify(made.body));
    return made;
  });
}

function answer(endpoint: Endpoint, operation: () => unknown): HttpResponse {
  try {
    return { status: 200, body: operation() };
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    return error(endpoint.errors[failure.code] ?? 500, failure.code, failure.message, failure.details);
  }
}

async function moody(moods: Moods): Promise<HttpResponse | undefined> {
  if (moods.mode === 'slow') await sleep(moods.slowMs);
  if (moods.mode === 'down') return { status: 503, body: 'Service Unavailable' };
  if (moods.mode === 'refuse') return error(403, 'refused', 'The wallet refuses every call for now.');
  return undefined;
}

function guard({ apiKey }: ApiOptions, request: HttpRequest): HttpResponse | undefined {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${apiKey}`);
  const same = given.length === wanted.length && timingSafeEqual(given, wanted);
  return same ? undefined : error(401, 'unauthorized', 'Send the API key as a bearer token.');
}

function error(status: number, code: string, message: string, details?: object): HttpResponse {
  return { status, body: { error: { code, message, ...(details && { details }) } } };
}

function createOperations({ db, resets, confirmations, refunds, transactions, security, now }: ApiOptions): Operations {
  return {
    startPasswordReset: ({ contact }, links) => resets.start(contact, links),
    resendPasswordReset: ({ resetId }, links) => resets.resend(resetId, links),
    getPasswordReset: ({ resetId }, links) => resets.get(resetId, links),
    startConfirmation: (who) => confirmations.start(who),
    getConfirmation: ({ confirmationId }) => confirmations.get(confirmationId),
    getCustomer: ({ customerId }) => customerOf(db, customerId),
    notifyCustomer: ({ customerId, text }) => {
      customerOf(db, customerId);
      db.run(
        `INSERT INTO messages (customer_id, channel, recipient, text, at) SELECT id, 'sms', phone, ?, ? FROM customers WHERE id = ?`,
        text,
        now(),
        customerId,
      );
      return { notified: true };
    },
    listPayments: ({ customerId, limit = 50 }) => {
      customerOf(db, customerId);
      const rows = db.all<PaymentRow>('SELECT * FROM payments WHERE customer_id = ? ORDER BY created_at DESC LIMIT ?', customerId, limit);
      return { payments: rows.map((row) => toPayment(row, now())) };
    },
    getRefundOptions: ({ customerId, paymentId, reason }) => refunds.options(customerId, paymentId, reason),
    requestRefund: (input) => refunds.request(input),
    listRefunds: ({ customerId }) => {
      customerOf(db, customerId);
      return { refunds: refunds.of(customerId) };
    },
    listTransactions: ({ customerId, limit = 50 }) => {
      customerOf(db, customerId);
      return { transactions: transactions.list(customerId, limit) };
    },
    getTransaction: ({ customerId, transactionId }) => transactions.get(customerId, transactionId),
    openInvestigation: ({ customerId, transactionId }) => transactions.investigate(customerId, transactionId),
    getSecuritySettings: ({ customerId }, links) => security.settings(customerId, links.security),
    signOutDevice: (input) => security.signOutDevice(input),
    signOutDevices: (input) => security.signOutDevices(input),
    freezeAccount: (input) => security.freeze(input),
    requestFreeze: ({ contact }) => security.requestFreeze(contact),
  };
}

interface CustomerRow {
  id: string;
  name: string;
  phone: string;
  email: string;
  locale: string;
  status: CustomerProfile['status'];
  verified: number;
  balance: number;
  member_since: number;
}

/** @throws {Refusal} `customer_not_found` */
function customerOf(db: Database, customerId: string): CustomerProfile {
  const row = db.one<CustomerRow>('SELECT * FROM customers WHERE id = ?', customerId);
  if (!row) throw new Refusal('customer_not_found', 'There is no such customer.');
  return {
    customerId: row.id,
    name: row.name,
    locale: row.locale,
    maskedPhone: maskContact('sms', row.phone),
    maskedEmail: maskContact('email', row.email),
    status: row.status,
    verified: row.verified === 1,
    memberSince: new Date(row.member_since).toISOString(),
    balance: row.balance,
  };
}
