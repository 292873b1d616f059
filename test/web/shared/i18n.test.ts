/** Picking a language, filling in values, choosing the plural. */
import { describe, expect, it } from 'vitest';
import { matchLocale, translator } from '../../../src/web/shared/i18n.ts';

describe('the language', () => {
  const available = ['en', 'id', 'zh'];

  it.each([
    [['id'], 'id'],
    [['ID'], 'id'],
    [['zh-Hant-TW'], 'zh'],
    [['zh_CN'], 'zh'],
    [['fr', 'id-ID', 'en'], 'id'],
    [[undefined, null, '', 'zh'], 'zh'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('for %j is %s', (wishes, locale) => {
    expect(matchLocale(available, wishes)).toBe(locale);
  });

  it('is a region’s own where there is one', () => {
    expect(matchLocale(['pt', 'pt-BR'], ['pt-br'])).toBe('pt-BR');
    expect(matchLocale(['pt', 'pt-BR'], ['pt-PT'])).toBe('pt');
  });

  it('is the first one where there is no English', () => {
    expect(matchLocale(['id', 'zh'], ['fr'])).toBe('id');
    expect(matchLocale([], ['fr'])).toBe('en');
  });
});

describe('a text', () => {
  const texts = {
    hello: 'Hello, {name}!',
    twice: '{name} and {name}',
    minutes: { one: '{n} minute', other: '{n} minutes' },
    partial: { one: 'just one' },
  };

  it('has its values in their places', () => {
    const t = translator('en', texts);
    expect(t('hello', { name: 'Sinta' })).toBe('Hello, Sinta!');
    expect(t('twice', { name: '$& {name}' })).toBe('$& {name} and $& {name}');
  });

  it('shows a gap that nobody filled, and a key that nobody translated', () => {
    const t = translator('en', texts);
    expect(t('hello')).toBe('Hello, {name}!');
    expect(t('no.such.text')).toBe('no.such.text');
    expect(t('partial', { n: 2 })).toBe('partial');
  });

  it('writes numbers as the language does', () => {
    expect(translator('en', texts)('minutes', { n: 1_200 })).toBe('1,200 minutes');
    expect(translator('id', texts)('minutes', { n: 1_200 })).toBe('1.200 minutes');
  });

  it('takes the plural of the language', () => {
    const english = translator('en', texts);
    expect([0, 1, 2].map((n) => english('minutes', { n }))).toEqual(['0 minutes', '1 minute', '2 minutes']);
    // Indonesian and Chinese know no singular.
    expect(translator('id', texts)('minutes', { n: 1 })).toBe('1 minutes');
    const polish = translator('pl', { n: { one: 'minuta', few: 'minuty', many: 'minut', other: 'minuty (ułamek)' } });
    expect([1, 3, 5].map((n) => polish('n', { n }))).toEqual(['minuta', 'minuty', 'minut']);
  });
});
