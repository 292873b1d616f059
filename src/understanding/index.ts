/** Understanding: what a message is about, in which language, and the facts in it. No language is named in code. */
import type { CountryCode } from 'libphonenumber-js/max';
import type { Classifier } from '../ports/classifier.ts';
import { decide, type Ranked } from './bands.ts';
import { type ClosedMatcher, createClosedMatcher } from './closed-classes.ts';
import { createLanguageDetector, type Detected } from './detect-language.ts';
import { createFactFinder } from './facts/facts.ts';
import { type LanguageFile, parseLanguageFile } from './language-file.ts';
import { createScorer, type Model } from './model.ts';
import { modelKey, readModel, removeOtherModels, writeModel } from './model-file.ts';
import { fold, generalise, wordsOf } from './normalise.ts';
import { createMoodReader } from './mood.ts';
import { createReaders } from './read.ts';
import { phrasesOf, trainModel } from './training/train.ts';

export interface LanguageData {
  /** Locale → intent → phrases; the intent `none` holds what is about something else. */
  utterances: Record<string, Record<string, string[]>>;
  /** Locale → its `_language.json`, as read. */
  languages: Record<string, unknown>;
}

export interface ClassifierOptions {
  /** ISO 3166 country whose phone numbers are written without a country code. */
  region?: CountryCode;
  /** IANA name of the customers' time zone, for "yesterday". */
  timeZone?: string;
  /** Trained already; without it the file of the build is taken, or the model is trained on the spot. */
  model?: Model;
}

/** Set phrases that are the whole message. */
const CLOSED = 0.98;
/** Several set phrases of different kinds. */
const JOINED = 0.9;
const CLEAR_LANGUAGE = 0.8;

/** @throws {Error} naming the locale whose `_language.json` is not as it should be */
export function createClassifier(
  data: LanguageData,
  { region = 'ID', timeZone = 'Asia/Jakarta', model: given }: ClassifierOptions = {},
): Classifier {
  const languages = parseLanguages(data);
  const model = given ?? loadOrTrain(data, languages);
  const detect = createLanguageDetector(languages, model.words);
  const closed = new Map(Object.entries(languages).map(([locale, file]) => [locale, createClosedMatcher(file)]));
  const readers = createReaders(languages, model.words);
  const scorer = createScorer(model);
  const factsIn = createFactFinder(
    Object.values(languages).flatMap(({ entities }) => entities ?? []),
    { region, timeZone },
  );
  const moodOf = createMoodReader(languages);

  return {
    classify: (text, locale, now) => {
      const folded = fold(text);
      const general = generalise(folded);
      const words = wordsOf(folded);
      const detected = detect(general);
      const mood = moodOf(text, words);
      const candidates = candidateLocales([...closed.keys()], detected, locale);
      const score = () => scorer.score(readers.of(candidates[0]).read(general)).ranked;
      const set = closedRanking(closed, candidates, words, score);
      return {
        ...decide(set ?? score(), set ? 0 : model.answerFrom),
        ...(detected.language && { language: detected.language }),
        entities: factsIn(text, now),
        ...(mood && { mood }),
      };
    },
  };
}

/** Trains unless it is done; a start finds the outcome. @returns whether it had to */
export function prepareModel(data: LanguageData): boolean {
  const key = modelKey({ utterances: data.utterances, languages: data.languages });
  const found = readModel(key) !== undefined;
  if (!found) loadOrTrain(data, parseLanguages(data));
  removeOtherModels(key);
  return !found;
}

function loadOrTrain(data: LanguageData, languages: Record<string, LanguageFile>): Model {
  const key = modelKey({ utterances: data.utterances, languages: data.languages });
  const found = readModel(key);
  if (found) return found;
  const model = trainModel(phrasesOf(data.utterances), languages);
  writeModel(key, model);
  return model;
}

export function parseLanguages(data: LanguageData): Record<string, LanguageFile> {
  return Object.fromEntries(Object.entries(data.languages).map(([locale, json]) => [locale, parseLanguageFile(locale, json)]));
}

/** The message's own language first; where that is unclear, the conversation's and all of its script. */
function candidateLocales(all: string[], { odds, language }: Detected, hint: string | undefined): string[] {
  const likely = [...odds].filter(([, odd]) => odd > 0).sort(([, a], [, b]) => b - a);
  const locales = language && language.confidence >= CLEAR_LANGUAGE ? [language.locale] : likely.map(([locale]) => locale);
  const hinted = hint !== undefined && all.includes(hint) ? [hint] : [];
  const first = language ? [...locales, ...hinted] : [...hinted, ...locales];
  // Without letters ("👍") any language's set phrases will do.
  return [...new Set(locales.length ? first : [...hinted, ...all])];
}

function closedRanking(matchers: Map<string, ClosedMatcher>, locales: string[], words: string, score: () => Ranked): Ranked | undefined {
  for (const locale of locales) {
    const match = matchers.get(locale)?.(words);
    if (!match) continue;
    if (match.single) return [{ intent: match.intent, score: CLOSED }];
    // "ok thanks" is both; whichever the phrases clearly say, else the more weighty one.
    const kinds = [match.intent, ...match.others];
    const said = score()[0];
    const lead = said && said.score >= 0.6 && kinds.includes(said.intent) ? said.intent : match.intent;
    return [{ intent: lead, score: JOINED }, ...kinds.filter((kind) => kind !== lead).map((intent) => ({ intent, score: JOINED / 2 }))];
  }
  return undefined;
}
