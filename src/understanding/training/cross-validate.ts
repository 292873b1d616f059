/** How well the classifier does on phrases it never saw, nor their like, nor fitted a threshold on. */
import type { Judgement } from '../evaluate.ts';
import { createClassifier, type LanguageData, parseLanguages } from '../index.ts';
import { calibrated, foldsOf, judgeBy, phrasesOf, trainWeights } from './train.ts';

const FOLDS = 4;

export function crossValidate(data: LanguageData): Judgement[] {
  const languages = parseLanguages(data);
  const phrases = phrasesOf(data.utterances);
  const intents = [...new Set(phrases.map(({ intent }) => intent))].sort();
  const parts = foldsOf(phrases, FOLDS).map((held) => {
    const unseen = new Set(held);
    const model = trainWeights(
      phrases.filter((phrase) => !unseen.has(phrase)),
      languages,
      intents,
    );
    return { held, model, judged: judgeBy(model, held, languages) };
  });
  return parts.flatMap(({ held, model }, index) => {
    const others = parts.filter((_, other) => other !== index).flatMap(({ judged }) => judged);
    const classifier = createClassifier(data, { model: calibrated(model, others) });
    return held.map(({ text, locale, intent }) => ({ text, locale, intent, result: classifier.classify(text) }));
  });
}
