/** What the server sends is checked, not believed: an entry that the page could not show is left out, the rest is shown. */
import { describe, expect, it } from 'vitest';
import { isObject, readActivitySet } from '../../../src/web/shared/wire.ts';

const GOOD = { type: 'message', from: { id: 'bot' }, text: 'hi', timestamp: '2026-01-01T00:00:00Z' };

describe('an activity set', () => {
  it.each([undefined, null, 'x', 7, [], {}, { activities: 'x' }, { activities: null }])('is not %j', (json) => {
    expect(readActivitySet(json)).toBeUndefined();
  });

  it('has a watermark only if it is a text', () => {
    expect(readActivitySet({ activities: [], watermark: '3' })).toEqual({ activities: [], watermark: '3' });
    expect(readActivitySet({ activities: [], watermark: 3 })).toEqual({ activities: [] });
  });

  it('keeps what is good, with all that it carries', () => {
    const full = {
      ...GOOD,
      attachments: [{ contentType: 'image/png', contentUrl: 'https://x.example/a.png' }],
      suggestedActions: { actions: [{ title: 'Yes', value: 'yes' }] },
      channelData: { 'webchat:sequence-id': 3, later: { unknown: true } },
    };
    const event = { type: 'event', from: { id: 'bot', name: 'Bot' }, name: 'queue.update', value: { position: 1 } };
    expect(readActivitySet({ activities: [full, event] })).toEqual({ activities: [full, { ...event, timestamp: '' }] });
  });

  it.each([
    ['nothing', null],
    ['no object', 7],
    ['a list', []],
    ['no type', { ...GOOD, type: undefined }],
    ['no sender', { ...GOOD, from: undefined }],
    ['a sender without an id', { ...GOOD, from: { name: 'x' } }],
    ['a sender whose name is no text', { ...GOOD, from: { id: 'bot', name: 7 } }],
    ['a text that is none', { ...GOOD, text: { html: '<b>' } }],
    ['a time that is none', { ...GOOD, timestamp: 'soon' }],
    ['a time in numbers', { ...GOOD, timestamp: 7 }],
    ['attachments that are no list', { ...GOOD, attachments: 'x' }],
    ['an attachment without a type', { ...GOOD, attachments: [{ contentUrl: 'https://x.example' }] }],
    ['an attachment that is nothing', { ...GOOD, attachments: [null] }],
    ['replies that are no list', { ...GOOD, suggestedActions: { actions: 'x' } }],
    ['a reply without a value', { ...GOOD, suggestedActions: { actions: [{ title: 'Yes' }] } }],
    ['a reply that is a text', { ...GOOD, suggestedActions: { actions: ['Yes'] } }],
  ])('leaves out an entry with %s', (_name, bad) => {
    expect(readActivitySet({ activities: [bad, GOOD, bad] })).toEqual({ activities: [GOOD] });
  });
});

it('tells objects from what else JSON has', () => {
  expect([{}, { a: 1 }].every(isObject)).toBe(true);
  expect([null, undefined, [], 'x', 7, true].some(isObject)).toBe(false);
});
