/**
 * A file of an earlier schema into today's: its tables step aside, today's are made, and what was in them is copied.
 * - 1 did not keep where in flows conversations stand
 * - 2 could not find the conversations of one customer
 * - 3 kept each log together by its conversation's id, so that every turn had pages of its own to write, and the feed of
 *   commits beside the inputs they were for
 */
import type { DatabaseSync } from 'node:sqlite';

/** In the order of what refers to what; a table that is not named here has the columns it always had. */
const COPIES: Record<string, string> = {
  conversations: `INSERT INTO conversations
      (id, version, owner, status, team, locale, agent_id, score, updated_at, standings, wallet_id, body)
    SELECT id, version, owner, status, team, locale, agent_id, score, updated_at,
      CASE WHEN json_array_length(body, '$.runs') > 0 THEN (
        SELECT json_group_array(json_object('flow', json_extract(value, '$.flow'), 'value', json_extract(value, '$.snapshot.value'),
          'history', json_extract(value, '$.snapshot.history')))
        FROM json_each(body, '$.runs')) ELSE '' END,
      coalesce(json_extract(body, '$.customer.walletId'), ''), body
    FROM earlier_conversations ORDER BY rowid`,
  activities: `INSERT INTO activities (conversation_no, seq, visibility, body)
    SELECT c.no, seq, visibility, a.body FROM earlier_activities a JOIN conversations c ON c.id = conversation_id
    ORDER BY conversation_id, seq`,
  // Their places among the changes are a table's own no more, and go on behind the last that was told.
  inputs: `INSERT INTO inputs (no, conversation_no, input_id, at)
    SELECT i.no + (SELECT max(0, coalesce(max(cursor), 0) - (SELECT coalesce(max(no), 0) FROM earlier_inputs)) FROM earlier_changes),
      c.no, input_id, at
    FROM earlier_inputs i JOIN conversations c ON c.id = conversation_id ORDER BY i.no`,
  changes: '',
  // Counted anew as the conversations come.
  owner_counts: '',
};

/** Within the caller's transaction: a file that is not taken along whole stays as it was. */
export function takeAlong(db: DatabaseSync, schema: string): void {
  const tables = namesOf(db, 'table');
  for (const kind of ['trigger', 'index']) for (const name of namesOf(db, kind)) db.exec(`DROP ${kind} ${name}`);
  for (const table of tables) db.exec(`ALTER TABLE ${table} RENAME TO earlier_${table}`);
  db.exec(schema);
  const copies = { ...COPIES };
  for (const table of tables) copies[table] ??= `INSERT INTO ${table} SELECT * FROM earlier_${table}`;
  for (const [table, copy] of Object.entries(copies)) {
    db.exec(copy);
    db.exec(`DROP TABLE earlier_${table}`);
  }
}

/** Those that the schema made, and not SQLite by itself. */
function namesOf(db: DatabaseSync, kind: string): string[] {
  const rows = db.prepare(`SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'`).all(kind);
  return rows.map(({ name }) => String(name));
}
