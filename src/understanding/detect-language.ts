/** Which of our languages a message is written in: by script, and between languages of one script by words. */
import type { Classification } from '../core/turn-types.ts';
import { gramsOf, type LanguageGroup } from './language-groups.ts';
import { lines } from './lines.ts';
import { EMAIL, NUMBER, URL } from './normalise.ts';

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

/** Words kept. */
const MEMO = 20_000;

/** Fewer words, or characters where words aren't parted, may be a stray. */
const BRIEF = 3;
/** Log odds from which a word belongs to one language. */
const CLEAR_WORD = 0.6;

interface Counts {
  group: Group;
  evidence: (word: string) => Evidence;
  runs: string[];
}

interface Evidence {
  known: boolean;
  /** Locale → log odds. */
  scores: [string, number][];
}

interface Group {
  locales: string[];
  words: Counted;
  letters: Counted;
  markers: Set<string>[];
  /** Said in many languages as soon as two of them list it: "ok", "stop". */
  setPhrases: Set<string>[];
}

interface Counted {
  /** Place of a word's first count; one of each locale follows. */
  place: Map<string, number>;
  counts: number[];
  totals: number[];
}

export function createLanguageDetector(groups: LanguageGroup[]): LanguageDetector {
  const patterns = groups.map((counted) => {
    const group = loaded(counted);
    return { group, evidence: remembered(group), run: scriptRun(counted.script, counted.unspaced) };
  });

  return (text) => {
    const plain = plainText(text);
    const all = plain.match(/\p{L}/gu)?.length ?? 0;
    const counts = patterns.map(({ group, evidence, run }) => ({ group, evidence, runs: plain.match(run) ?? [] }));
    const units = counts.reduce((sum, { runs }) => sum + runs.length, 0);
    const odds = new Map<string, number>();
    if (!units) return { odds };
    const ours = counts.reduce((sum, { runs }) => sum + runs.join('').length, 0);
    for (const { group, evidence, runs } of counts) {
      const weight = (runs.length / units) * Math.min(1, ours / Math.max(all, 1));
      for (const [locale, odd] of among(group, evidence, runs)) odds.set(locale, weight * odd);
    }
    return { odds, language: clearest(odds, counts, units) };
  };
}

function clearest(odds: Map<string, number>, counts: Counts[], units: number): Detected['language'] {
  const [best] = [...odds].sort(([, a], [, b]) => b - a);
  if (!best) return undefined;
  const [locale, odd] = best;
  const own = counts.find(({ group }) => group.locales.length === 1 && group.locales[0] === locale);
  // Brand names and loan words in Latin letters stand in most Chinese messages.
  const confidence = own && own.runs.length / units >= 0.5 ? OWN_SCRIPT * Math.min(1, odd + 0.5) : odd;
  if (confidence < LEAST_CONFIDENCE) return undefined;
  return { locale, confidence: round(confidence), ...(units < BRIEF && { brief: true }), ...(isMixed(locale, counts) && { mixed: true }) };
}

/** Whether at least two words belong clearly to another language. */
function isMixed(locale: string, counts: Counts[]): boolean {
  const others = new Map<string, number>();
  for (const { group, evidence, runs } of counts) {
    for (const run of runs) {
      if (group.locales.length === 1) {
        const other = group.locales[0] ?? locale;
        others.set(other, (others.get(other) ?? 0) + 0.5);
        continue;
      }
      const { known, scores } = evidence(run);
      const [best] = scores.toSorted(([, a], [, b]) => b - a);
      if (known && best && best[1] >= CLEAR_WORD) others.set(best[0], (others.get(best[0]) ?? 0) + 1);
    }
  }
  others.delete(locale);
  return [...others.values()].some((words) => words >= 2);
}

/** Odds among languages of one script; alone, a language has them all. */
function among({ locales, markers, setPhrases }: Group, evidence: (word: string) => Evidence, words: string[]): Map<string, number> {
  if (locales.length === 1) return new Map(locales.map((locale) => [locale, words.length ? 1 : 0]));
  const sums = new Map(locales.map((locale) => [locale, 0]));
  const letters = new Map(sums);
  const whole = words.join(' ');
  if (setPhrases.filter((own) => own.has(whole)).length < 2) {
    for (const word of words) {
      if (setPhrases.filter((own) => own.has(word)).length > 1) continue;
      const { known, scores } = evidence(word);
      for (const [locale, score] of scores) {
        const target = known ? sums : letters;
        target.set(locale, (target.get(locale) ?? 0) + score);
      }
    }
  }
  const few = words.length <= FEW_WORDS && !words.some((word) => markers.some((own) => own.has(word)));
  const limit = few ? FEW_LIMIT / 2 : Number.POSITIVE_INFINITY;
  const logs = locales.map((locale) => clip((sums.get(locale) ?? 0) + clip(letters.get(locale) ?? 0, LETTERS_LIMIT / 2), limit));
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return new Map(locales.map((locale, index) => [locale, (weights[index] ?? 0) / total]));
}

/** What a word says is worked out once. */
function remembered(group: Group): (word: string) => Evidence {
  const memo = new Map<string, Evidence>();
  return (word) => {
    const seen = memo.get(word);
    if (seen) return seen;
    const known = group.words.place.has(word);
    const evidence = { known, scores: known ? byWord(group, word) : byLetters(group, word) };
    if (memo.size >= MEMO) memo.clear();
    memo.set(word, evidence);
    return evidence;
  };
}

function byWord({ locales, words, markers }: Group, word: string): [string, number][] {
  const marked = markers.filter((own) => own.has(word)).length === 1;
  const place = words.place.get(word);
  const logs = locales.map((_, at) =>
    Math.log(((place === undefined ? 0 : (words.counts[place + at] ?? 0)) + 0.1) / (words.totals[at] ?? 1)),
  );
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return locales.map((locale, at) => {
    const bonus = marked && markers[at]?.has(word) ? MARKER : 0;
    return [locale, clip((logs[at] ?? 0) - mean, WORD_LIMIT / 2) + bonus];
  });
}

function byLetters({ locales, letters }: Group, word: string): [string, number][] {
  const places = gramsOf(word).map((gram) => letters.place.get(gram));
  const logs = locales.map(
    (_, at) =>
      places.reduce<number>(
        (sum, place) => sum + Math.log(((place === undefined ? 0 : (letters.counts[place + at] ?? 0)) + 0.5) / (letters.totals[at] ?? 1)),
        0,
      ) / places.length,
  );
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return locales.map((locale, at) => [locale, clip((logs[at] ?? 0) - mean, LETTERS_LIMIT / 2)]);
}

function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function plainText(text: string): string {
  return ` ${text} `.replaceAll(` ${URL} `, ' ').replaceAll(` ${EMAIL} `, ' ').replaceAll(` ${NUMBER} `, ' ');
}

/** Words of a script; single characters where words aren't parted by spaces. */
function scriptRun(script: string, single: boolean): RegExp {
  return new RegExp(`[\\p{Script=${script}}\\p{M}]${single ? '' : '+'}`, 'gu');
}

function loaded({
  locales,
  words,
  wordCounts,
  wordTotals,
  letters,
  letterCounts,
  letterTotals,
  markers,
  setPhrases,
}: LanguageGroup): Group {
  const place = (keys: string) => new Map(lines(keys).map((key, at) => [key, at * locales.length]));
  return {
    locales,
    words: { place: place(words), counts: wordCounts, totals: wordTotals },
    letters: { place: place(letters), counts: letterCounts, totals: letterTotals },
    markers: markers.map((own) => new Set(lines(own))),
    setPhrases: setPhrases.map((own) => new Set(lines(own))),
  };
}
