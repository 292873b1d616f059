import { beforeAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import type { Conversation } from '../../src/core/conversation.ts';
import type { World } from '../../src/core/draft.ts';
import { raisedBy } from '../../src/core/handoff.ts';
import { moodAfter, soothingKey } from '../../src/core/mood.ts';
import { Texts } from '../../src/core/render.ts';
import { decide } from '../../src/core/turn.ts';
import type { Classification, Commit, Input } from '../../src/core/turn-types.ts';
import { discoverFlows } from '../../src/discover.ts';
import { loadLocales } from '../../src/locales.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const NOW = 1_000_000_000;
let world: World;

beforeAll(async () => {
  const locales = loadLocales(`${root}/locales`);
  const registry = await discoverFlows();
  world = { ...registry, texts: new Texts(locales.messages, 'id') };
});

type Said = [text: string, intent: string, extra?: Partial<Classification>];

function play(...said: Said[]): { conversation: Conversation; heard: unknown[]; last: Commit } {
  let conversation: Conversation | undefined;
  let last: Commit | undefined;
  for (const [index, [text, intent, extra]] of said.entries()) {
    const band = intent === 'none' ? 'none' : 'answer';
    const input: Input = {
      kind: 'activity',
      id: `in${index}`,
      conversationId: 'c1',
      activity: { type: 'message', text, from: { id: 'u1' } },
      origin: { channel: 'test', delivery: 'pull', locale: 'en', customer: { id: 'u1' } },
      classification: { intent, score: 0.95, band, alternatives: [], entities: [], ...extra },
    };
    last = decide(conversation, input, NOW + index * 1000, world);
    conversation = last?.conversation;
  }
  if (!conversation || !last) throw new Error('no turn');
  const heard = last.activities.filter(({ from, text }) => from.role === 'bot' && text).map(({ channelData }) => channelData?.messageKey);
  return { conversation, heard, last };
}

const angry = { mood: { anger: 0.8, fear: 0, urgency: 0 } };

describe('a topic whose flow is not built', () => {
  it('goes to a person with one warm sentence and the topic set', () => {
    const { conversation, heard } = play(['how do I top up', 'top-up']);
    expect(heard).toEqual(['_common.passing-on', '_common.handoff-started']);
    expect(conversation).toMatchObject({ topic: 'top-up', owner: { kind: 'queue', reason: 'no-flow', score: NOW } });
  });

  it('is told in words of its own where it has some, and comes earlier where it matters more', () => {
    const { conversation, heard } = play(['…', 'complaint']);
    expect(heard[0]).toBe('_common.passing-on.complaint');
    expect(conversation.owner).toMatchObject({ score: NOW - 10 * 60 * 1000 });
  });

  it('interrupts a flow only when it is clear, danger always', () => {
    const flow: Said = ['forgot', 'reset-password'];
    expect(play(flow, ['top up?', 'top-up', { score: 0.6 }]).conversation.owner.kind).toBe('bot');
    expect(play(flow, ['how to top up', 'top-up']).conversation.owner.kind).toBe('queue');
    const danger = play(flow, ['my phone was stolen', 'account-compromised', { score: 0.5 }]).conversation;
    expect(danger).toMatchObject({
      owner: { kind: 'bot' },
      topic: 'account-compromised',
      runs: [{ flow: expect.stringContaining('reset') }, { flow: expect.stringContaining('account-compromised') }],
    });
  });

  it('is offered beside the next likely one, and a tap picks it', () => {
    const unsure: Said = [
      'top up or reset',
      'top-up',
      {
        band: 'offer',
        score: 0.4,
        alternatives: [
          { intent: 'top-up', score: 0.4 },
          { intent: 'reset-password', score: 0.3 },
          { intent: 'complaint', score: 0.1 },
        ],
      },
    ];
    const offered = play(unsure);
    expect(offered.heard).toEqual(['_common.did-you-mean']);
    expect(offered.conversation.choices.map(({ value }) => value)).toEqual(['topic:top-up', 'topic:reset-password', 'human']);
    const second = { entities: [{ kind: 'ordinal', value: '2', start: 0, end: 10 }] };
    expect(play(unsure, ['the second one', 'none', second]).conversation.topic).toBe('reset-password');
    expect(play(unsure, ['Top up', 'none']).conversation).toMatchObject({ topic: 'top-up', owner: { kind: 'queue' } });
  });
});

describe('how she feels', () => {
  it('is met with one kind sentence, not with two', () => {
    const first = play(['forgot my damn password', 'reset-password', angry]);
    expect(first.heard[0]).toBe('_common.mood.anger');
    expect(first.heard).toHaveLength(2);
    expect(play(['forgot my damn password', 'reset-password', angry], ['damn', 'none', angry]).heard).not.toContain('_common.mood.anger');
  });

  it('shortens the way to a person', () => {
    const confused = play(['this is useless', 'none', angry]);
    expect(confused.heard).toContain('_common.not-understood-upset');
    expect(confused.conversation.choices.map(({ value }) => value)).toEqual(['human']);
    expect(play(['this is useless', 'none', angry], ['blah', 'none']).conversation.owner.kind).toBe('queue');
    expect(play(['blue', 'none'], ['blah', 'none']).conversation.owner.kind).toBe('bot');
  });

  it('raises the place in the queue by one step, never lowers it', () => {
    expect(play(['human now', 'talk-to-human', angry]).conversation.owner).toMatchObject({ score: NOW - 600_000 });
    expect(raisedBy(angry.mood, 'urgent')).toBe('urgent');
    expect(raisedBy({ anger: 0.2, fear: 0, urgency: 0.3 })).toBe('normal');
  });

  it('fades', () => {
    let mood = moodAfter(undefined, angry.mood);
    expect(mood).toEqual(angry.mood);
    for (let message = 0; message < 8; message += 1) mood = moodAfter(mood, undefined);
    expect(mood).toBeUndefined();
    expect(soothingKey(angry.mood, NOW, NOW + 60_000)).toBeUndefined();
    expect(soothingKey(angry.mood, NOW, NOW + 3_600_000)).toBe('_common.mood.anger');
  });
});
