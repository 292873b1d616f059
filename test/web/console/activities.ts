/** Activities as the console gets them. */
import type { Activity } from '../../../src/web/console/shapes.ts';

export function said(seq: number, role: Activity['from']['role'], more: Partial<Activity> = {}): Activity {
  return {
    id: `a${seq}`,
    seq,
    type: 'message',
    timestamp: new Date(2026, 10, 25, 12, seq).toISOString(),
    conversationId: 'c',
    from: { id: role, role },
    visibility: 'customer',
    text: `text ${seq}`,
    ...more,
  };
}

export function undelivered(seq: number, value: Activity['value']): Activity {
  return said(seq, 'bot', { type: 'event', name: 'delivery.failed', value: value ?? null, visibility: 'desk' });
}
