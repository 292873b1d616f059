import { describe, expect, it } from 'vitest';
import { toAdaptiveCard } from '../../../src/channels/botframework/card.ts';
import { type Activity, BOT } from '../../../src/core/activity.ts';

function said(activity: Partial<Activity>): Activity {
  return { id: 'c|i|0', seq: 1, type: 'message', timestamp: '', conversationId: 'c', from: BOT, visibility: 'customer', ...activity };
}

const hero = (buttons: { type: string; title: string; value: string }[]) => ({
  contentType: 'application/vnd.microsoft.card.hero',
  content: { buttons },
});

describe('the card an invoke is answered with', () => {
  it('holds all texts, all links and the last quick replies', () => {
    const card = toAdaptiveCard(
      [
        said({ text: 'One', suggestedActions: { actions: [{ type: 'imBack', title: 'Old', value: 'Old' }] } }),
        said({ type: 'event', name: 'handoff.initiate' }),
        said({
          text: 'Two',
          attachments: [hero([{ type: 'openUrl', title: 'Open', value: 'https://wallet.example.test/r' }])],
          suggestedActions: { actions: [{ type: 'imBack', title: 'Yes', value: 'Yes' }] },
        }),
      ],
      'Action.Submit',
    );
    expect(card).toMatchObject({
      body: [{ text: 'One' }, { text: 'Two' }],
      actions: [
        { type: 'Action.OpenUrl', title: 'Open', url: 'https://wallet.example.test/r' },
        { type: 'Action.Submit', title: 'Yes', data: { text: 'Yes' } },
      ],
    });
  });

  it('shows signs as signs, not as Markdown', () => {
    const card = toAdaptiveCard([said({ text: '[tap](http://x.test) *now* <b>a_b</b>' })], 'Action.Execute');
    expect(card).toMatchObject({ body: [{ text: '\\[tap\\](http://x.test) \\*now\\* <b>a\\_b</b>' }] });
  });

  it('is none when nothing was said', () => {
    expect(toAdaptiveCard([said({ type: 'event', name: 'handoff.initiate' })], 'Action.Execute')).toBeUndefined();
  });

  it('takes no buttons from content that has none', () => {
    const odd = [
      hero([{ type: 'call', title: 'Call', value: 'tel:1' }]),
      { contentType: 'image/png', content: 'x' },
      { contentType: 'a/b', content: { buttons: ['x'] } },
    ];
    expect(toAdaptiveCard([said({ text: 'Hi', attachments: odd })], 'Action.Execute')).toMatchObject({ actions: [] });
  });
});
