/** Messages by somebody who had seen neither the phrases nor the code; nothing may be trained or tuned on them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresOf, type Judgement } from '../../src/understanding/evaluate.ts';
import { createClassifier } from '../../src/understanding/index.ts';
import { data } from './data.ts';

// Somewhat below what the classifier must show on many more messages: with some 200 a language, luck moves a figure by two points.
const FLOORS: Record<string, { inScope: number; withRejection: number }> = {
  en: { inScope: 0.82, withRejection: 0.78 },
  id: { inScope: 0.84, withRejection: 0.8 },
  zh: { inScope: 0.86, withRejection: 0.83 },
};

const classifier = createClassifier(data);
const judged = readFileSync(join(import.meta.dirname, 'blind.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line): Judgement => {
    const { text, locale, intent } = JSON.parse(line) as { text: string; locale: string; intent: string };
    return { text, locale, intent, result: classifier.classify(text) };
  });
const figures = figuresOf(judged);

describe('messages that nobody here had seen', () => {
  it('are many, in every language', () => {
    expect(judged.length).toBeGreaterThan(800);
    expect(Object.keys(figures.inScope)).toEqual(Object.keys(data.languages));
    expect(Object.keys(FLOORS)).toEqual(Object.keys(data.languages));
  });

  it.each(Object.entries(FLOORS))('find their topic in %s', (locale, floor) => {
    expect(figures.inScope[locale]).toBeGreaterThanOrEqual(floor.inScope);
    expect(figures.withRejection[locale]).toBeGreaterThanOrEqual(floor.withRejection);
  });

  it('are left alone where they are about something else', () => {
    expect(figures.outOfScope.recall).toBeGreaterThanOrEqual(0.8);
    expect(figures.outOfScope.precision).toBeGreaterThanOrEqual(0.63);
  });

  it('get the right answer where the bot does not ask back', () => {
    expect(figures.answers.precision).toBeGreaterThanOrEqual(0.88);
  });

  it('are taken seriously where her money is in danger', () => {
    expect(figures.byIntent['account-compromised']?.recall).toBeGreaterThanOrEqual(0.9);
  });

  it('are judged as sure as they may be', () => {
    expect(figures.calibrationError).toBeLessThanOrEqual(0.06);
  });
});
