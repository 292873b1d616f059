/** A desk out of one SQLite file, or into one. */
import type { Activity, JsonObject } from '../../core/activity.ts';
import type { Conversation } from '../../core/conversation.ts';
import type { Effect, Timer } from '../../core/turn-types.ts';
import type { ConversationPart, DeadLetterPart, DuePart, Incoming, Outgoing, Part, PartKind, RecordPart } from '../../ports/transfer.ts';
import { OF_CONVERSATION } from './commit.ts';
import type { Database } from './database.ts';
import type { GroupCommit } from './group-commit.ts';
import { idOf, writePart } from './transfer-write.ts';

const PAGE = 500;
const TABLES: Record<PartKind, string> = {
  conversation: 'conversations',
  due: 'due_items',
  deadLetter: 'dead_letters',
  record: 'records',
  entry: 'entries',
};

interface DueRow {
  no: number;
  id: string;
  conversation_id: string;
  kind: string;
  due_at: number;
  leased: number;
  attempts: number;
  error: string;
  body: string;
}

export class SqliteTransfer implements Incoming, Outgoing {
  readonly #db: Database;
  readonly #group: GroupCommit;

  constructor(db: Database, group: GroupCommit) {
    this.#db = db;
    this.#group = group;
  }

  /** Out of the write-ahead log SQLite lets only a process that is alone with the file. */
  async hold(): Promise<void> {
    try {
      this.#db.one('PRAGMA journal_mode = DELETE');
      this.#db.run('BEGIN EXCLUSIVE');
    } catch (error) {
      throw new Error('another process has the desk open: stop it first, so that nothing is left behind', { cause: error });
    }
  }

  async read(kind: PartKind, after?: string, limit = PAGE): Promise<{ parts: Part[]; next?: string }> {
    const page = READERS[kind](this.#db, after, limit);
    const last = page.at(-1);
    return { parts: page.map(({ part }) => part), ...(last && page.length === limit && { next: last.at }) };
  }

  async count(kind: PartKind): Promise<number> {
    return this.#db.one<{ n: number }>(`SELECT count(*) AS n FROM ${TABLES[kind]}`)?.n ?? 0;
  }

  async write(parts: Part[]): Promise<void> {
    await this.#group.run(() => {
      for (const part of parts) writePart(this.#db, part);
    });
  }

  async find(parts: Part[]): Promise<(Part | undefined)[]> {
    return parts.map((part) => findPart(this.#db, part));
  }
}

/** A part and the cursor that stands behind it. */
type Page = { part: Part; at: string }[];

const READERS: Record<PartKind, (db: Database, after: string | undefined, limit: number) => Page> = {
  conversation: (db, after = '', limit) =>
    db
      .all<{ body: string }>('SELECT body FROM conversations WHERE id > ? ORDER BY id LIMIT ?', after, limit)
      .map(({ body }) => JSON.parse(body) as Conversation)
      .map((conversation) => ({ part: conversationPart(db, conversation), at: conversation.id })),
  due: (db, after = '0', limit) =>
    db
      .all<DueRow>('SELECT * FROM due_items WHERE no > ? ORDER BY no LIMIT ?', Number(after), limit)
      .map((row) => ({ part: duePart(row), at: String(row.no) })),
  deadLetter: (db, after = '0', limit) =>
    db
      .all<DueRow>('SELECT * FROM dead_letters WHERE no > ? ORDER BY no LIMIT ?', Number(after), limit)
      .map((row) => ({ part: deadLetterPart(row), at: String(row.no) })),
  record: (db, after = '0', limit) =>
    db
      .all<RecordRow>('SELECT rowid, * FROM records WHERE rowid > ? ORDER BY rowid LIMIT ?', Number(after), limit)
      .map((row) => ({ part: recordPart(db, row), at: String(row.rowid) })),
  entry: readEntries,
};

function readEntries(db: Database, after: string | undefined, limit: number): Page {
  let [list, no, place] = after === undefined ? ['', 0, -1] : (JSON.parse(after) as [string, number, number]);
  const rows = db.all<{ no: number; list: string; body: string }>(
    'SELECT no, list, body FROM entries WHERE (list, no) > (?, ?) ORDER BY list, no LIMIT ?',
    list,
    no,
    limit,
  );
  return rows.map((row) => {
    place = row.list === list ? place + 1 : 0;
    [list, no] = [row.list, row.no];
    return { part: { kind: 'entry', list, place, entry: JSON.parse(row.body) as JsonObject }, at: JSON.stringify([list, no, place]) };
  });
}

function conversationPart(db: Database, conversation: Conversation): ConversationPart {
  const activities = db.all<{ body: string }>(`SELECT body FROM activities WHERE ${OF_CONVERSATION} ORDER BY seq`, conversation.id);
  const inputs = db.all<{ id: string; at: number }>(
    `SELECT input_id AS id, at FROM inputs WHERE ${OF_CONVERSATION} ORDER BY no`,
    conversation.id,
  );
  return {
    kind: 'conversation',
    conversation,
    activities: activities.map(({ body }) => JSON.parse(body) as Activity),
    inputs: inputs.map(({ id, at }) => ({ id, at })),
  };
}

function duePart(row: DueRow): DuePart {
  // Whoever had the lease is gone: due at once.
  return { kind: 'due', due: readDue(row), dueAt: row.leased ? 0 : row.due_at, attempts: row.attempts };
}

function deadLetterPart(row: DueRow): DeadLetterPart {
  const { id, conversation_id: conversationId, attempts, error } = row;
  return { kind: 'deadLetter', id, conversationId, attempts, error, due: readDue(row) };
}

function readDue({ kind, body }: DueRow): DuePart['due'] {
  return kind === 'timer' ? { kind: 'timer', timer: JSON.parse(body) as Timer } : { kind: 'effect', effect: JSON.parse(body) as Effect };
}

interface RecordRow {
  rowid: number;
  collection: string;
  key: string;
  version: number;
  expires_at: number | null;
  body: string;
}

function recordPart(db: Database, row: RecordRow): RecordPart {
  const index = db.all<{ name: string; value: string }>(
    'SELECT name, value FROM record_index WHERE collection = ? AND key = ? ORDER BY name',
    row.collection,
    row.key,
  );
  return {
    kind: 'record',
    collection: row.collection,
    key: row.key,
    value: JSON.parse(row.body) as JsonObject,
    version: row.version,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    index: Object.fromEntries(index.map(({ name, value }) => [name, value])),
  };
}

function findPart(db: Database, part: Part): Part | undefined {
  switch (part.kind) {
    case 'conversation': {
      const row = db.one<{ body: string }>('SELECT body FROM conversations WHERE id = ?', part.conversation.id);
      return row && conversationPart(db, JSON.parse(row.body) as Conversation);
    }
    case 'due': {
      const row = db.one<DueRow>('SELECT * FROM due_items WHERE id = ?', idOf(part.due));
      return row && duePart(row);
    }
    case 'deadLetter': {
      const row = db.one<DueRow>('SELECT * FROM dead_letters WHERE id = ?', part.id);
      return row && deadLetterPart(row);
    }
    case 'record': {
      const row = db.one<RecordRow>('SELECT rowid, * FROM records WHERE collection = ? AND key = ?', part.collection, part.key);
      return row && recordPart(db, row);
    }
    case 'entry': {
      const row = db.one<{ body: string }>('SELECT body FROM entries WHERE list = ? ORDER BY no LIMIT 1 OFFSET ?', part.list, part.place);
      return row && { ...part, entry: JSON.parse(row.body) as JsonObject };
    }
  }
}
