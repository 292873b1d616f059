/** Files that an earlier Estafet wrote. `schema-3.sql` is what it made them with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Storage } from '../../../src/ports/storage.ts';
import type { Part } from '../../../src/ports/transfer.ts';
import { open } from '../../../src/stores/sqlite/index.ts';
import { commitTurn, inQueue, T0, turn } from '../../contract/fixtures.ts';
import { tempDir } from './temp.ts';

const SCHEMA_3 = readFileSync(join(import.meta.dirname, 'schema-3.sql'), 'utf8');
const UNTIL_2 = 'DROP INDEX conversations_of_wallet; ALTER TABLE conversations DROP COLUMN wallet_id;';
const UNTIL_1 = `${UNTIL_2} DROP INDEX conversations_by_standing; ALTER TABLE conversations DROP COLUMN standings;`;

/** "ESTF". */
const APPLICATION_ID = 0x45_53_54_46;
/** Place of the last change that it told of; some were of more than the inputs. */
const LAST_TOLD = 40;

const run = {
  id: 'r',
  flow: 'pay@1',
  snapshot: { value: { contact: 'unknown' }, context: {}, status: 'active' as const, history: { 'pay.x': ['pay.x.y'] } },
  calls: {},
  timers: {},
  trail: [],
};

/** One of everything that a desk keeps. */
async function fill({ store, records }: Storage): Promise<void> {
  const first = await commitTurn(store, undefined, { says: ['halo', '您好'], calls: ['call'], sends: true, change: { runs: [run] } });
  await commitTurn(store, undefined, { id: 'hers', says: ['hi'], change: { customer: { id: 'u', walletId: 'w-1' } } });
  await commitTurn(store, undefined, { id: 'a-waits', change: { owner: inQueue() } });
  await commitTurn(store, first, { says: ['lagi'], timers: { set: [{ id: 't', dueAt: T0 + 9_000 }] } });
  const [due] = await store.claimDue({ now: T0, leaseMs: 1_000, limit: 1 });
  await store.settle(due?.id ?? '', { outcome: 'dead', error: 'no answer' });
  await records.put('cases', 'k', { a: 1 }, { index: { of: 'w-1' } });
  await records.put('cases', 'old', { b: 2 }, { expiresAt: T0 + 1 });
  await records.append('audit', { n: 1 });
  await records.append('audit', { n: 2 });
}

/** The same desk, as `schema` had it. */
function writtenBefore(file: string, today: string, schema: number): void {
  const db = new DatabaseSync(file);
  db.exec(SCHEMA_3);
  db.prepare('ATTACH ? AS today').run(today);
  const named = 'id, version, owner, status, team, locale, agent_id, score, updated_at, standings, wallet_id, body';
  db.exec(`INSERT INTO conversations (${named}) SELECT ${named} FROM today.conversations;
    INSERT INTO activities SELECT c.id, seq, visibility, a.body FROM today.activities a JOIN today.conversations c ON c.no = conversation_no;
    INSERT INTO inputs SELECT i.no, c.id, input_id, at FROM today.inputs i JOIN today.conversations c ON c.no = conversation_no;
    INSERT INTO changes SELECT i.no, c.id FROM today.inputs i JOIN today.conversations c ON c.no = conversation_no;
    INSERT INTO changes VALUES (${LAST_TOLD}, 'hers');
    INSERT INTO due_items SELECT * FROM today.due_items;
    INSERT INTO dead_letters SELECT * FROM today.dead_letters;
    INSERT INTO records SELECT * FROM today.records;
    INSERT INTO record_index SELECT * FROM today.record_index;
    INSERT INTO entries SELECT * FROM today.entries;`);
  if (schema === 2) db.exec(UNTIL_2);
  if (schema === 1) db.exec(UNTIL_1);
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${schema}`);
  db.close();
}

async function partsOf({ outgoing }: Storage): Promise<Part[]> {
  const kinds = ['conversation', 'due', 'deadLetter', 'record', 'entry'] as const;
  const parts: Part[] = [];
  for (const kind of kinds) parts.push(...((await outgoing?.read(kind))?.parts ?? []));
  return parts;
}

async function changedIn({ store }: Storage): Promise<string[]> {
  return (await store.changesAfter(0)).map(({ conversationId }) => conversationId);
}

async function countsOf({ store }: Storage): Promise<number[]> {
  return Promise.all((['bot', 'queue', 'agent'] as const).map((owner) => store.countByOwner({ owner })));
}

test.for([1, 2, 3])('a file of schema %i is taken along, with all that is in it', async (schema) => {
  const dir = tempDir();
  const today = await open(join(dir, 'today.db'));
  await fill(today);
  const expected = {
    parts: await partsOf(today),
    counts: await countsOf(today),
    changes: await changedIn(today),
    standings: await today.store.standings(),
    hers: (await today.store.conversationsOf('w-1')).map(({ id }) => id),
  };
  expect(expected).toMatchObject({ counts: [2, 1, 0], standings: [{ flow: 'pay@1' }], hers: ['hers'] });
  expect(expected.parts.length).toBeGreaterThan(8);
  await today.close();

  const file = join(dir, 'before.db');
  writtenBefore(file, join(dir, 'today.db'), schema);
  const storage = await open(file);
  const { store } = storage;
  expect({
    parts: await partsOf(storage),
    counts: await countsOf(storage),
    changes: await changedIn(storage),
    standings: await store.standings(),
    hers: (await store.conversationsOf('w-1')).map(({ id }) => id),
  }).toEqual(expected);

  // And it goes on: nothing comes twice, what is new comes after all there was.
  const { conversation } = await store.load('hers');
  if (!conversation) throw new Error('gone');
  const next = turn(conversation, { says: ['lagi'] });
  expect(await store.commit({ ...next, inputId: expected.parts.flatMap((part) => inputsOf(part, 'hers'))[0] ?? '' })).toEqual({
    ok: false,
    reason: 'duplicate',
  });
  expect(await store.commit(next)).toEqual({ ok: true });
  expect(await store.lastCursor()).toBe(LAST_TOLD + 1);
  await storage.close();
  const again = await open(file);
  expect((await again.store.load('hers')).conversation).toEqual(next.conversation);
  await again.close();
});

test('a file that can not be taken along whole stays as it was', async () => {
  const dir = tempDir();
  const today = await open(join(dir, 'today.db'));
  await fill(today);
  await today.close();
  const file = join(dir, 'before.db');
  writtenBefore(file, join(dir, 'today.db'), 3);
  const raw = new DatabaseSync(file);
  raw.exec(`UPDATE conversations SET body = '{"cut' WHERE id = 'hers'`);
  const before = raw.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
  raw.close();
  await expect(open(file)).rejects.toThrow(`can not open the SQLite store ${file}: malformed JSON`);
  const after = new DatabaseSync(file);
  expect(after.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all()).toEqual(before);
  expect(after.prepare('SELECT count(*) AS n FROM activities').get()).not.toEqual({ n: 0 });
  after.close();
});

function inputsOf(part: Part, id: string): string[] {
  return part.kind === 'conversation' && part.conversation.id === id ? part.inputs.map((input) => input.id) : [];
}
