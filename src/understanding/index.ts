/** Understanding: what a message is about, in which language, and the facts in it. No language is named in code. */
import type { CountryCode } from 'libphonenumber-js/max';
import type { Classification } from '../core/turn-types.ts';
import type { Classifier } from '../ports/classifier.ts';
import { decide, type Ranked } from './bands.ts';
import { type ClosedMatchers, createClosedMatchers } from './closed-classes.ts';
import { createLanguageDetector, type Detected } from './detect-language.ts';
import { createFactFinder } from './facts/facts.ts';
import { type LanguageFile, parseLanguageFile } from './language-file.ts';
import { createScorer, type Model } from './model.ts';
import { hasModel, modelKey, readModel, removeOtherModels, writeModel } from './model-file.ts';
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
/** After the start. */
const WARM_UP_MS = 1_000;
/** A word that no language has, and a number. */
const WARMING = 'qzxwvj 0812 3456 7890';

/** @throws {Error} naming the locale whose `_language.json` is not as it should be */
export function createClassifier(
  data: LanguageData,
  { region = 'ID', timeZone = 'Asia/Jakarta', model: given }: ClassifierOptions = {},
): Classifier {
  const key = given ? undefined : keyOf(data);
  const known = key !== undefined && hasModel(key);
  // What a file's model was trained from was checked then.
  const languages = known ? (data.languages as Record<string, LanguageFile>) : parseLanguages(data);
  const model = once(() => given ?? (known ? readModel(key) : undefined) ?? trainAndWrite(data, parseLanguages(data)));
  // Training takes seconds, for which a customer is not to wait; reading does not.
  if (!known) model();
  const detector = once(() => createLanguageDetector(model().tables.groups));
  const locales = Object.keys(languages);
  const closed = createClosedMatchers(languages);
  const readers = once(() => createReaders(languages, model().tables));
  const scorer = once(() => createScorer(model()));
  const factsIn = once(() => {
    const words = Object.values(languages).flatMap(({ entities }) => entities ?? []);
    return createFactFinder(words, { region, timeZone });
  });
  const moodOf = once(() => createMoodReader(languages));

  const warmUp = () => {
    for (const locale of locales) {
      closed(locale, WARMING);
      readers().of(locale).read(WARMING);
    }
    detector()(WARMING);
    factsIn()(WARMING, 0);
    moodOf()(WARMING, WARMING);
  };
  // Stemmers, word lists and the like: neither the start nor a customer waits for them.
  setTimeout(warmUp, WARM_UP_MS).unref();

  return {
    classify: (text, locale, now) => {
      const folded = once(() => fold(text));
      const words = once(() => wordsOf(folded()));
      const general = once(() => generalise(folded()));
      const detected = once(() => detector()(general()));
      const topic = once(() => {
        const candidates = candidateLocales(locales, detected(), locale);
        const score = once(() => scorer().score(readers().of(candidates[0]).read(general())).ranked);
        const set = closedRanking(closed, candidates, words(), score);
        return decide(set ?? score(), set ? 0 : model().answerFrom);
      });
      const entities = once(() => factsIn()(text, now));
      const mood = once(() => moodOf()(text, words()));
      return new Lazily(topic, () => detected().language, entities, mood);
    },
  };
}

/** A turn pays for what it reads: a typed choice for its language and mood alone. */
class Lazily implements Classification {
  readonly #topic: () => ReturnType<typeof decide>;
  readonly #language: () => Classification['language'];
  readonly #entities: () => Classification['entities'];
  readonly #mood: () => Classification['mood'];

  constructor(
    topic: () => ReturnType<typeof decide>,
    language: () => Classification['language'],
    entities: () => Classification['entities'],
    mood: () => Classification['mood'],
  ) {
    this.#topic = topic;
    this.#language = language;
    this.#entities = entities;
    this.#mood = mood;
  }

  get intent() {
    return this.#topic().intent;
  }

  get score() {
    return this.#topic().score;
  }

  get band() {
    return this.#topic().band;
  }

  get alternatives() {
    return this.#topic().alternatives;
  }

  get language() {
    return this.#language();
  }

  get entities() {
    return this.#entities();
  }

  get mood() {
    return this.#mood();
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Trains unless it is done; a start finds the outcome. @returns whether it had to */
export function prepareModel(data: LanguageData): boolean {
  const key = keyOf(data);
  const found = readModel(key) !== undefined;
  if (!found) trainAndWrite(data, parseLanguages(data));
  removeOtherModels(key);
  return !found;
}

function keyOf(data: LanguageData): string {
  return modelKey(decisive(data));
}

/** Each start goes through all of it: JSON of the whole would take five times as long. */
function* decisive({ utterances, languages }: LanguageData): Iterable<string> {
  for (const [locale, intents] of Object.entries(utterances)) {
    for (const [intent, phrases] of Object.entries(intents)) yield [locale, intent, ...phrases].join('\0');
  }
  for (const [locale, language] of Object.entries(languages)) yield [locale, JSON.stringify(language)].join('\0');
}

function trainAndWrite(data: LanguageData, languages: Record<string, LanguageFile>): Model {
  const model = trainModel(phrasesOf(data.utterances), languages);
  writeModel(keyOf(data), model);
  return model;
}

export function parseLanguages(data: LanguageData): Record<string, LanguageFile> {
  return Object.fromEntries(Object.entries(data.languages).map(([locale, json]) => [locale, parseLanguageFile(locale, json)]));
}

/** The message's own language first; where that is unclear, the conversation's and all of its script. */
function candidateLocales(all: string[], { odds, language }: Detected, hint: string | undefined): string[] {
  const hinted = hint !== undefined && all.includes(hint) ? [hint] : [];
  if (language && language.confidence >= CLEAR_LANGUAGE) return hint === language.locale ? hinted : [language.locale, ...hinted];
  const likely = [...odds].filter(([, odd]) => odd > 0).sort(([, a], [, b]) => b - a);
  const locales = likely.map(([locale]) => locale);
  const first = language ? [...locales, ...hinted] : [...hinted, ...locales];
  // Without letters ("👍") any language's set phrases will do.
  return [...new Set(locales.length ? first : [...hinted, ...all])];
}

function closedRanking(match: ClosedMatchers, locales: string[], words: string, score: () => Ranked): Ranked | undefined {
  for (const locale of locales) {
    const found = match(locale, words);
    if (!found) continue;
    if (found.single) return [{ intent: found.intent, score: CLOSED }];
    // "ok thanks" is both; whichever the phrases clearly say, else the more weighty one.
    const kinds = [found.intent, ...found.others];
    const said = score()[0];
    const lead = said && said.score >= 0.6 && kinds.includes(said.intent) ? said.intent : found.intent;
    return [{ intent: lead, score: JOINED }, ...kinds.filter((kind) => kind !== lead).map((intent) => ({ intent, score: JOINED / 2 }))];
  }
  return undefined;
}
