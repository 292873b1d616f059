import { describe, expect, test } from 'vitest';
import type { FlowRun } from '../../../src/core/conversation.ts';
import type { Json } from '../../../src/core/activity.ts';
import type { Storage } from '../../../src/ports/storage.ts';
import { commitTurn } from '../fixtures.ts';
import { opened } from '../opened.ts';

function run(flow: string, value: Json): FlowRun {
  return {
    id: 'run',
    flow,
    snapshot: { value, context: { phone: 'hers' }, status: 'active', history: {} },
    calls: {},
    timers: {},
    trail: [],
  };
}

export function standingsContract(name: string, open: () => Promise<Storage>): void {
  describe(`${name}: where conversations stand`, () => {
    const storage = opened(open);

    test('is told once for each place, of every run on the stack, and of nobody who left', async () => {
      const { store } = storage();
      expect(await store.standings()).toEqual([]);
      const asking = run('reset@1', { contact: 'unknown' });
      const gone = await commitTurn(store, undefined, { change: { runs: [run('gone@1', 'first')] } });
      for (let person = 0; person < 3; person++) await commitTurn(store, undefined, { change: { runs: [asking] } });
      await commitTurn(store, undefined, { change: { runs: [asking, run('pay@2', 'picking')] } });
      await commitTurn(store, gone, { change: { runs: [] } });
      const found = (await store.standings()).toSorted((a, b) => a.flow.localeCompare(b.flow));
      expect(found).toEqual([
        { flow: 'pay@2', value: 'picking', history: {} },
        { flow: 'reset@1', value: { contact: 'unknown' }, history: {} },
      ]);
    });
  });
}
