import { expect, test } from 'vitest';
import type { Conversation } from '../../../src/core/conversation.ts';
import { writeCommit } from '../../../src/stores/sqlite/commit.ts';
import { openDatabase } from '../../../src/stores/sqlite/database.ts';
import { T0, turn } from '../../contract/fixtures.ts';

const DAY = 24 * 3600 * 1000;

test('inputs are known for 30 days; older ones go as new ones come', () => {
  const db = openDatabase(':memory:');
  let conversation: Conversation | undefined;
  const commit = (inputId: string, now: number) => {
    const next = turn(conversation, { id: 'c', inputId, now });
    const { result } = writeCommit(db, next);
    if (result.ok) conversation = next.conversation;
    return result;
  };
  for (let n = 0; n < 300; n++) commit(`old-${n}`, T0);
  for (let n = 0; n < 64; n++) commit(`edge-${n}`, T0 + 30 * DAY);
  expect(commit('old-0', T0 + 30 * DAY)).toEqual({ ok: false, reason: 'duplicate' });
  for (let n = 0; n < 128; n++) commit(`new-${n}`, T0 + 30 * DAY + 1);
  expect(db.one('SELECT count(*) AS n FROM inputs WHERE at = ?', T0)).toEqual({ n: 0 });
  expect(db.one('SELECT count(*) AS n FROM inputs')).toEqual({ n: 64 + 128 });
  expect(commit('edge-0', T0 + 31 * DAY)).toEqual({ ok: false, reason: 'duplicate' });
});

test('a commit that does not raise the version by one is an error, not a lost update', () => {
  const db = openDatabase(':memory:');
  const commit = turn(undefined, { id: 'c' });
  commit.conversation.version = 0;
  expect(() => writeCommit(db, commit)).toThrow('conversation c: version 0 can not follow 0');
});

test('a timer with the id of an effect is an error, and the effect stays as it is; set again it starts afresh', () => {
  const db = openDatabase(':memory:');
  const timers = { set: [{ id: 'same', dueAt: T0 + DAY }] };
  expect(() => writeCommit(db, turn(undefined, { id: 'c', calls: ['same'], timers }))).toThrow('timer same');
  expect(db.one(`SELECT kind, due_at FROM due_items WHERE id = 'same'`)).toEqual({ kind: 'callWallet', due_at: T0 });
  const [first, later] = [T0, T0 + 1].map((dueAt) => ({ set: [{ id: 'timer', dueAt }] }));
  const { conversation } = turn(undefined, { id: 'd' });
  writeCommit(db, turn(undefined, { id: 'd', timers: first }));
  expect(writeCommit(db, turn(conversation, { timers: later })).result).toEqual({ ok: true });
  expect(db.all(`SELECT kind, due_at FROM due_items WHERE id = 'timer'`)).toEqual([{ kind: 'timer', due_at: T0 + 1 }]);
});

test('the kept counts are those one would count', () => {
  const db = openDatabase(':memory:');
  const owners: Conversation['owner'][] = [
    { kind: 'bot' },
    { kind: 'queue', team: 'general', locale: 'zh', since: T0, score: T0, reason: 'asked' },
    { kind: 'agent', agentId: 'sari', agentName: 'Sari', since: T0 },
    { kind: 'agent', agentId: 'budi', agentName: 'Budi', since: T0 },
  ];
  const conversations: (Conversation | undefined)[] = Array.from({ length: 10 });
  for (let step = 0; step < 200; step++) {
    const which = (step * 7) % conversations.length;
    const owner = owners[(step * 3 + which) % owners.length] ?? { kind: 'bot' };
    const commit = turn(conversations[which], {
      id: `c${which}`,
      change: { owner, status: step % 5 ? 'open' : 'closed', locale: step % 2 ? 'id' : 'en' },
    });
    expect(writeCommit(db, commit).result).toEqual({ ok: true });
    conversations[which] = commit.conversation;
  }
  const columns = 'owner, status, agent_id, team, locale';
  const counted = db.all(`SELECT ${columns}, count(*) AS n FROM conversations GROUP BY ${columns} ORDER BY ${columns}`);
  expect(db.all(`SELECT ${columns}, n FROM owner_counts WHERE n <> 0 ORDER BY ${columns}`)).toEqual(counted);
  expect(counted.length).toBeGreaterThan(2);
});
