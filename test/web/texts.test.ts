/** The pages' texts: every language has every sentence, with the same gaps to fill. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Phrase = string | Record<string, string>;
type Texts = Record<string, Phrase>;
const FOLDER = 'src/web/locales';
const files = Object.fromEntries(
  readdirSync(FOLDER).map((name) => [name, JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Record<string, Texts | string>]),
);
const gaps = (phrase: Phrase) =>
  [
    ...new Set([...(typeof phrase === 'string' ? phrase : (phrase.other ?? '')).matchAll(/\{(\w+)\}/g)].map((match) => match[1])),
  ].toSorted();

describe.each(Object.keys(files))('%s', (name) => {
  it.each(['widget', 'desk', 'demo'])('has all of %s', (page) => {
    const english = files['en.json']?.[page] as Texts;
    const texts = files[name]?.[page] as Texts;
    expect(Object.keys(texts).toSorted()).toEqual(Object.keys(english).toSorted());
    for (const [key, phrase] of Object.entries(texts)) {
      expect(gaps(phrase), `${page} ${key}`).toEqual(gaps(english[key] ?? ''));
      expect(JSON.stringify(phrase)).not.toBe('""');
    }
  });
});
