import { expect, test } from 'vitest';
import { open } from '../../../src/stores/sqlite/index.ts';
import { commitTurn, T0 } from '../../contract/fixtures.ts';

test('what an earlier process had claimed is due at once, what waits for its next try is not', async () => {
  const storage = await open(':memory:');
  const timers = ['claimed', 'waiting'].map((id) => ({ id, conversationId: 'c', dueAt: T0 }));
  await commitTurn(storage.store, undefined, { timers: { set: timers, cancel: [] } });
  await storage.store.claimDue({ now: T0, leaseMs: 60_000, limit: 10 });
  await storage.store.settle('waiting', { outcome: 'retry', dueAt: T0 + 5_000, error: 'not now' });
  await storage.store.recover();
  const due = await storage.store.claimDue({ now: T0 + 1, leaseMs: 60_000, limit: 10 });
  expect(due.map(({ id, attempts }) => ({ id, attempts }))).toEqual([{ id: 'claimed', attempts: 2 }]);
  await storage.close();
});
