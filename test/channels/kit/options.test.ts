import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../../../src/channels/capabilities.ts';
import {
  cardWords,
  labelsOf,
  linksOf,
  numberedLabel,
  optionId,
  resolveOption,
  toOptions,
  wayToShow,
} from '../../../src/channels/options.ts';
import { type Activity, type Attachment, BOT } from '../../../src/core/activity.ts';
import type { Conversation } from '../../../src/core/conversation.ts';
import { HERO_CARD } from '../../../src/core/cards.ts';
import { createHarness } from '../../helpers/harness.ts';

const said = (more: Partial<Activity>): Activity => ({
  id: 'c|i|0',
  seq: 7,
  type: 'message',
  timestamp: '',
  conversationId: 'c',
  from: BOT,
  visibility: 'customer',
  ...more,
});
const card = (content: Attachment['content']): Attachment => ({ contentType: HERO_CARD, content });
const pick = (value: string) => ({ type: 'imBack', title: 'Choose', value });

const both: Capabilities = {
  textLength: 100,
  buttons: { max: 3, labelLength: 20 },
  list: { max: 10, labelLength: 24, descriptionLength: 72 },
};
const none: Capabilities = { textLength: 100 };

describe('what can be chosen', () => {
  it('is on cards first, then among the replies, told apart by its words', () => {
    const activity = said({
      attachments: [
        card({ title: 'Shop', buttons: [pick('Shop, 5'), { type: 'openUrl', title: 'See', value: 'https://a.test' }] }),
        card({ title: 'Rates', subtitle: 'today', text: 'USD 1', buttons: [] }),
        card({ buttons: ['x', null, { type: 'imBack', title: 1, value: 'no' }] }),
        { contentType: 'image/png', content: { buttons: [pick('no card')] } },
        card(null),
      ],
      suggestedActions: { actions: [{ type: 'imBack', title: 'Stop', value: 'Stop' }] },
    });
    expect(labelsOf(activity)).toEqual(['Shop, 5', 'Stop']);
    expect(linksOf(activity)).toEqual([{ title: 'See', url: 'https://a.test' }]);
    expect(cardWords(activity)).toEqual(['Rates\ntoday\nUSD 1']);
  });

  it.each([
    [['A', 'B', 'C'], both, 'buttons'],
    [['A', 'B', 'C', 'D'], both, 'list'],
    [['x'.repeat(20)], both, 'buttons'],
    [['x'.repeat(21)], both, 'list'],
    [['x'.repeat(72)], both, 'list'],
    [['x'.repeat(73)], both, 'numbers'],
    [Array(11).fill('A'), both, 'numbers'],
    [['A'], none, 'numbers'],
  ] as [string[], Capabilities, string][])('%j is shown as fits best', (labels, capabilities, way) => {
    expect(wayToShow(labels, capabilities)).toBe(way);
  });

  it('has labels that fit, cut between characters, with the whole below', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), { maxLength: 10 }),
        fc.integer({ min: 2, max: 40 }),
        (labels, longest) => {
          const options = toOptions(said({}), labels, longest);
          expect(options.map(({ description, label }) => description ?? label)).toEqual(labels);
          for (const { label } of options) {
            expect(label.length).toBeLessThanOrEqual(longest);
            expect(label.isWellFormed()).toBe(true);
          }
          expect(new Set(options.map(({ id }) => id)).size).toBe(labels.length);
        },
      ),
    );
    expect(toOptions(said({}), ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦'], 15)).toEqual([{ id: '7.0', label: '👩‍👩‍👧‍👦…', description: '👩‍👩‍👧‍👦👩‍👩‍👧‍👦' }]);
  });
});

describe('a tap', () => {
  it('says what its option said, for as long as the log lives, and nothing where there is none', async () => {
    const harness = await createHarness();
    const chat = harness.chat({ locale: 'en' });
    await chat.say('I forgot my password');
    const { store } = harness.storage;
    const { activities } = await store.activitiesAfter(chat.id, 0, 'customer');
    const question = activities.find((activity) => labelsOf(activity).length);
    if (!question) throw new Error('nothing to choose from');
    const [label] = labelsOf(question);
    expect(await resolveOption(store, chat.id, optionId(question, 0))).toBe(label);
    await chat.say('human please');
    expect(await resolveOption(store, chat.id, optionId(question, 0))).toBe(label);
    const wrong = [
      optionId(question, 99),
      `${question.seq + 999}.0`,
      '0.0',
      '',
      'x',
      '1',
      '1.',
      '.1',
      '-1.0',
      '1e3.0',
      `${'9'.repeat(30)}.0`,
      '__proto__',
      '7.0 OR 1=1',
    ];
    for (const id of wrong) expect(await resolveOption(store, chat.id, id), id).toBeUndefined();
    expect(await resolveOption(store, 'another-conversation', optionId(question, 0))).toBeUndefined();
    await harness.close();
  });
});

describe('a typed number', () => {
  const asked = (labels: string[], owner: 'bot' | 'agent' = 'bot') =>
    ({
      owner: owner === 'bot' ? { kind: 'bot' } : { kind: 'agent', agentId: 'sari' },
      choices: labels.map((label) => ({ label, value: label })),
    }) as unknown as Conversation;

  it.each([
    ['1', 'A'],
    ['2', 'B'],
    [' 2 ', 'B'],
    ['2.', 'B'],
    ['2)', 'B'],
    ['(2)', 'B'],
    ['#2', 'B'],
    ['２', 'B'],
    ['②', 'B'],
    ['0', undefined],
    ['3', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1 2', undefined],
    ['100', undefined],
    ['one', undefined],
    ['', undefined],
  ])('%j says %j', (text, label) => {
    expect(numberedLabel(text, asked(['A', 'B']), none)).toBe(label);
  });

  it('is what it is where there are buttons, nobody asked, or an agent listens', () => {
    expect(numberedLabel('1', asked(['A', 'B']), both)).toBeUndefined();
    expect(numberedLabel('1', undefined, none)).toBeUndefined();
    expect(numberedLabel('1', asked([]), none)).toBeUndefined();
    expect(numberedLabel('1', asked(['A'], 'agent'), none)).toBeUndefined();
  });

  it('counts as they were shown: what is on cards first', () => {
    const conversation = asked(['Stop', 'Shop, 5']);
    Object.assign(conversation.choices[1] ?? {}, { onCard: true });
    expect(numberedLabel('1', conversation, none)).toBe('Shop, 5');
  });
});
