/** One turn into the tables; runs inside a group's transaction. */
import { type Conversation, standingsOf } from '../../core/conversation.ts';
import type { Commit } from '../../core/turn-types.ts';
import type { CommitResult } from '../../ports/store.ts';
import type { Database } from './database.ts';
import { addEffects, changeTimers } from './due.ts';
import type { Turn } from './recent.ts';

/** How long a repeated delivery is recognised. */
const INPUT_AGE_MS = 30 * 24 * 3600 * 1000;
/** Every so many commits up to `PRUNE_ROWS` old inputs go: faster than they come, and never many at once. */
const PRUNE_EVERY = 64;
const PRUNE_ROWS = 256;

export interface Written {
  result: CommitResult;
  /** When it was written: its place among all changes, and the rows. */
  change?: { cursor: number; turn: Turn };
}

/** @throws {Error} when the commit contradicts itself or the log; the caller's savepoint undoes it */
export function writeCommit(db: Database, commit: Commit): Written {
  const { conversation } = commit;
  if (isSeen(db, conversation.id, commit.inputId)) return refused('duplicate');
  const current = db.one<{ version: number }>('SELECT version FROM conversations WHERE id = ?', conversation.id)?.version ?? 0;
  if (current !== commit.expectedVersion) return refused('conflict');
  if (commit.capacity && openConversations(db, commit.capacity.agentId, conversation.id) >= commit.capacity.max) return refused('capacity');

  // Else the next turn would expect a version that never was, and two turns could both win.
  if (conversation.version !== current + 1)
    throw new Error(`conversation ${conversation.id}: version ${conversation.version} can not follow ${current}`);
  const body = writeConversation(db, conversation, current === 0);
  const activities = commit.activities.map((activity) => ({
    seq: activity.seq,
    visibility: activity.visibility,
    body: JSON.stringify(activity),
  }));
  for (const row of activities) {
    const sql = 'INSERT INTO activities (conversation_id, seq, visibility, body) VALUES (?, ?, ?, ?)';
    db.run(sql, conversation.id, row.seq, row.visibility, row.body);
  }
  addEffects(db, commit.effects);
  changeTimers(db, commit.timers);
  db.run('INSERT INTO inputs (conversation_id, input_id, at) VALUES (?, ?, ?)', conversation.id, commit.inputId, conversation.updatedAt);
  const cursor = db.insert('INSERT INTO changes (conversation_id) VALUES (?)', conversation.id);
  if (cursor % PRUNE_EVERY === 0) pruneInputs(db, conversation.updatedAt - INPUT_AGE_MS);
  return { result: { ok: true }, change: { cursor, turn: { body, activities } } };
}

export function isSeen(db: Database, conversationId: string, inputId: string): boolean {
  return db.one('SELECT 1 FROM inputs WHERE conversation_id = ? AND input_id = ?', conversationId, inputId) !== undefined;
}

function refused(reason: 'conflict' | 'duplicate' | 'capacity'): Written {
  return { result: { ok: false, reason } };
}

/** Counted, never kept: inside the transaction nobody can take another one meanwhile. */
function openConversations(db: Database, agentId: string, except: string): number {
  const sql = `SELECT count(*) AS n FROM conversations WHERE owner = 'agent' AND agent_id = ? AND status = 'open' AND id <> ?`;
  return db.one<{ n: number }>(sql, agentId, except)?.n ?? 0;
}

/** @returns its body as written */
export function writeConversation(db: Database, conversation: Conversation, isNew: boolean): string {
  const { owner } = conversation;
  const body = JSON.stringify(conversation);
  const sql = isNew
    ? `INSERT INTO conversations (version, owner, status, team, locale, agent_id, score, updated_at, standings, wallet_id, body, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    : `UPDATE conversations SET version = ?, owner = ?, status = ?, team = ?, locale = ?, agent_id = ?, score = ?, updated_at = ?, standings = ?, wallet_id = ?, body = ? WHERE id = ?`;
  db.run(
    sql,
    conversation.version,
    owner.kind,
    conversation.status,
    owner.kind === 'queue' ? owner.team : '',
    owner.kind === 'queue' ? owner.locale : conversation.locale,
    owner.kind === 'agent' ? owner.agentId : '',
    owner.kind === 'queue' ? owner.score : 0,
    conversation.updatedAt,
    conversation.runs.length ? JSON.stringify(standingsOf(conversation)) : '',
    conversation.customer.walletId ?? '',
    body,
    conversation.id,
  );
  return body;
}

function pruneInputs(db: Database, before: number): void {
  const oldest = db.one<{ at: number }>('SELECT at FROM inputs ORDER BY no LIMIT 1');
  if (!oldest || oldest.at >= before) return;
  db.run('DELETE FROM inputs WHERE no IN (SELECT no FROM inputs ORDER BY no LIMIT ?) AND at < ?', PRUNE_ROWS, before);
}
