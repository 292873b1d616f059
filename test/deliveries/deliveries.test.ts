import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDeliveries } from '../../src/deliveries/index.ts';
import { openStorage } from '../../src/discover.ts';
import type { Deliveries, DeliveryState } from '../../src/ports/deliveries.ts';
import { opened } from '../contract/opened.ts';
import { testStore } from '../helpers/test-store.ts';

const storage = opened(() => openStorage(testStore()));
const NOW = Date.UTC(2026, 10, 25);
const RANK: DeliveryState[] = ['sent', 'delivered', 'read', 'failed'];

let clock: number;
let deliveries: Deliveries;
beforeEach(() => {
  clock = NOW;
  deliveries = createDeliveries({ ...storage(), now: () => clock });
});

const message = (id: string) => ({ id: `c1|${id}`, conversationId: 'c1' });
const states = async (conversationId = 'c1') =>
  Object.fromEntries((await deliveries.of(conversationId)).map(({ activityId, state }) => [activityId, state]));

describe('what became of a message', () => {
  it('is told to who looks, step by step', async () => {
    const signals: unknown[] = [];
    storage().live.subscribe((signal) => signals.push(signal));
    await deliveries.sent(message('1'), 'test', ['p1']);
    clock += 1_000;
    expect(await deliveries.reported('test', 'p1', 'delivered')).toEqual({ id: 'c1|1', conversationId: 'c1' });
    await deliveries.reported('test', 'p1', 'read');
    expect(await deliveries.of('c1')).toEqual([{ activityId: 'c1|1', state: 'read', at: NOW + 1_000 }]);
    await expect
      .poll(() => signals)
      .toEqual(['sent', 'delivered', 'read'].map((state) => ({ kind: 'delivery', conversationId: 'c1', activityId: 'c1|1', state })));
  });

  it('is the furthest of what is reported, in whatever order and however often', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...RANK), { maxLength: 8 }), async (reports) => {
        const id = String(count++);
        await deliveries.sent(message(id), 'test', [`p${id}`]);
        await Promise.all(reports.map((state) => deliveries.reported('test', `p${id}`, state)));
        const furthest = RANK.toReversed().find((state) => state === 'sent' || reports.includes(state));
        expect((await states())[`c1|${id}`]).toBe(furthest);
      }),
      { numRuns: 40 },
    );
  });

  it('that failed is not read any more', async () => {
    await deliveries.sent(message('1'), 'test', ['p1']);
    await deliveries.reported('test', 'p1', 'failed');
    await deliveries.reported('test', 'p1', 'read');
    await deliveries.readUntil('c1', clock);
    expect(await states()).toEqual({ 'c1|1': 'failed' });
  });

  it('is known by any of its parts’ ids, of its own channel', async () => {
    await deliveries.sent(message('1'), 'test', ['p1', 'p2']);
    expect(await deliveries.reported('test', 'p2', 'delivered')).toMatchObject({ id: 'c1|1' });
    expect(await deliveries.reported('other', 'p2', 'failed')).toBeUndefined();
    expect(await deliveries.reported('test', 'p3', 'failed')).toBeUndefined();
    expect(await states()).toEqual({ 'c1|1': 'delivered' });
  });

  it('is known without an id of the provider’s, too', async () => {
    await deliveries.sent(message('1'), 'test', []);
    expect(await states()).toEqual({ 'c1|1': 'sent' });
  });

  it('is read with all before it, and with none after', async () => {
    for (const [index, id] of ['1', '2', '3'].entries()) {
      clock = NOW + index * 1_000;
      await deliveries.sent(message(id), 'test', [`p${id}`]);
    }
    await deliveries.sent({ id: 'c2|1', conversationId: 'c2' }, 'test', ['q']);
    await deliveries.readUntil('c1', NOW + 1_000);
    expect(await states()).toEqual({ 'c1|1': 'read', 'c1|2': 'read', 'c1|3': 'sent' });
    expect(await states('c2')).toEqual({ 'c2|1': 'sent' });
  });

  it('that came to her device late is read with what went out before it', async () => {
    await deliveries.sent(message('1'), 'test', ['p1']);
    clock += 3_600_000;
    await deliveries.reported('test', 'p1', 'delivered');
    await deliveries.readUntil('c1', NOW);
    expect(await states()).toEqual({ 'c1|1': 'read' });
  });

  it('is not announced again where nothing changed', async () => {
    const told: unknown[] = [];
    const last = new Promise<void>((resolve) => {
      storage().live.subscribe((signal) => {
        if (signal.kind === 'delivery') told.push(signal.state);
        else resolve();
      });
    });
    await deliveries.sent(message('1'), 'test', ['p1']);
    await deliveries.reported('test', 'p1', 'read');
    await deliveries.reported('test', 'p1', 'read');
    await deliveries.reported('test', 'p1', 'delivered');
    await deliveries.readUntil('c1', clock);
    storage().live.publish({ kind: 'presence' });
    await last;
    expect(told).toEqual(['sent', 'read']);
  });

  it('is forgotten after thirty days', async () => {
    await deliveries.sent(message('1'), 'test', ['p1']);
    clock += 31 * 24 * 3_600_000;
    expect(await states()).toEqual({});
    expect(await deliveries.reported('test', 'p1', 'read')).toBeUndefined();
  });
});
