import { describe, expect, it } from 'vitest';
import { linkify, safeUrl } from '../../../src/web/shared/linkify.ts';
import { readActivitySet } from '../../../src/web/shared/wire.ts';

describe('links', () => {
  it.each(['javascript:alert(1)', 'data:text/html,x', ' vbscript:x', 'java\nscript:alert(1)', 'file:///etc/passwd', '', 7, null])(
    'are never made of %j',
    (url) => {
      expect(safeUrl(url)).toBeUndefined();
    },
  );

  it('are found in text, without the sentence around them', () => {
    const parts = linkify('See https://wallet.example/a?b=1, or (https://x.example). javascript:alert(1)');
    expect(parts.flatMap(({ href }) => href ?? [])).toEqual(['https://wallet.example/a?b=1', 'https://x.example/']);
    expect(parts.map(({ text }) => text).join('')).toBe('See https://wallet.example/a?b=1, or (https://x.example). javascript:alert(1)');
  });

  it('cost a long text no more than its length', () => {
    const text = 'https://'.repeat(8_000);
    const before = performance.now();
    expect(
      linkify(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('what the server sends', () => {
  it('is checked: a bad line stops nothing', () => {
    const good = { type: 'message', from: { id: 'bot' }, text: 'hi', timestamp: '2026-01-01T00:00:00Z' };
    const set = readActivitySet({ activities: [good, null, 7, { type: 'message' }, { ...good, text: 9 }], watermark: '3' });
    expect(set).toEqual({ activities: [good], watermark: '3' });
    expect([readActivitySet('x'), readActivitySet({})]).toEqual([undefined, undefined]);
  });
});
