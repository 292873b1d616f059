/** Effects and timers: what is due, who has it under lease, in what order. */
import type { Effect, Timer } from '../../core/turn-types.ts';
import type { Due, Settlement } from '../../ports/store.ts';
import type { Database } from './database.ts';

interface DueRow {
  no: number;
  id: string;
  conversation_id: string;
  kind: 'send' | 'callWallet' | 'timer';
  attempts: number;
  body: string;
}

const ADD = 'INSERT INTO due_items (id, conversation_id, kind, due_at, ready, body) VALUES (?, ?, ?, ?, ?, ?)';

const SET = `${ADD} ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, leased = 0, attempts = 0, body = excluded.body
  WHERE kind = 'timer'`;

export function addEffects(db: Database, effects: Effect[]): void {
  for (const effect of effects) {
    const ready = effect.kind !== 'send' || firstSend(db, effect.conversationId) === undefined;
    db.run(ADD, effect.id, effect.conversationId, effect.kind, wholeMs(effect.dueAt), Number(ready), JSON.stringify(effect));
  }
}

/** One that is set again starts afresh. @throws {Error} when its id is that of an effect */
export function changeTimers(db: Database, timers: { set: Timer[]; cancel: string[] }): void {
  for (const id of timers.cancel) db.run(`DELETE FROM due_items WHERE id = ? AND kind = 'timer'`, id);
  for (const timer of timers.set) {
    const set = db.run(SET, timer.id, timer.conversationId, 'timer', wholeMs(timer.dueAt), 1, JSON.stringify(timer));
    if (!set) throw new Error(`timer ${timer.id}: an effect has this id`);
  }
}

export function claimDue(db: Database, claim: { now: number; leaseMs: number; limit: number }): Due[] {
  const due = db.all<DueRow>(
    'SELECT no, id, conversation_id, kind, attempts, body FROM due_items WHERE ready = 1 AND due_at <= ? ORDER BY due_at, no LIMIT ?',
    claim.now,
    Math.max(0, claim.limit),
  );
  const leasedUntil = wholeMs(claim.now + claim.leaseMs);
  for (const { no } of due) db.run('UPDATE due_items SET due_at = ?, leased = 1, attempts = attempts + 1 WHERE no = ?', leasedUntil, no);
  return due.map(toDue);
}

export function renewLeases(db: Database, ids: string[], leasedUntil: number): void {
  const until = wholeMs(leasedUntil);
  for (const id of ids) db.run('UPDATE due_items SET due_at = ? WHERE id = ? AND leased = 1 AND due_at < ?', until, id, until);
}

export function settle(db: Database, id: string, settlement: Settlement): void {
  if (settlement.outcome === 'retry') {
    db.run('UPDATE due_items SET due_at = ?, leased = 0 WHERE id = ?', wholeMs(settlement.dueAt), id);
    return;
  }
  const row = db.one<DueRow>('SELECT no, id, conversation_id, kind, attempts, body FROM due_items WHERE id = ?', id);
  if (!row) return;
  if (settlement.outcome === 'dead') {
    db.run(
      'INSERT INTO dead_letters (id, conversation_id, kind, attempts, error, body) VALUES (?, ?, ?, ?, ?, ?)',
      row.id,
      row.conversation_id,
      row.kind,
      row.attempts,
      settlement.error,
      row.body,
    );
  }
  db.run('DELETE FROM due_items WHERE no = ?', row.no);
  if (row.kind === 'send') {
    const next = firstSend(db, row.conversation_id);
    if (next !== undefined) db.run('UPDATE due_items SET ready = 1 WHERE no = ?', next);
  }
}

/** One process is the whole desk: whatever is leased belonged to one that is gone. */
export function releaseLeases(db: Database): void {
  db.run('UPDATE due_items SET due_at = 0, leased = 0 WHERE leased = 1');
}

export function nextDueAt(db: Database): number | undefined {
  return db.one<{ due_at: number }>('SELECT due_at FROM due_items WHERE ready = 1 ORDER BY due_at LIMIT 1')?.due_at;
}

export function deadLetters(db: Database, limit: number): { id: string; conversationId: string; error: string }[] {
  const rows = db.all<{ id: string; conversation_id: string; error: string }>(
    'SELECT id, conversation_id, error FROM dead_letters ORDER BY no DESC LIMIT ?',
    limit,
  );
  return rows.map((row) => ({ id: row.id, conversationId: row.conversation_id, error: row.error }));
}

export function firstSend(db: Database, conversationId: string): number | undefined {
  const sql = `SELECT no FROM due_items WHERE kind = 'send' AND conversation_id = ? ORDER BY no LIMIT 1`;
  return db.one<{ no: number }>(sql, conversationId)?.no;
}

function toDue(row: DueRow): Due {
  const attempts = row.attempts + 1;
  return row.kind === 'timer'
    ? { kind: 'timer', id: row.id, timer: JSON.parse(row.body) as Timer, attempts }
    : { kind: 'effect', id: row.id, effect: JSON.parse(row.body) as Effect, attempts };
}

/** Backoffs with jitter come as fractions, which an INTEGER column refuses. Never early: rounded up. */
function wholeMs(ms: number): number {
  return Math.ceil(ms);
}
