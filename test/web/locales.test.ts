/** The pages' texts: every language has every sentence, with the same gaps to fill and the plurals that it knows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Phrase, Texts } from '../../src/web/shared/i18n.ts';
import { ROOT } from '../helpers/harness.ts';

const PAGES = ['widget', 'desk', 'demo'] as const;
type Language = { name: string } & Record<(typeof PAGES)[number], Texts>;

const folder = join(ROOT, 'src/web/locales');
const languages = new Map(
  readdirSync(folder).map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Language]),
);
const english = languages.get('en');

const variants = (phrase: Phrase | undefined): string[] => (typeof phrase === 'string' ? [phrase] : Object.values(phrase ?? {}));
const gapsOf = (pattern = '') => [...new Set([...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].toSorted();
const general = (phrase: Phrase | undefined) => (typeof phrase === 'string' ? phrase : phrase?.other);

it('are there in three languages, each with its own name', () => {
  expect([...languages.keys()].toSorted()).toEqual(['en', 'id', 'zh']);
  expect(new Set([...languages.values()].map(({ name }) => name)).size).toBe(3);
});

describe.each([...languages])('%s', (locale, language) => {
  it('has these pages and no others', () => {
    expect(Object.keys(language).toSorted()).toEqual(['name', ...PAGES].toSorted());
  });

  describe.each(PAGES)('%s', (page) => {
    const phrases = Object.entries(language[page]);

    it('has every sentence, and none too many', () => {
      expect(Object.keys(language[page]).toSorted()).toEqual(Object.keys(english?.[page] ?? {}).toSorted());
    });

    it('has the same gaps to fill', () => {
      for (const [key, phrase] of phrases) expect(gapsOf(general(phrase)), key).toEqual(gapsOf(general(english?.[page][key])));
    });

    it('says something in each', () => {
      for (const [key, phrase] of phrases) for (const text of variants(phrase)) expect(text.trim(), key).not.toBe('');
    });

    it('has the plurals that the language knows, and no others', () => {
      const known = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
      const plurals = phrases.filter(([, phrase]) => typeof phrase !== 'string');
      for (const [key, phrase] of plurals) expect(Object.keys(phrase).toSorted(), key).toEqual(known);
    });
  });
});
