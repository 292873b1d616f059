import { beforeAll, describe, expect, it } from 'vitest';
import { toWire } from '../../../src/channels/botframework/wire.ts';
import { type Activity, BOT } from '../../../src/core/activity.ts';
import type { Texts } from '../../../src/core/render.ts';
import { loadWorld } from '../../helpers/harness.ts';

let texts: Texts;
beforeAll(async () => {
  ({ texts } = (await loadWorld()).world);
});

function wire(activity: Partial<Activity>) {
  const entry: Activity = {
    id: 'c|i|0',
    seq: 1,
    type: 'message',
    timestamp: '2026-11-24T03:00:00.000Z',
    conversationId: 'c',
    from: BOT,
    visibility: 'customer',
    ...activity,
  };
  return toWire(entry, { texts, customerId: 'u' });
}

describe('an activity on the wire', () => {
  it('carries nothing of the house: no seq, no visibility, no message key', () => {
    const [message] = wire({ text: 'Hi', locale: 'en', channelData: { messageKey: '_common.hello' } });
    expect(message).toEqual({ type: 'message', text: 'Hi', locale: 'en', textFormat: 'plain', inputHint: 'acceptingInput' });
  });

  it('is words only, for news that no channel knows', () => {
    const agent = { id: 'agent:sari', name: 'Sari', role: 'agent' } as const;
    expect(wire({ type: 'event', name: 'agent.transferred', value: { to: 'Budi' }, from: agent, locale: 'id' })).toMatchObject([
      { type: 'message', text: texts.format('id', '_common.event.transferred') },
    ]);
    expect(wire({ type: 'event', name: 'secret.masked', value: { kinds: ['pin'] }, locale: 'zh' })).toMatchObject([
      { type: 'message', text: texts.format('zh', '_common.secret-masked') },
    ]);
  });

  it('has its words last, so that a second try repeats none', () => {
    const agent = { id: 'agent:sari', name: 'Sari', role: 'agent' } as const;
    const activities = wire({ type: 'event', name: 'handoff.status', value: { state: 'accepted' }, from: agent, locale: 'id' });
    expect(activities.map(({ type }) => type)).toEqual(['event', 'message']);
    expect(activities[1]?.text).toContain('Sari');
  });

  it('is the bare event where nobody comes or goes', () => {
    expect(wire({ type: 'event', name: 'handoff.status', value: { state: 'failed', message: 'nobody' } })).toEqual([
      { type: 'event', name: 'handoff.status', value: { state: 'failed', message: 'nobody' } },
    ]);
    expect(wire({ type: 'event', name: 'order.shown', value: [1] })).toEqual([{ type: 'event', name: 'order.shown', value: [1] }]);
  });

  it('is nothing for a trace, and an end for an end', () => {
    expect(wire({ type: 'trace' })).toEqual([]);
    expect(wire({ type: 'endOfConversation', locale: 'en' })).toEqual([{ type: 'endOfConversation', locale: 'en' }]);
  });
});
