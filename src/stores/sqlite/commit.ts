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

const INSERT = `INSERT INTO conversations (version, owner, status, team, locale, agent_id, score, updated_at, standings, wallet_id, body, id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const UPDATE = `UPDATE conversations SET version = ?, owner = ?, status = ?, team = ?, locale = ?, agent_id = ?, score = ?, updated_at = ?,
  standings = ?, wallet_id = ?, body = ? WHERE no = ? AND version = ?`;
export const ADD_INPUT = 'INSERT INTO inputs (conversation_no, input_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
export const ADD_ACTIVITY = 'INSERT INTO activities (conversation_no, seq, visibility, body) VALUES (?, ?, ?, ?)';
export const OF_CONVERSATION = 'conversation_no = (SELECT no FROM conversations WHERE id = ?)';

type Capacity = NonNullable<Commit['capacity']>;

export interface Written {
  result: CommitResult;
  /** When it was written: its place among all changes, and what it was. */
  change?: { cursor: number; turn: Turn };
}

/**
 * @param no the conversation's, where it is known
 * @throws {Error} when the commit contradicts itself or the log; the caller's savepoint undoes it
 */
export function writeCommit(db: Database, commit: Commit, no?: number): Written {
  const { conversation, activities, expectedVersion, inputId } = commit;
  const { id, updatedAt } = conversation;
  // Else the next turn would expect a version that never was, and two turns could both win.
  if (conversation.version !== expectedVersion + 1)
    throw new Error(`conversation ${id}: version ${conversation.version} can not follow ${expectedVersion}`);
  if (commit.capacity && isFull(db, commit, commit.capacity)) return refused('capacity');

  const body = JSON.stringify(conversation);
  const place = expectedVersion === 0 ? begin(db, commit, body) : goOn(db, commit, body, no ?? numberOf(db, id));
  if (typeof place === 'string') return refused(place);
  let { length } = body;
  for (const activity of activities) {
    const json = JSON.stringify(activity);
    length += json.length;
    db.run(ADD_ACTIVITY, place.no, activity.seq, activity.visibility, json);
  }
  addEffects(db, commit.effects);
  changeTimers(db, commit.timers);
  const { cursor } = place;
  if (cursor % PRUNE_EVERY === 0) pruneInputs(db, updatedAt - INPUT_AGE_MS);
  const turn = { no: place.no, conversation, activities, length, inputId, first: expectedVersion === 0 };
  return { result: { ok: true }, change: { cursor, turn } };
}

/** The conversation's number, and the commit's. */
type Place = { no: number; cursor: number } | 'duplicate' | 'conflict';

function begin(db: Database, { conversation, inputId }: Commit, body: string): Place {
  const no = insertConversation(db, conversation, body);
  if (no === undefined) return isSeen(db, conversation.id, inputId) ? 'duplicate' : 'conflict';
  const cursor = db.insert(ADD_INPUT, no, inputId, conversation.updatedAt);
  return cursor === undefined ? 'duplicate' : { no, cursor };
}

/** Nothing is asked first that the writing itself tells. */
function goOn(db: Database, { conversation, expectedVersion, inputId }: Commit, body: string, no: number | undefined): Place {
  if (no === undefined) return 'conflict';
  const cursor = db.insert(ADD_INPUT, no, inputId, conversation.updatedAt);
  if (cursor === undefined) return 'duplicate';
  if (db.run(UPDATE, ...columnsOf(conversation, body), no, expectedVersion)) return { no, cursor };
  db.run('DELETE FROM inputs WHERE no = ?', cursor);
  return 'conflict';
}

function numberOf(db: Database, id: string): number | undefined {
  return db.one<{ no: number }>('SELECT no FROM conversations WHERE id = ?', id)?.no;
}

export function isSeen(db: Database, conversationId: string, inputId: string): boolean {
  return db.one(`SELECT 1 FROM inputs WHERE ${OF_CONVERSATION} AND input_id = ?`, conversationId, inputId) !== undefined;
}

function refused(reason: 'conflict' | 'duplicate' | 'capacity'): Written {
  return { result: { ok: false, reason } };
}

/** Counted, never kept: inside the transaction nobody can take another one meanwhile. */
function isFull(db: Database, { conversation, expectedVersion, inputId }: Commit, { agentId, max }: Capacity): boolean {
  // What is refused for another reason is refused for that.
  if (isSeen(db, conversation.id, inputId)) return false;
  const current = db.one<{ version: number }>('SELECT version FROM conversations WHERE id = ?', conversation.id)?.version ?? 0;
  if (current !== expectedVersion) return false;
  const sql = `SELECT count(*) AS n FROM conversations WHERE owner = 'agent' AND agent_id = ? AND status = 'open' AND id <> ?`;
  return (db.one<{ n: number }>(sql, agentId, conversation.id)?.n ?? 0) >= max;
}

/**
 * @param body its JSON
 * @returns its number; undefined when there is one with its id
 */
export function insertConversation(db: Database, conversation: Conversation, body: string): number | undefined {
  return db.insert(INSERT, ...columnsOf(conversation, body), conversation.id);
}

function columnsOf(conversation: Conversation, body: string): (string | number)[] {
  const { owner } = conversation;
  return [
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
  ];
}

function pruneInputs(db: Database, before: number): void {
  const oldest = db.one<{ at: number }>('SELECT at FROM inputs ORDER BY no LIMIT 1');
  if (!oldest || oldest.at >= before) return;
  db.run('DELETE FROM inputs WHERE no IN (SELECT no FROM inputs ORDER BY no LIMIT ?) AND at < ?', PRUNE_ROWS, before);
}
