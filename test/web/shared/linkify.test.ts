/** Links in what strangers write: only such as may be opened, without the sentence around them, and never slowly. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkify, safeUrl } from '../../../src/web/shared/linkify.ts';

const textOf = (text: string) =>
  linkify(text)
    .map((part) => part.text)
    .join('');
const linksOf = (text: string) => linkify(text).flatMap(({ text: shown, href }) => (href ? [shown] : []));

describe('a URL', () => {
  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    ' vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'blob:https://wallet.example/1',
    '//wallet.example',
    '/relative',
    'https://',
    '',
    7,
    null,
    undefined,
  ])('is not opened if it is %j', (url) => {
    expect(safeUrl(url)).toBeUndefined();
  });

  it('is not opened if a user name imitates its host', () => {
    expect(safeUrl('https://wallet.example@evil.example/')).toBeUndefined();
    expect(safeUrl('https://:secret@evil.example/')).toBeUndefined();
    expect(linksOf('go to https://wallet.example@evil.example/ now')).toEqual([]);
  });

  it('is opened if it is http or https', () => {
    expect(safeUrl('https://wallet.example/a b')).toBe('https://wallet.example/a%20b');
    expect(safeUrl('HTTP://wallet.example')).toBe('http://wallet.example/');
  });
});

describe('links in a text', () => {
  it.each([
    ['See https://x.example/a?b=1, please.', 'https://x.example/a?b=1'],
    ['Is it https://x.example?!', 'https://x.example'],
    ['(https://x.example/a).', 'https://x.example/a'],
    ['https://x.example/wiki/A_(b).', 'https://x.example/wiki/A_(b)'],
    ['**https://x.example/a**', 'https://x.example/a'],
    ['"https://x.example/a"', 'https://x.example/a'],
    ['<a href=https://x.example/a>', 'https://x.example/a'],
    ['请打开https://x.example/a。然后登录', 'https://x.example/a'],
    ['见https://x.example/a，谢谢', 'https://x.example/a'],
    ['HTTPS://X.EXAMPLE/A', 'HTTPS://X.EXAMPLE/A'],
  ])('of %j', (text, link) => {
    expect(linksOf(text)).toEqual([link]);
    expect(textOf(text)).toBe(text);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'x.example', 'https://', 'ftp://x.example', '<b>no</b>'])(
    'are none in %j',
    (text) => {
      expect(linkify(text)).toEqual([{ text }]);
    },
  );

  it('leave the text as it was, whatever it is, and open nothing unsafe', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'x.example',
      ')',
      '(',
      '.',
      '@',
      ' ',
      '\n',
      'javascript:',
      '。',
      '\ud800',
      '%',
      '/',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(textOf(text)).toBe(text);
        for (const { href } of linkify(text)) if (href) expect(safeUrl(href)).toBe(href);
      }),
      { numRuns: 500 },
    );
  });
});

describe('64 KB of text', () => {
  // In one pass it takes a few milliseconds; with a backtracking expression, more than a second.
  it.each([
    ['links', (length: number) => 'https://'.repeat(length / 8)],
    ['full stops in a link', (length: number) => `https://x.example/${'.'.repeat(length)}x`],
    ['brackets in a link', (length: number) => `https://x.example/${')'.repeat(length)}x)`],
    ['punctuation at the end', (length: number) => `https://x.example/${').'.repeat(length / 2)}`],
    ['letters', (length: number) => 'h'.repeat(length)],
  ])('of %s is gone through in one pass', (_name, make) => {
    const text = make(64 * 1024);
    expect(textOf(text)).toBe(text);
    expect(fastest(() => linkify(text))).toBeLessThan(250);
  });
});

/** Milliseconds of the best of three: a busy machine slows some of them, a bad algorithm all. */
function fastest(work: () => void): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = performance.now();
      work();
      return performance.now() - before;
    }),
  );
}
