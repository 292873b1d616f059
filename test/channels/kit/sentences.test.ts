import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../../src/channels/sentences.ts';

const graphemes = (text: string) => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
const bare = (text: string) => text.replace(/\s+/gu, '');
/** What people and the bot write: words, lines, scripts without blanks, characters of many parts. */
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.lorem({ mode: 'sentences', maxCount: 3 }),
  fc.constantFrom(
    'Rp 1.250.000,00. ',
    '您的密码已经重置。请再试一次！',
    '\n\n',
    '\n1. Shop\n2. Bus\n',
    '👩‍👩‍👧‍👦',
    '🇮🇩',
    'é',
    '👍🏽',
    ' ',
    '\t',
    'https://wallet.example.test/a?b=c ',
  ),
);
const anyText = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const locales = fc.constantFrom('id', 'en', 'zh', '', 'zh_CN', 'not a language');

describe('a text in parts', () => {
  it('is one where it fits, untouched', () => {
    fc.assert(
      fc.property(anyText, locales, (text, locale) => {
        expect(splitText(text, text.length, locale)).toEqual([text]);
      }),
    );
  });

  it('loses nothing but blanks at the ends, and keeps the order', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), locales, (text, longest, locale) => {
        expect(bare(splitText(text, longest, locale).join(''))).toBe(bare(text));
      }),
    );
  });

  it('has no part that is too long, as the provider counts, and none that is empty', () => {
    const counts = [(part: string) => part.length, (part: string) => Buffer.byteLength(part), (part: string) => [...part].length];
    fc.assert(
      fc.property(anyText, fc.integer({ min: 4, max: 60 }), locales, fc.constantFrom(...counts), (text, longest, locale, lengthOf) => {
        const parts = splitText(text, longest, locale, lengthOf);
        for (const part of parts) {
          expect(lengthOf(part)).toBeLessThanOrEqual(longest);
          if (parts.length > 1) expect(part.trim()).not.toBe('');
        }
      }),
    );
  });

  it('is never cut inside a character that fits', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 30, max: 60 }), locales, (text, longest, locale) => {
        fc.pre(graphemes(text).every((one) => one.length <= longest));
        const cut = splitText(text, longest, locale)
          .flatMap(graphemes)
          .filter((one) => one.trim());
        // What a blank stood between may join; what is one stays one.
        expect(cut.join('')).toBe(bare(text));
        const whole = new Set(graphemes(text));
        for (const one of splitText(text, longest, locale).flatMap(graphemes)) expect(whole.has(one) || whole.has(one.trim())).toBe(true);
      }),
    );
  });

  it('is cut inside a character that fits nowhere, but not inside a code point', () => {
    const zalgo = `z${'̈'.repeat(99)}`;
    const parts = splitText(zalgo, 10, 'en');
    expect(parts).toHaveLength(10);
    expect(parts.join('')).toBe(zalgo);
    const family = splitText('👩‍👩‍👧‍👦', 3, 'en');
    expect(family.join('')).toBe('👩‍👩‍👧‍👦');
    for (const part of family) expect(part.isWellFormed()).toBe(true);
  });

  it('ends at sentences and lines, then at words', () => {
    expect(splitText('First sentence. Second sentence.', 20, 'en')).toEqual(['First sentence.', 'Second sentence.']);
    expect(splitText('Pick one:\n1. Shop\n2. Bus', 18, 'en')).toEqual(['Pick one:\n1. Shop', '2. Bus']);
    expect(splitText('alpha beta gamma', 11, 'en')).toEqual(['alpha beta', 'gamma']);
    expect(splitText('您好。请再试一次。', 6, 'zh')).toEqual(['您好。', '请再试一次。']);
    expect(splitText('abcdefghij', 4, 'en')).toEqual(['abcd', 'efgh', 'ij']);
  });
});
