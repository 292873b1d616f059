import { beforeAll, describe, expect, it } from 'vitest';
import type { Capabilities } from '../../../src/channels/capabilities.ts';
import { render } from '../../../src/channels/render.ts';
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
  content: { title: 'Receipt', buttons: [{ type: 'openUrl', title: 'Open it', value: 'https://w.test/r' }] },
};

function shown(activity: Partial<Activity>, capabilities: Capabilities) {
  const entry = {
    id: 'c|i|0',
    seq: 7,
    type: 'message',
    timestamp: '',
    conversationId: 'c',
    from: BOT,
    visibility: 'customer',
    locale: 'en',
  } as const;
  return render({ ...entry, ...activity }, capabilities, texts);
}

const plain: Capabilities = { textLength: 60 };
const rich: Capabilities = {
  textLength: 60,
  buttons: { max: 2, labelLength: 10, textLength: 30 },
  list: { max: 4, labelLength: 10, descriptionLength: 30, textLength: 40 },
  linkButtons: { max: 1, labelLength: 10, besideOptions: false, textLength: 20 },
};

describe('an activity as a provider’s messages', () => {
  it('is its text', () => {
    expect(shown({ text: 'Hi' }, plain)).toEqual([{ text: 'Hi' }]);
    expect(shown({ text: '' }, plain)).toEqual([]);
  });

  it('has buttons, else a list, else numbers', () => {
    expect(shown({ text: 'Which?', ...replies('A', 'B') }, rich)).toEqual([
      {
        text: 'Which?',
        options: {
          kind: 'buttons',
          items: [
            { id: '7.0', label: 'A' },
            { id: '7.1', label: 'B' },
          ],
        },
      },
    ]);
    expect(shown({ text: 'Which?', ...replies('A', 'B', 'A longer label') }, rich)).toEqual([
      {
        text: 'Which?',
        options: {
          kind: 'list',
          items: [
            { id: '7.0', label: 'A' },
            { id: '7.1', label: 'B' },
            { id: '7.2', label: 'A longer…', description: 'A longer label' },
          ],
        },
      },
    ]);
    const number = texts.format('en', '_common.reply-with-number');
    expect(shown({ text: 'Which?', ...replies('A', 'B') }, { textLength: 500 })).toEqual([{ text: `Which?\n\n1. A\n2. B\n\n${number}` }]);
    expect(shown({ text: 'Which?', locale: 'id', ...replies('A') }, { textLength: 500 })[0]?.text).toContain(
      texts.format('id', '_common.reply-with-number'),
    );
  });

  it('has links as buttons where they fit, else written out', () => {
    expect(shown({ text: 'Here', attachments: [link] }, rich)).toEqual([
      { text: 'Here\n\nReceipt', links: [{ title: 'Open it', url: 'https://w.test/r' }] },
    ]);
    expect(shown({ text: 'Here', attachments: [link] }, plain)).toEqual([{ text: 'Here\n\nReceipt\n\nOpen it: https://w.test/r' }]);
    const [beside] = shown({ text: 'Here', attachments: [link], ...replies('A') }, rich).slice(-1);
    expect(beside).toMatchObject({ options: { kind: 'buttons' } });
    expect(beside?.links).toBeUndefined();
  });

  it('has what can be tapped under the last part, which is as short as that takes', () => {
    const text = 'One sentence. Another sentence. A third one. And a fourth.';
    expect(shown({ text }, rich)).toHaveLength(1);
    const parts = shown({ text, ...replies('A', 'B') }, rich);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.text.length).toBeLessThanOrEqual(30);
    expect(parts.map(({ options }) => options !== undefined)).toEqual(parts.map((_part, index) => index === parts.length - 1));
  });

  it('has files of their own after the words', () => {
    const file = { contentType: 'application/pdf', contentUrl: 'https://desk.test/files/1' };
    expect(shown({ text: 'See', attachments: [{ ...file, name: 'a.pdf' }, file] }, plain)).toEqual([
      { text: 'See' },
      { text: '', file: { ...file, name: 'a.pdf' } },
      { text: '', file: { ...file, name: 'file' } },
    ]);
  });

  it('is the words of news, and nothing for what is none', () => {
    const agent = { id: 'agent:sari', name: 'Sari', role: 'agent' } as const;
    expect(shown({ type: 'event', name: 'secret.masked', locale: 'id' }, { textLength: 500 })).toEqual([
      { text: texts.format('id', '_common.secret-masked') },
    ]);
    expect(shown({ type: 'event', name: 'handoff.status', value: { state: 'accepted' }, from: agent }, { textLength: 500 })).toEqual([
      { text: texts.format('en', '_common.event.accepted', { name: 'Sari' }) },
    ]);
    for (const quiet of ['handoff.initiate', 'handoff.status', 'anything', undefined])
      expect(shown({ type: 'event', name: quiet as never }, plain)).toEqual([]);
    expect(shown({ type: 'trace' }, plain)).toEqual([]);
    expect(shown({ type: 'endOfConversation' }, plain)).toEqual([]);
  });
});
