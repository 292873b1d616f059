/** Parts of a desk that comes from elsewhere, into the tables; runs inside a group's transaction. */
import {
  bodyOfDue,
  type ConversationPart,
  type DeadLetterPart,
  type DuePart,
  type EntryPart,
  kindOfDue,
  type Part,
  type RecordPart,
} from '../../ports/transfer.ts';
import { ADD_ACTIVITY, ADD_INPUT, insertConversation } from './commit.ts';
import type { Database } from './database.ts';
import { firstSend } from './due.ts';

/** Before all that the feed of commits tells of: a conversation that comes is one change, however much was said in it. */
const ADD_EARLIER_INPUT = `INSERT INTO inputs (no, conversation_no, input_id, at)
  VALUES ((SELECT min(0, coalesce(min(no), 0)) - 1 FROM inputs), ?, ?, ?)`;

export function writePart(db: Database, part: Part): void {
  switch (part.kind) {
    case 'conversation':
      return writeConversationPart(db, part);
    case 'due':
      return writeDue(db, part);
    case 'deadLetter':
      return writeDeadLetter(db, part);
    case 'record':
      return writeRecord(db, part);
    case 'entry':
      return writeEntry(db, part);
  }
}

function writeConversationPart(db: Database, { conversation, activities, inputs }: ConversationPart): void {
  const no = insertConversation(db, conversation, JSON.stringify(conversation));
  if (no === undefined) return;
  for (const activity of activities) db.run(ADD_ACTIVITY, no, activity.seq, activity.visibility, JSON.stringify(activity));
  const [last, ...earlier] = inputs.toReversed();
  if (last) db.run(ADD_INPUT, no, last.id, last.at);
  for (const input of earlier) db.run(ADD_EARLIER_INPUT, no, input.id, input.at);
}

function writeDue(db: Database, { due, dueAt, attempts }: DuePart): void {
  const id = idOf(due);
  if (db.one('SELECT 1 FROM due_items WHERE id = ?', id)) return;
  const { conversationId } = bodyOfDue(due);
  const ready = kindOfDue(due) !== 'send' || firstSend(db, conversationId) === undefined;
  db.run(
    'INSERT INTO due_items (id, conversation_id, kind, due_at, ready, attempts, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    id,
    conversationId,
    kindOfDue(due),
    dueAt,
    Number(ready),
    attempts,
    JSON.stringify(bodyOfDue(due)),
  );
}

function writeDeadLetter(db: Database, { id, conversationId, attempts, error, due }: DeadLetterPart): void {
  if (db.one('SELECT 1 FROM dead_letters WHERE id = ?', id)) return;
  db.run(
    'INSERT INTO dead_letters (id, conversation_id, kind, attempts, error, body) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    conversationId,
    kindOfDue(due),
    attempts,
    error,
    JSON.stringify(bodyOfDue(due)),
  );
}

function writeRecord(db: Database, { collection, key, value, version, expiresAt, index }: RecordPart): void {
  const added = db.run(
    'INSERT INTO records (collection, key, version, expires_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    collection,
    key,
    version,
    expiresAt ?? null,
    JSON.stringify(value),
  );
  if (!added) return;
  for (const [name, indexed] of Object.entries(index)) {
    db.run('INSERT INTO record_index (collection, name, value, key) VALUES (?, ?, ?, ?)', collection, name, indexed, key);
  }
}

function writeEntry(db: Database, { list, place, entry }: EntryPart): void {
  const there = db.one<{ n: number }>('SELECT count(*) AS n FROM entries WHERE list = ?', list)?.n ?? 0;
  if (there === place) db.run('INSERT INTO entries (list, body) VALUES (?, ?)', list, JSON.stringify(entry));
}

export function idOf(due: DuePart['due']): string {
  return bodyOfDue(due).id;
}
