/** What became of messages, whatever order the news came in. */
import { describe, expect, it } from 'vitest';
import { failureIn, type Marks, withFailures, withMark } from '../../../src/web/console/marks.ts';
import type { DeliveryState } from '../../../src/web/console/shapes.ts';
import { said, undelivered } from './activities.ts';

const after = (...states: DeliveryState[]) => states.reduce((marks: Marks, state) => withMark(marks, 'a1', state), new Map()).get('a1');

describe('a mark', () => {
  it.each<[DeliveryState[], DeliveryState]>([
    [['sent'], 'sent'],
    [['sent', 'delivered', 'read'], 'read'],
    [['read', 'delivered', 'sent'], 'read'],
    [['delivered', 'sent'], 'delivered'],
    [['sent', 'failed'], 'failed'],
    [['failed', 'read'], 'failed'],
  ])('after %j is %s', (states, mark) => {
    expect(after(...states)).toBe(mark);
  });

  it('is of one message, and leaves what was known before as it was', () => {
    const before: Marks = new Map([['a1', 'sent' as const]]);
    const next = withMark(before, 'a2', 'read');
    expect([...before.keys()]).toEqual(['a1']);
    expect([...next]).toEqual([
      ['a1', 'sent'],
      ['a2', 'read'],
    ]);
    expect(withMark(next, 'a2', 'sent')).toBe(next);
  });
});

describe('a failure in the log', () => {
  it('marks its message', () => {
    const log = [said(1, 'agent'), said(2, 'agent'), undelivered(3, { activityId: 'a2', reason: 'rejected', detail: 'too long' })];
    expect([...withFailures(new Map([['a1', 'read' as const]]), log)]).toEqual([
      ['a1', 'read'],
      ['a2', 'failed'],
    ]);
  });

  it.each(['blocked', 'window-closed', 'rejected', 'gave-up'])('tells why: %s', (reason) => {
    expect(failureIn(undelivered(2, { activityId: 'a1', reason, detail: '' }))).toEqual({ activityId: 'a1', reason, detail: '' });
  });

  it('of a reason that is newer than this page is a refusal', () => {
    expect(failureIn(undelivered(2, { activityId: 'a1', reason: 'else' }))).toEqual({ activityId: 'a1', reason: 'rejected', detail: '' });
  });

  it.each([[null], ['text'], [{}], [{ activityId: 7 }]])('is none without a message: %j', (value) => {
    expect(failureIn(undelivered(2, value))).toBeUndefined();
  });

  it('is none in a message that calls itself so', () => {
    expect(failureIn(said(1, 'user', { name: 'delivery.failed', value: { activityId: 'a1' } }))).toBeUndefined();
  });
});
