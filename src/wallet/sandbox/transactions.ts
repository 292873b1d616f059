/** Money that came in or went out, and investigations of what did not arrive. */
import { randomInt } from 'node:crypto';
import type { Investigation, Transaction } from '../../core/wallet-operations.ts';
import type { Database } from './database.ts';
import { Refusal } from './refusal.ts';
import { afterWorkingDays } from './working-days.ts';

const ANSWER_WORKING_DAYS = 3;

export interface TransactionRow {
  id: string;
  customer_id: string;
  kind: Transaction['kind'];
  amount: number;
  counterparty: string;
  created_at: number;
  status: Transaction['status'];
  /** Epoch ms; 0 when nothing is on its way. */
  expected_by: number;
  /** Epoch ms when the sandbox lets it arrive, or when it failed or came back; 0: never by itself. */
  arrives_at: number;
  suspicious: number;
  investigation_number: string | null;
  answer_by: number | null;
}

export class Transactions {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  list(customerId: string, limit: number): Transaction[] {
    const rows = this.#db.all<TransactionRow>(
      'SELECT * FROM transactions WHERE customer_id = ? ORDER BY created_at DESC LIMIT ?',
      customerId,
      limit,
    );
    return rows.map((row) => this.#view(row));
  }

  /** @throws {Refusal} `transaction_not_found` */
  get(customerId: string, transactionId: string): Transaction {
    return this.#view(this.#row(customerId, transactionId));
  }

  /** @throws {Refusal} `transaction_not_found`, `not_overdue` */
  investigate(customerId: string, transactionId: string): Investigation {
    const found = this.get(customerId, transactionId);
    if (found.investigation) return found.investigation;
    if (!found.overdue) throw new Refusal('not_overdue', 'It is still within the usual time.');
    const answerBy = afterWorkingDays(this.#now(), ANSWER_WORKING_DAYS);
    const number = `INV${randomInt(1_000_000, 10_000_000)}`;
    this.#db.run('UPDATE transactions SET investigation_number = ?, answer_by = ? WHERE id = ?', number, answerBy, transactionId);
    return { investigationNumber: number, answerBy: new Date(answerBy).toISOString() };
  }

  #row(customerId: string, transactionId: string): TransactionRow {
    const row = this.#db.one<TransactionRow>('SELECT * FROM transactions WHERE id = ? AND customer_id = ?', transactionId, customerId);
    if (!row) throw new Refusal('transaction_not_found', 'She has no such transaction.');
    return row;
  }

  #view(row: TransactionRow): Transaction {
    const now = this.#now();
    const arrived = row.status === 'on_the_way' && row.arrives_at > 0 && now >= row.arrives_at;
    const status = arrived ? 'arrived' : row.status;
    const onTheWay = status === 'on_the_way';
    return {
      transactionId: row.id,
      kind: row.kind,
      amount: row.amount,
      counterparty: row.counterparty,
      createdAt: new Date(row.created_at).toISOString(),
      status,
      ...(onTheWay && { expectedBy: new Date(row.expected_by).toISOString() }),
      ...(!onTheWay && row.arrives_at > 0 && { settledAt: new Date(row.arrives_at).toISOString() }),
      overdue: onTheWay && now > row.expected_by,
      suspicious: row.suspicious === 1,
      ...(row.investigation_number &&
        row.answer_by !== null && {
          investigation: { investigationNumber: row.investigation_number, answerBy: new Date(row.answer_by).toISOString() },
        }),
    };
  }
}
