/** Understanding: what a message is about, in which language, and the facts in it. No language is named in code. */
import type { CountryCode } from 'libphonenumber-js/max';
import type { Classification } from '../core/turn-types.ts';
import type { Classifier } from '../ports/classifier.ts';
import { createAnalyser } from './analyse.ts';
import { type ClosedMatcher, createClosedMatcher } from './closed-classes.ts';
import { createLanguageDetector, type Detected } from './detect-language.ts';
import { findEntities } from './entities.ts';
import { type IntentModel, NONE, trainIntentModel } from './intent-model.ts';
import { type LanguageFile, parseLanguageFile } from './language-file.ts';

export interface LanguageData {
  /** Locale → intent → phrases; the intent `none` holds what is about something else. */
  utterances: Record<string, Record<string, string[]>>;
  /** Locale → its `_language.json`, as read. */
  languages: Record<string, unknown>;
}

export interface ClassifierOptions {
  /** ISO 3166 country whose phone numbers are written without a country code. */
  region?: CountryCode;
}

/** Chosen by cross-validation: wrong answers stay rare, wrong offers cost one tap. */
const ANSWER = 0.6;
const OFFER = 0.35;
/** Where nothing else is likely, this much is worth an offer too: "can't log in". */
const WEAK_OFFER = 0.18;
/** The runner-up must be this far behind for an answer. */
const MARGIN = 0.15;
const CLOSED = 0.98;
const JOINED = 0.9;
const CLEAR_LANGUAGE = 0.8;
const ALTERNATIVES = 3;
const LEAST_ALTERNATIVE = 0.05;

interface Reader {
  locale: string;
  closed: ClosedMatcher;
  model: IntentModel;
}

type Ranked = { intent: string; score: number }[];

/**
 * Trains on the phrases: about 200 ms for three languages.
 * @throws {Error} naming the locale whose `_language.json` is not as it should be
 */
export function createClassifier(data: LanguageData, { region = 'ID' }: ClassifierOptions = {}): Classifier {
  const languages = Object.fromEntries(Object.entries(data.languages).map(([locale, json]) => [locale, parseLanguageFile(locale, json)]));
  const detect = createLanguageDetector(languages, allPhrases(data));
  const readers = new Map(
    Object.entries(languages).map(([locale, file]) => [locale, createReader(locale, file, data.utterances[locale] ?? {})]),
  );

  return {
    classify: (text, locale) => {
      const detected = detect(text);
      const candidates = candidateReaders(readers, detected, locale);
      return {
        ...banded(closedRanking(candidates, text) ?? openRanking(candidates, detected, text)),
        ...(detected.language && { language: detected.language }),
        entities: findEntities(text, region),
      };
    },
  };
}

function createReader(locale: string, file: LanguageFile, phrases: Record<string, string[]>): Reader {
  return { locale, closed: createClosedMatcher(file), model: trainIntentModel(phrases, createAnalyser(locale, file)) };
}

function allPhrases(data: LanguageData): Record<string, string[]> {
  return Object.fromEntries(Object.entries(data.utterances).map(([locale, byIntent]) => [locale, Object.values(byIntent).flat()]));
}

/** The message's own language first; where that is unclear, the conversation's and all of its script. */
function candidateReaders(readers: Map<string, Reader>, { odds, language }: Detected, hint: string | undefined): Reader[] {
  const likely = [...odds].filter(([, odd]) => odd > 0).sort(([, a], [, b]) => b - a);
  const locales = language && language.confidence >= CLEAR_LANGUAGE ? [language.locale] : likely.map(([locale]) => locale);
  const hinted = hint !== undefined && readers.has(hint) ? [hint] : [];
  const first = language ? [...locales, ...hinted] : [...hinted, ...locales];
  // Without letters ("👍") any language's set phrases will do.
  const order = locales.length ? first : [...hinted, ...readers.keys()];
  return [...new Set(order)].flatMap((locale) => readers.get(locale) ?? []);
}

function closedRanking(readers: Reader[], text: string): Ranked | undefined {
  for (const { closed, model } of readers) {
    const match = closed(text);
    if (!match) continue;
    if (match.single) return [{ intent: match.intent, score: CLOSED }];
    // "ok thanks" is both; whichever the phrases clearly say, else the more weighty one.
    const kinds = [match.intent, ...match.others];
    const said = model.score(text).ranked[0];
    const lead = said && said.score >= ANSWER && kinds.includes(said.intent) ? said.intent : match.intent;
    return [{ intent: lead, score: JOINED }, ...kinds.filter((kind) => kind !== lead).map((intent) => ({ intent, score: JOINED / 2 }))];
  }
  return undefined;
}

/** Whichever language knows most of the words has the say. */
function openRanking(readers: Reader[], { odds }: Detected, text: string): Ranked {
  let best: { ranked: Ranked; fit: number } = { ranked: [], fit: 0 };
  for (const { locale, model } of readers) {
    const { ranked, coverage } = model.score(text);
    const fit = coverage * (1 + (odds.get(locale) ?? 0));
    if (fit > best.fit) best = { ranked, fit };
  }
  return best.ranked;
}

function banded(ranked: Ranked): Pick<Classification, 'intent' | 'score' | 'band' | 'alternatives'> {
  const none = ranked.find(({ intent }) => intent === NONE)?.score ?? 0;
  const topics = ranked.filter(({ intent }) => intent !== NONE);
  const best = topics[0];
  const alternatives = topics
    .filter(({ score }) => score >= LEAST_ALTERNATIVE)
    .slice(0, ALTERNATIVES)
    .map(rounded);
  const lead = (best?.score ?? 0) - Math.max(none, topics[1]?.score ?? 0);
  const likely = best && ((best.score >= OFFER && best.score > none - MARGIN) || best.score >= Math.max(WEAK_OFFER, 2 * none));
  if (best && likely) {
    return { ...rounded(best), band: best.score >= ANSWER && lead >= MARGIN ? 'answer' : 'offer', alternatives };
  }
  return { intent: NONE, score: rounded({ intent: NONE, score: none || 1 - (best?.score ?? 0) }).score, band: 'none', alternatives };
}

function rounded({ intent, score }: { intent: string; score: number }): { intent: string; score: number } {
  return { intent, score: Math.round(score * 1000) / 1000 };
}
