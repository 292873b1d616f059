/** Every statement goes by an index: nothing grows with the number of conversations. */
import { expect, test } from 'vitest';
import type { OwnerFilter } from '../../../src/ports/store.ts';
import { openDatabase } from '../../../src/stores/sqlite/database.ts';
import { GroupCommit } from '../../../src/stores/sqlite/group-commit.ts';
import { SqliteRecords } from '../../../src/stores/sqlite/records.ts';
import { Recent } from '../../../src/stores/sqlite/recent.ts';
import { SqliteStore } from '../../../src/stores/sqlite/store.ts';
import { commitTurn, inQueue, T0, turn } from '../../contract/fixtures.ts';

/** Reads from one end of a table or index and stops at its LIMIT. */
const FROM_ONE_END = [
  /FROM due_items WHERE ready = 1 ORDER BY due_at LIMIT 1$/,
  /FROM dead_letters ORDER BY no DESC LIMIT \?$/,
  /FROM inputs ORDER BY no LIMIT \?\) AND at < \?$/,
  /FROM inputs ORDER BY no LIMIT 1$/,
  /FROM inputs ORDER BY no DESC LIMIT 1$/,
];

test('no statement scans a table or sorts', async () => {
  const db = openDatabase(':memory:');
  const group = new GroupCommit(db);
  const store = new SqliteStore(db, group, new Recent(0), async () => {});
  const records = new SqliteRecords(db, group);

  let last = await commitTurn(store, undefined, {
    says: ['1', '2'],
    sends: true,
    calls: ['call'],
    timers: { set: [{ id: 't', dueAt: T0 }] },
  });
  for (let n = 0; n < 64; n++) last = await commitTurn(store, last, { timers: { cancel: ['t'] }, change: { owner: inQueue() } });
  await store.commit(turn(last, { capacity: { agentId: 'a', max: 1 } }));
  await store.load(last.id, 'input');
  await store.activitiesAfter(last.id, 0, 'customer');
  await store.queuePosition(last.id);
  await store.changesAfter(0);
  for (const { id } of await store.claimDue({ now: T0, leaseMs: 1, limit: 9 })) await store.settle(id, { outcome: 'dead', error: 'x' });
  for (const { id } of await store.claimDue({ now: T0, leaseMs: 1, limit: 9 }))
    await store.settle(id, { outcome: 'retry', dueAt: T0, error: 'x' });
  await store.deadLetters();
  await store.health();
  for (const filter of filters()) {
    await store.listByOwner(filter);
    await store.conversationsOf('w-1');
    await store.countByOwner(filter);
  }
  await records.put('c', 'k', {}, { index: { a: 'b' } });
  await records.put('c', 'k', {}, { index: { a: 'b' } });
  await records.get('c', 'k', T0);
  await records.list('c', T0);
  await records.list('c', T0, { name: 'a', value: 'b' });
  await records.delete('c', 'k');
  await records.append('l', {});
  await records.entries('l');
  await records.sweep(T0);

  const statements = db.statements.filter((sql) => /^(SELECT|INSERT|UPDATE|DELETE)/.test(sql));
  expect(statements.length).toBeGreaterThan(60);
  const plan = (sql: string) => {
    const nothing = Array.from({ length: sql.split('?').length - 1 }, () => null);
    return db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...nothing).map(({ detail }) => detail);
  };
  const offenders = statements.flatMap((sql) => {
    const bad = plan(sql).filter(
      (step) =>
        step.includes('TEMP B-TREE') || (/^SCAN (?!\(subquery|CONSTANT ROW)/.test(step) && !FROM_ONE_END.some((known) => known.test(sql))),
    );
    return bad.length ? [{ sql, bad }] : [];
  });
  expect(offenders).toEqual([]);

  // What narrows a list is found by the index too, not by looking at what it holds.
  for (const column of ['team', 'locale', 'agent_id']) {
    const narrowed = statements.filter(
      (sql) => sql.startsWith('SELECT') && sql.includes('FROM conversations') && sql.includes(`${column} = ?`),
    );
    expect(narrowed.length).toBeGreaterThan(1);
    for (const sql of narrowed) {
      const byAgent = column !== 'agent_id' && sql.includes('agent_id = ?');
      const byTeamOfAll = sql.includes('ORDER BY updated_at') && column === 'team';
      // An agent holds few, and the whole of a team is only ever those who wait.
      if (!byAgent && !byTeamOfAll) expect(plan(sql).join()).toContain(`${column}=?`);
    }
  }
});

function filters(): OwnerFilter[] {
  const yesNo = [true, false];
  return (['any', 'bot', 'queue', 'agent'] as const).flatMap((owner) =>
    yesNo.flatMap((team) =>
      yesNo.flatMap((locale) =>
        yesNo.flatMap((agentId) =>
          yesNo.map(
            (status): OwnerFilter => ({
              owner,
              ...(team && { team: 't' }),
              ...(locale && { locale: 'id' }),
              ...(agentId && { agentId: 'a' }),
              ...(status && { status: 'open' }),
            }),
          ),
        ),
      ),
    ),
  );
}
