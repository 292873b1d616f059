/** What stands on the screen, whatever order and however often it arrived. */
import { describe, expect, it } from 'vitest';
import type { WireActivity } from '../../../src/web/shared/wire.ts';
import { custodyOf, itemsOf, merge, openQuestionOf } from '../../../src/web/widget/timeline.ts';

let next = 0;
function activity(part: Partial<WireActivity> & { seq?: number; mine?: string }): WireActivity {
  const { seq = ++next, mine, ...rest } = part;
  return {
    id: `a${seq}`,
    type: 'message',
    timestamp: new Date(1_800_000_000_000 + seq * 1000).toISOString(),
    from: mine ? { id: 'me', role: 'user' } : { id: 'bot', role: 'bot' },
    channelData: { 'webchat:sequence-id': seq, ...(mine && { clientActivityID: mine }) },
    ...rest,
  };
}
const pending = [{ id: 'p', text: 'x', at: 1, state: 'sending' as const }] as Parameters<typeof openQuestionOf>[1];

describe('the timeline', () => {
  it('puts what arrived in the server’s order, each once, by its id or the client’s', () => {
    const [one, two, three] = [activity({ seq: 1 }), activity({ seq: 2, mine: 'm1' }), activity({ seq: 3 })];
    const again = { ...two, id: 'other' };
    expect(merge([three], [two, again, one, three]).map(({ id }) => id)).toEqual(['a1', 'a2', 'a3']);
  });

  it('leaves the latest question open, until she answers, sends, or a person comes', () => {
    const asked = activity({ seq: 1, suggestedActions: { actions: [{ title: 'Yes', value: 'Yes' }] } });
    expect(openQuestionOf([asked], [])).toBe(asked);
    expect(openQuestionOf([asked], pending)).toBeUndefined();
    expect(openQuestionOf([asked, activity({ seq: 2, mine: 'm' })], [])).toBeUndefined();
    expect(openQuestionOf([asked, activity({ seq: 2, type: 'event', name: 'handoff.initiate' })], [])).toBeUndefined();
  });

  it('knows who has the baton', () => {
    const events = [
      activity({ seq: 1, type: 'event', name: 'handoff.initiate' }),
      activity({
        seq: 2,
        type: 'event',
        name: 'handoff.status',
        value: { state: 'accepted' },
        from: { id: 'agent:s', name: 'Sari', role: 'bot' },
      }),
      activity({ seq: 3, type: 'event', name: 'agent.transferred', value: { to: 'Budi' } }),
      activity({ seq: 4, type: 'event', name: 'handoff.status', value: { state: 'completed' } }),
    ];
    const at = [0, 1, 2, 3, 4].map((count) => custodyOf(events.slice(0, count)));
    expect(at).toEqual([
      { kind: 'bot' },
      { kind: 'queue' },
      { kind: 'agent', name: 'Sari' },
      { kind: 'agent', name: 'Budi' },
      { kind: 'bot' },
    ]);
  });

  it('groups by author and day', () => {
    const activities = [activity({ seq: 1 }), activity({ seq: 2 }), activity({ seq: 3, mine: 'm' }), activity({ seq: 90_000 })];
    const items = itemsOf(activities, [], (at) => at.slice(0, 10));
    expect(items.map(({ kind }) => kind)).toEqual(['day', 'group', 'group', 'day', 'group']);
    expect(items.flatMap((item) => (item.kind === 'group' ? [item.messages.length] : []))).toEqual([2, 1, 1]);
  });
});
