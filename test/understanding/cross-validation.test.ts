import { describe, expect, it } from 'vitest';
import { createClassifier, type LanguageData } from '../../src/understanding/index.ts';
import { data } from './data.ts';

const FOLDS = 5;

interface Figures {
  inScope: number;
  right: number;
  wrongAnswers: number;
  none: number;
  noneAnswered: number;
}

/** Every phrase is judged by a classifier that never saw it. */
function crossValidate(): Map<string, Figures> {
  const figures = new Map(
    Object.keys(data.utterances).map((locale) => [locale, { inScope: 0, right: 0, wrongAnswers: 0, none: 0, noneAnswered: 0 }]),
  );
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const classifier = createClassifier({ ...data, utterances: select((index) => index % FOLDS !== fold) });
    for (const [locale, intents] of Object.entries(select((index) => index % FOLDS === fold))) {
      const sums = figures.get(locale);
      if (!sums) throw new Error(`no figures for ${locale}`);
      for (const [intent, phrases] of Object.entries(intents)) {
        for (const phrase of phrases) {
          const result = classifier.classify(phrase, locale);
          if (intent === 'none') {
            sums.none += 1;
            if (result.band === 'answer') sums.noneAnswered += 1;
          } else {
            sums.inScope += 1;
            if (result.intent === intent) sums.right += 1;
            else if (result.band === 'answer') sums.wrongAnswers += 1;
          }
        }
      }
    }
  }
  return figures;
}

function select(keep: (index: number) => boolean): LanguageData['utterances'] {
  const chosen = Object.entries(data.utterances).map(([locale, intents]) => [
    locale,
    Object.fromEntries(Object.entries(intents).map(([intent, phrases]) => [intent, phrases.filter((_, index) => keep(index))])),
  ]);
  return Object.fromEntries(chosen);
}

describe('five-fold cross-validation over our own phrases', () => {
  const percent = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10;

  for (const [locale, { inScope, right, wrongAnswers, none, noneAnswered }] of crossValidate()) {
    // The figures are the test's name, so that every run shows them.
    const figures = `${percent(right, inScope)} % right, ${percent(wrongAnswers, inScope)} % answered wrongly, ${percent(noneAnswered, none)} % of other topics taken for ours`;
    it(`${locale}: ${figures}`, () => {
      expect(inScope).toBeGreaterThan(200);
      expect(right / inScope).toBeGreaterThan(0.9);
      expect(wrongAnswers / inScope).toBeLessThan(0.05);
      // A third of these are near misses on purpose: "my payment went through", "where is the nearest agent".
      expect(noneAnswered / none).toBeLessThan(0.15);
    });
  }

  it.each(Object.entries(data.utterances))('%s has phrases enough', (_, intents) => {
    expect(intents['reset-password']?.length).toBeGreaterThanOrEqual(50);
    expect(intents['talk-to-human']?.length).toBeGreaterThanOrEqual(50);
    expect(intents.none?.length).toBeGreaterThanOrEqual(60);
    const all = Object.values(intents).flat();
    expect(new Set(all).size).toBe(all.length);
  });
});
