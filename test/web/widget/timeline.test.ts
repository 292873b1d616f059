/** What stands on the screen, whatever order and however often it arrived. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireActivity } from '../../../src/web/shared/wire.ts';
import type { Pending } from '../../../src/web/widget/outbox.ts';
import { custodyOf, itemsOf, merge, openQuestionOf, sequenceOf, unreadOf, withoutEchoes } from '../../../src/web/widget/timeline.ts';
import { activity, agentSays, event } from './activities.ts';

const pending = (id: string): Pending => ({ id, text: `text of ${id}`, at: 1, state: 'sending' });
const idsOf = (activities: WireActivity[]) => activities.map(({ id }) => id);

describe('merging', () => {
  it('puts what arrived in the server’s order', () => {
    const [one, two, three] = [activity({ seq: 1 }), activity({ seq: 2 }), activity({ seq: 10 })];
    expect(idsOf(merge([two], [three, one]))).toEqual(['a1', 'a2', 'a10']);
  });

  it('takes each once, by its id or by the id that the client gave it', () => {
    const mine = activity({ seq: 1, mine: 'm1' });
    const repeated = { ...mine, id: 'other' };
    const withoutId = { ...mine, id: undefined };
    expect(merge([mine], [mine, repeated, withoutId])).toEqual([mine]);
    expect(merge([], [activity({ seq: 2 }), activity({ seq: 2 })])).toHaveLength(1);
  });

  it('keeps two that only say the same', () => {
    expect(merge([], [activity({ seq: 1, text: 'ok' }), activity({ seq: 2, text: 'ok' })])).toHaveLength(2);
  });

  it('leaves out what has no name, since it would come again and again', () => {
    expect(merge([], [{ ...activity({ seq: 1 }), id: undefined }])).toEqual([]);
  });

  it('goes by time where there is no number', () => {
    const [early, late] = [1_000, 2_000].map((at) => activity({ seq: at, timestamp: new Date(at).toISOString(), channelData: {} }));
    expect(merge([late as WireActivity], [early as WireActivity])).toEqual([early, late]);
    expect(sequenceOf(activity({ timestamp: '', channelData: {} }))).toBe(0);
  });

  it('gives the same whatever way it came: reordered, repeated, in pieces', () => {
    const all = Array.from({ length: 12 }, (_, index) => activity({ seq: index + 1, mine: index % 3 ? undefined : `m${index}` }));
    const pieces = fc.array(fc.subarray(all, { minLength: 0 }).chain((some) => fc.shuffledSubarray(some, { minLength: some.length })));
    fc.assert(
      fc.property(pieces, fc.shuffledSubarray(all, { minLength: all.length }), (some, rest) => {
        const known = [...some, rest].reduce<WireActivity[]>((before, piece) => merge(before, piece), []);
        expect(known).toEqual(all);
      }),
    );
  });
});

describe('echoes', () => {
  it('take what is pending off the list, and only that', () => {
    const left = withoutEchoes([pending('m1'), pending('m2')], [activity({ seq: 1, mine: 'm1' }), activity({ seq: 2 })]);
    expect(left).toEqual([pending('m2')]);
  });
});

describe('the open question', () => {
  const asked = activity({ seq: 1, suggestedActions: { actions: [{ title: 'Yes', value: 'Yes' }] } });

  it('is the latest that was asked', () => {
    const again = activity({ seq: 2 });
    expect(openQuestionOf([asked], [])).toBe(asked);
    expect(openQuestionOf([asked, again], [])).toBe(again);
    expect(openQuestionOf([], [])).toBeUndefined();
  });

  it.each([
    ['she has answered', [activity({ seq: 2, mine: 'm' })], []],
    ['her answer is on its way', [], [pending('m')]],
    ['a person has come', [event(2, 'handoff.status', { state: 'accepted' })], []],
    ['she is passed on', [event(2, 'agent.transferred')], []],
    ['a secret of hers was hidden', [event(2, 'secret.masked')], []],
  ])('is closed once %s', (_name, after, underway) => {
    expect(openQuestionOf([asked, ...after], underway)).toBeUndefined();
  });

  it('is how to wait, as long as she waits, whatever she adds', () => {
    const waiting = [asked, event(2, 'handoff.initiate'), activity({ seq: 3, mine: 'm' }), event(4, 'secret.masked')];
    expect(openQuestionOf(waiting, [])).toBe(asked);
    expect(openQuestionOf([...waiting, event(5, 'handoff.status', { state: 'accepted' })], [])).toBeUndefined();
  });

  it('stays open beside what does not concern it', () => {
    expect(openQuestionOf([asked, event(2, 'some.other')], [])).toBe(asked);
  });
});

describe('the baton', () => {
  it('goes from the bot to the queue to one person, another, and back', () => {
    const events = [
      event(1, 'handoff.initiate'),
      event(2, 'handoff.status', { state: 'accepted' }, 'Sari'),
      event(3, 'agent.transferred', { to: 'Budi' }),
      event(4, 'handoff.status', { state: 'completed' }),
    ];
    expect([0, 1, 2, 3, 4].map((count) => custodyOf(events.slice(0, count)))).toEqual([
      { kind: 'bot' },
      { kind: 'queue' },
      { kind: 'agent', name: 'Sari' },
      { kind: 'agent', name: 'Budi' },
      { kind: 'bot' },
    ]);
  });

  it('is back in the queue when a team is to take over, and with the bot when nobody could', () => {
    const accepted = event(1, 'handoff.status', { state: 'accepted' }, 'Sari');
    expect(custodyOf([accepted, event(2, 'agent.transferred', { team: 'x' })])).toEqual({ kind: 'queue' });
    expect(custodyOf([event(1, 'handoff.initiate'), event(2, 'handoff.status', { state: 'failed' })])).toEqual({ kind: 'bot' });
  });

  it('is not passed by a message, whatever it is called', () => {
    expect(custodyOf([activity({ seq: 1, name: 'handoff.initiate' })])).toEqual({ kind: 'bot' });
  });
});

describe('the screen', () => {
  const dayOf = (at: string) => at.slice(0, 10);
  const shapeOf = (...args: Parameters<typeof itemsOf>) =>
    itemsOf(...args).map((item) => (item.kind === 'group' ? `${item.author} ${item.messages.length}+${item.pending.length}` : item.kind));

  it('groups what one author says in a row', () => {
    const activities = [
      activity({ seq: 1 }),
      activity({ seq: 2 }),
      activity({ seq: 3, mine: 'm' }),
      agentSays(4, 'Sari'),
      agentSays(5, 'Sari'),
      agentSays(6, 'Budi'),
      activity({ seq: 7 }),
    ];
    expect(shapeOf(activities, [], dayOf)).toEqual(['day', 'bot 2+0', 'me 1+0', 'agent 2+0', 'agent 1+0', 'bot 1+0']);
  });

  it('parts what lies five minutes or a line between', () => {
    const activities = [
      activity({ seq: 0 }),
      activity({ seq: 299 }),
      activity({ seq: 599 }),
      event(600, 'secret.masked'),
      activity({ seq: 601 }),
    ];
    expect(shapeOf(activities, [], dayOf)).toEqual(['day', 'bot 2+0', 'bot 1+0', 'system', 'bot 1+0']);
  });

  it('has each day once, before its first line', () => {
    const activities = [event(1, 'handoff.initiate'), activity({ seq: 2 }), activity({ seq: 90_000 }), activity({ seq: 90_001 })];
    expect(shapeOf(activities, [], dayOf)).toEqual(['day', 'system', 'bot 1+0', 'day', 'bot 2+0']);
  });

  it('shows nothing of other events, nor a day for them', () => {
    expect(shapeOf([event(1, 'queue.update'), { ...activity({ seq: 2 }), type: 'typing' }], [], dayOf)).toEqual([]);
  });

  it('ends with what is on its way, in her own group', () => {
    expect(shapeOf([activity({ seq: 1, mine: 'm' })], [pending('a'), pending('b')], dayOf)).toEqual(['day', 'me 1+2']);
    expect(shapeOf([activity({ seq: 1 })], [pending('a')], dayOf)).toEqual(['day', 'bot 1+0', 'me 0+1']);
    expect(shapeOf([], [pending('a')], dayOf)).toEqual(['me 0+1']);
  });

  it('has a key of its own for every line', () => {
    const activities = [activity({ seq: 1 }), event(2, 'secret.masked'), activity({ seq: 3, mine: 'm' }), activity({ seq: 90_000 })];
    const keys = itemsOf(activities, [pending('a')], dayOf).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('unread', () => {
  it('are messages of others after what she has seen', () => {
    const activities = [
      activity({ seq: 1 }),
      agentSays(2, 'Sari'),
      activity({ seq: 3, mine: 'm' }),
      event(4, 'secret.masked'),
      activity({ seq: 5 }),
    ];
    expect([0, 1, 2, 5].map((seen) => unreadOf(activities, seen))).toEqual([3, 2, 1, 0]);
  });
});
