/** Each channel's messages as literal wire forms. */
import { beforeAll, describe, expect, it } from 'vitest';
import { lookOf } from '../../../src/channels/botframework/looks.ts';
import { toWire } from '../../../src/channels/botframework/wire.ts';
import { type Activity, type Attachment, BOT } from '../../../src/core/activity.ts';
import { HERO_CARD } from '../../../src/core/cards.ts';
import type { Texts } from '../../../src/core/render.ts';
import { loadWorld } from '../../helpers/harness.ts';

let texts: Texts;
beforeAll(async () => {
  ({ texts } = (await loadWorld()).world);
});

const reply = (label: string) => ({ type: 'imBack' as const, title: label, value: label });
const replies = (...labels: string[]) => ({ suggestedActions: { actions: labels.map(reply) } });
const link: Attachment = {
  contentType: HERO_CARD,
  content: { buttons: [{ type: 'openUrl', title: 'Open it', value: 'https://wallet.example.test/r' }] },
};
const order = (label: string): Attachment => ({
  contentType: HERO_CARD,
  content: { title: label, buttons: [{ type: 'imBack', title: 'Choose', value: label }] },
});
const picture: Attachment = { contentType: 'image/png', name: 'photo.png', contentUrl: 'https://desk.example.test/files/1' };
const paper: Attachment = { contentType: 'application/pdf', name: 'paper.pdf', contentUrl: 'https://desk.example.test/files/2' };

function wire(channelId: string, activity: Partial<Activity>) {
  const entry: Activity = {
    id: 'c|i|0',
    seq: 7,
    type: 'message',
    timestamp: '2026-11-24T03:00:00.000Z',
    conversationId: 'c',
    from: BOT,
    visibility: 'customer',
    locale: 'en',
    ...activity,
  };
  return toWire(entry, { texts, customerId: 'u', channelId });
}

const plain = { type: 'message', textFormat: 'plain', inputHint: 'acceptingInput', locale: 'en' };
const beside = (...labels: string[]) => ({
  inputHint: 'expectingInput',
  suggestedActions: { to: ['u'], actions: labels.map(reply) },
});

describe('Teams', () => {
  it('shows up to three replies beside where she types', () => {
    expect(wire('msteams', { text: 'Which?', ...replies('A', 'B', 'C') })).toEqual([
      { ...plain, text: 'Which?', ...beside('A', 'B', 'C') },
    ]);
  });

  const card = (text: string, actions: unknown[]) => ({
    ...plain,
    summary: text,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          version: '1.4',
          body: [{ type: 'TextBlock', text, wrap: true }],
          actions,
        },
      },
    ],
  });
  const say = (label: string) => ({ type: 'Action.Submit', title: label, data: { msteams: { type: 'imBack', value: label } } });

  it('shows more of them on an Adaptive Card', () => {
    expect(wire('msteams', { text: 'Which?', ...replies('A', 'B', 'C', 'D') })).toEqual([card('Which?', ['A', 'B', 'C', 'D'].map(say))]);
  });

  it('shows links and things to choose from on an Adaptive Card, with the replies', () => {
    expect(wire('msteams', { text: 'Here', attachments: [link], ...replies('Thanks') })).toEqual([
      card('Here', [{ type: 'Action.OpenUrl', title: 'Open it', url: 'https://wallet.example.test/r' }, say('Thanks')]),
    ]);
    expect(wire('msteams', { text: 'Which?', attachments: [order('Shop, 5'), order('Bus, 2')] })).toEqual([
      card('Which?', [say('Shop, 5'), say('Bus, 2')]),
    ]);
  });

  it('has rows of at most six', () => {
    const labels = ['1', '2', '3', '4', '5', '6', '7', '8'];
    const [message] = wire('msteams', { text: 'Which?', ...replies(...labels) });
    expect(message?.attachments?.[0]?.content).toMatchObject({
      body: [
        { type: 'TextBlock' },
        { type: 'ActionSet', actions: labels.slice(0, 6).map(say) },
        { type: 'ActionSet', actions: labels.slice(6).map(say) },
      ],
      actions: [],
    });
  });

  it('gets pictures as attachments and other files as links', () => {
    expect(wire('msteams', { text: 'See', attachments: [picture, paper] })).toEqual([
      { ...plain, text: 'See' },
      { ...plain, attachments: [picture] },
      { ...plain, text: 'paper.pdf: https://desk.example.test/files/2' },
    ]);
  });

  it('gets a long text in parts, the card with the last', () => {
    const text = `${'One sentence. '.repeat(900)}The end.`;
    const messages = wire('msteams', { text, ...replies('A', 'B', 'C', 'D') });
    expect(messages).toHaveLength(2);
    expect(messages[0]?.attachments).toBeUndefined();
    expect(messages[1]?.summary?.length).toBeLessThanOrEqual(200);
    for (const message of messages) expect(Buffer.byteLength(JSON.stringify(message), 'utf16le')).toBeLessThan(40_960);
  });

  it('gets no events but their words', () => {
    const agent = { id: 'agent:sari', name: 'Sari', role: 'agent' } as const;
    expect(wire('msteams', { type: 'event', name: 'handoff.initiate', value: {} })).toEqual([]);
    expect(wire('msteams', { type: 'endOfConversation' })).toEqual([]);
    expect(wire('msteams', { type: 'event', name: 'handoff.status', value: { state: 'accepted' }, from: agent })).toEqual([
      { ...plain, text: texts.format('en', '_common.event.accepted', { name: 'Sari' }) },
    ]);
  });
});

describe('Slack', () => {
  it('shows replies and links as buttons on a card', () => {
    expect(wire('slack', { text: 'Which?', attachments: [link], ...replies('A', 'B') })).toEqual([
      {
        ...plain,
        text: 'Which?',
        attachments: [
          {
            contentType: HERO_CARD,
            content: { buttons: [reply('A'), reply('B'), { type: 'openUrl', title: 'Open it', value: 'https://wallet.example.test/r' }] },
          },
        ],
      },
    ]);
  });

  it('numbers what is too long for a button', () => {
    const long = 'Shop '.repeat(20).trim();
    expect(wire('slack', { text: 'Which?', ...replies(long, 'B') })).toEqual([
      { ...plain, text: `Which?\n\n1. ${long}\n2. B\n\n${texts.format('en', '_common.reply-with-number')}` },
    ]);
  });
});

describe('Facebook and LINE', () => {
  it.each(['facebook', 'line'])('%s shows short replies beside where she types, and numbers long ones', (channelId) => {
    expect(wire(channelId, { text: 'Which?', ...replies('A', 'B') })).toEqual([{ ...plain, text: 'Which?', ...beside('A', 'B') }]);
    const [message] = wire(channelId, { text: 'Which?', ...replies('A label that is longer than twenty', 'B') });
    expect(message?.text).toContain('1. A label that is longer than twenty\n2. B');
    expect(message?.suggestedActions).toBeUndefined();
  });

  it('write links out where there is no button for them', () => {
    expect(wire('line', { text: 'Here', attachments: [link] })).toEqual([
      { ...plain, text: 'Here\n\nOpen it: https://wallet.example.test/r' },
    ]);
  });
});

describe('where there is nothing to tap', () => {
  it.each(['sms', 'email', 'groupme'])('%s numbers everything and keeps to its length', (channelId) => {
    const [message] = wire(channelId, { text: 'Which?', attachments: [order('Shop, 5')], ...replies('Stop') });
    expect(message).toEqual({
      ...plain,
      text: `Which?\n\n1. Shop, 5\n2. Stop\n\n${texts.format('en', '_common.reply-with-number')}`,
    });
    const { textLength } = lookOf(channelId).capabilities;
    const parts = wire(channelId, { text: 'One sentence. '.repeat(5_000) });
    expect(parts.length).toBeGreaterThan(1);
    for (const { text } of parts) expect(text?.length).toBeLessThanOrEqual(textLength);
  });
});

describe('a client of one’s own', () => {
  it.each(['emulator', 'webchat', 'directline', 'a-bridge-of-theirs', '__proto__'])('%s gets everything as it is', (channelId) => {
    expect(wire(channelId, { text: 'Which?', attachments: [order('Shop, 5'), paper], ...replies('Stop') })).toEqual([
      { ...plain, text: 'Which?', ...beside('Stop'), attachments: [order('Shop, 5'), paper] },
    ]);
    expect(wire(channelId, { type: 'event', name: 'handoff.initiate', value: { a: 1 } })).toEqual([
      { type: 'event', name: 'handoff.initiate', locale: 'en', value: { a: 1 } },
    ]);
  });
});
