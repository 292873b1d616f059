/** Which of our languages a message is written in: by script, and between languages of one script by words. */
import type { Classification } from '../core/turn-types.ts';
import { MEMO } from './forms.ts';
import type { LanguageGroup } from './language-groups.ts';
import { createLetterOdds } from './letter-odds.ts';
import { lines } from './lines.ts';
import { createScriptRuns } from './script-runs.ts';

/** Most log odds that one known word brings: alone, it shows no language clearly. */
const WORD_LIMIT = 1.3;
/** Most that so few words bring without a marker: they may be a name. */
const FEW_WORDS = 2;
const FEW_LIMIT = 1.2;
/** What a marker word brings beside. */
const MARKER = 2;
/** Most that all unknown words bring together, by their letters: names must not change the language. */
const LETTERS_LIMIT = 1;
/** A message in a script of its own, e.g. Han. */
const OWN_SCRIPT = 0.97;
/** Below, a message shows no language worth naming. */
const LEAST_CONFIDENCE = 0.6;

export interface Detected {
  /** Locale → probability, over every locale; empty when the text has no letters. */
  odds: Map<string, number>;
  /** Absent when unclear. */
  language?: Classification['language'];
}

/** @param text folded and generalised */
export type LanguageDetector = (text: string) => Detected;

/** Fewer words, or characters where words aren't parted, may be a stray. */
const BRIEF = 3;
/** Log odds from which a word belongs to one language. */
const CLEAR_WORD = 0.6;

interface Counts {
  group: Group;
  /** Words or characters of its script. */
  units: number;
  /** Of each word; none of a language that is alone in its script. */
  shown: Evidence[];
}

/** What a word shows. */
interface Evidence {
  known: boolean;
  /** Log odds, by place of the locale. */
  scores: number[];
  /** The locale that it clearly belongs to. */
  clear: string | undefined;
  /** A set phrase of several of the languages: it shows none. */
  common: boolean;
  marker: boolean;
}

interface Group {
  locales: string[];
  words: Counted;
  /** Log odds of the letters of a word. */
  letterOdds: (word: string) => number[];
  markers: Set<string>[];
  /** Said in many languages as soon as two of them list it: "ok", "stop". */
  setPhrases: Set<string>[];
  /** Of the set phrases, UTF-16 code units. */
  longestPhrase: number;
}

interface Counted {
  /** Place of a word's first count; one of each locale follows. */
  place: Map<string, number>;
  counts: number[];
  totals: number[];
}

export function createLanguageDetector(groups: LanguageGroup[]): LanguageDetector {
  const runsIn = createScriptRuns(groups);
  const loadedGroups = groups.map((counted) => {
    const group = loaded(counted);
    return { group, evidence: remembered(group) };
  });

  return (text) => {
    const { runs, letters } = runsIn(text);
    const odds = new Map<string, number>();
    let units = 0;
    let ours = 0;
    for (const own of runs) {
      units += own.length;
      for (const run of own) ours += run.length;
    }
    if (!units) return { odds };
    const share = Math.min(1, ours / Math.max(letters, 1));
    const counts = loadedGroups.map(({ group, evidence }, at): Counts => {
      const own = runs[at] ?? [];
      const weight = (own.length / units) * share;
      if (group.locales.length === 1) {
        odds.set(group.locales[0] ?? '', own.length ? weight : 0);
        return { group, units: own.length, shown: [] };
      }
      const shown = own.map(evidence);
      oddsAmong(group, own, shown).forEach((odd, place) => odds.set(group.locales[place] ?? '', weight * odd));
      return { group, units: own.length, shown };
    });
    return { odds, language: clearest(odds, counts, units) };
  };
}

function clearest(odds: Map<string, number>, counts: Counts[], units: number): Detected['language'] {
  let locale: string | undefined;
  let odd = Number.NEGATIVE_INFINITY;
  for (const [each, own] of odds) if (own > odd) [locale, odd] = [each, own];
  if (locale === undefined) return undefined;
  const own = counts.find(({ group }) => group.locales.length === 1 && group.locales[0] === locale);
  // Brand names and loan words in Latin letters stand in most Chinese messages.
  const confidence = own && own.units / units >= 0.5 ? OWN_SCRIPT * Math.min(1, odd + 0.5) : odd;
  if (confidence < LEAST_CONFIDENCE) return undefined;
  return { locale, confidence: round(confidence), ...(units < BRIEF && { brief: true }), ...(isMixed(locale, counts) && { mixed: true }) };
}

/** Whether at least two words belong clearly to another language. */
function isMixed(locale: string, counts: Counts[]): boolean {
  const others = new Map<string, number>();
  const add = (other: string | undefined, words: number) => {
    if (other !== undefined && other !== locale) others.set(other, (others.get(other) ?? 0) + words);
  };
  for (const { group, units, shown } of counts) {
    if (group.locales.length === 1) add(group.locales[0], units / 2);
    else for (const { clear } of shown) add(clear, 1);
  }
  for (const words of others.values()) if (words >= 2) return true;
  return false;
}

/** Odds among languages of one script, by place of the locale. */
function oddsAmong({ locales, setPhrases, longestPhrase }: Group, words: string[], shown: Evidence[]): number[] {
  const sums = locales.map(() => 0);
  const letters = locales.map(() => 0);
  let marked = false;
  const telling = !isCommon(setPhrases, longestPhrase, words);
  for (const { known, scores, common, marker } of shown) {
    marked ||= marker;
    if (common || !telling) continue;
    const target = known ? sums : letters;
    for (let at = 0; at < target.length; at += 1) target[at] = (target[at] ?? 0) + (scores[at] ?? 0);
  }
  const limit = words.length <= FEW_WORDS && !marked ? FEW_LIMIT / 2 : Number.POSITIVE_INFINITY;
  const logs = sums.map((sum, at) => clip(sum + clip(letters[at] ?? 0, LETTERS_LIMIT / 2), limit));
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Whether several of the languages list the whole text as a set phrase. */
function isCommon(setPhrases: Set<string>[], longest: number, words: string[]): boolean {
  let length = words.length - 1;
  for (const word of words) length += word.length;
  if (length > longest) return false;
  const text = words.join(' ');
  let lists = 0;
  for (const own of setPhrases) if (own.has(text)) lists += 1;
  return lists > 1;
}

/** What a word says is worked out once. */
function remembered(group: Group): (word: string) => Evidence {
  const memo = new Map<string, Evidence>();
  return (word) => {
    const seen = memo.get(word);
    if (seen) return seen;
    const known = group.words.place.has(word);
    const scores = known ? byWord(group, word) : byLetters(group, word);
    const best = scores.indexOf(Math.max(...scores));
    const evidence: Evidence = {
      known,
      scores,
      clear: known && (scores[best] ?? 0) >= CLEAR_WORD ? group.locales[best] : undefined,
      common: isCommon(group.setPhrases, group.longestPhrase, [word]),
      marker: group.markers.some((own) => own.has(word)),
    };
    if (memo.size >= MEMO) memo.clear();
    memo.set(word, evidence);
    return evidence;
  };
}

function byWord({ locales, words, markers }: Group, word: string): number[] {
  const marked = markers.filter((own) => own.has(word)).length === 1;
  const place = words.place.get(word);
  const logs = locales.map((_, at) =>
    Math.log(((place === undefined ? 0 : (words.counts[place + at] ?? 0)) + 0.1) / (words.totals[at] ?? 1)),
  );
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return locales.map((_, at) => {
    const bonus = marked && markers[at]?.has(word) ? MARKER : 0;
    return clip((logs[at] ?? 0) - mean, WORD_LIMIT / 2) + bonus;
  });
}

function byLetters({ letterOdds }: Group, word: string): number[] {
  const logs = letterOdds(word);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.map((log) => clip(log - mean, LETTERS_LIMIT / 2));
}

function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function loaded(counted: LanguageGroup): Group {
  const { locales, words, wordCounts, wordTotals, markers, setPhrases } = counted;
  const phrases = setPhrases.map((own) => new Set(lines(own)));
  return {
    locales,
    words: {
      place: new Map(lines(words).map((word, at) => [word, at * locales.length])),
      counts: wordCounts,
      totals: wordTotals,
    },
    letterOdds: createLetterOdds(counted),
    markers: markers.map((own) => new Set(lines(own))),
    setPhrases: phrases,
    longestPhrase: Math.max(0, ...setPhrases.flatMap(lines).map(({ length }) => length)),
  };
}
