/** Which of our languages a message is written in: by script, and between languages of one script by words. */
import type { Classification } from '../core/turn-types.ts';
import type { LanguageFile } from './language-file.ts';
import { EMAIL, foldWords, NUMBER, URL } from './normalise.ts';

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

interface Counted {
  group: Profile[];
  evidence: (word: string) => Evidence;
  runs: string[];
}

interface Evidence {
  known: boolean;
  /** Locale → log odds. */
  scores: [string, number][];
}

interface Profile {
  locale: string;
  file: LanguageFile;
  words: Map<string, number>;
  total: number;
  markers: Set<string>;
  /** Said in many languages as soon as two of them list it: "ok", "stop". */
  setPhrases: Set<string>;
  letters: Map<string, number>;
  lettersTotal: number;
}

/** @param words locale → word → how often the phrases of the language have it */
export function createLanguageDetector(
  languages: Record<string, LanguageFile>,
  words: Record<string, Record<string, number>>,
): LanguageDetector {
  const profiles = Object.entries(languages).map(([locale, file]) => profileOf(locale, file, words[locale] ?? {}));
  const scripts = new Map<string, Profile[]>();
  for (const profile of profiles) scripts.set(profile.file.script, [...(scripts.get(profile.file.script) ?? []), profile]);
  const patterns = [...scripts].map(([script, group]) => ({
    group,
    evidence: remembered(group),
    run: scriptRun(script, group[0]?.file.tokenizer === 'segmenter'),
  }));

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

function clearest(odds: Map<string, number>, counts: Counted[], units: number): Detected['language'] {
  const [best] = [...odds].sort(([, a], [, b]) => b - a);
  if (!best) return undefined;
  const [locale, odd] = best;
  const own = counts.find(({ group }) => group.length === 1 && group[0]?.locale === locale);
  // Brand names and loan words in Latin letters stand in most Chinese messages.
  const confidence = own && own.runs.length / units >= 0.5 ? OWN_SCRIPT * Math.min(1, odd + 0.5) : odd;
  if (confidence < LEAST_CONFIDENCE) return undefined;
  return { locale, confidence: round(confidence), ...(units < BRIEF && { brief: true }), ...(isMixed(locale, counts) && { mixed: true }) };
}

/** Whether at least two words belong clearly to another language. */
function isMixed(locale: string, counts: Counted[]): boolean {
  const others = new Map<string, number>();
  for (const { group, evidence, runs } of counts) {
    for (const run of runs) {
      if (group.length === 1) {
        const other = group[0]?.locale ?? locale;
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
function among(group: Profile[], evidence: (word: string) => Evidence, words: string[]): Map<string, number> {
  if (group.length === 1) return new Map(group.map(({ locale }) => [locale, words.length ? 1 : 0]));
  const sums = new Map(group.map(({ locale }) => [locale, 0]));
  const letters = new Map(sums);
  const whole = words.join(' ');
  if (group.filter(({ setPhrases }) => setPhrases.has(whole)).length < 2) {
    for (const word of words) {
      if (group.filter(({ setPhrases }) => setPhrases.has(word)).length > 1) continue;
      const { known, scores } = evidence(word);
      for (const [locale, score] of scores) {
        const target = known ? sums : letters;
        target.set(locale, (target.get(locale) ?? 0) + score);
      }
    }
  }
  const few = words.length <= FEW_WORDS && !words.some((word) => group.some(({ markers }) => markers.has(word)));
  const limit = few ? FEW_LIMIT / 2 : Number.POSITIVE_INFINITY;
  const logs = group.map(({ locale }) => clip((sums.get(locale) ?? 0) + clip(letters.get(locale) ?? 0, LETTERS_LIMIT / 2), limit));
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return new Map(group.map(({ locale }, index) => [locale, (weights[index] ?? 0) / total]));
}

/** What a word says is worked out once. */
function remembered(group: Profile[]): (word: string) => Evidence {
  const memo = new Map<string, Evidence>();
  return (word) => {
    const seen = memo.get(word);
    if (seen) return seen;
    const known = group.some((profile) => profile.words.has(word));
    const evidence = { known, scores: known ? byWord(group, word) : byLetters(group, word) };
    if (memo.size >= MEMO) memo.clear();
    memo.set(word, evidence);
    return evidence;
  };
}

function byWord(group: Profile[], word: string): [string, number][] {
  const marked = group.filter(({ markers }) => markers.has(word));
  const logs = group.map((profile) => Math.log(((profile.words.get(word) ?? 0) + 0.1) / profile.total));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return group.map(({ locale }, index) => {
    const bonus = marked.length === 1 && marked[0]?.locale === locale ? MARKER : 0;
    return [locale, clip((logs[index] ?? 0) - mean, WORD_LIMIT / 2) + bonus];
  });
}

function byLetters(group: Profile[], word: string): [string, number][] {
  const grams = gramsOf(word);
  const logs = group.map(
    (profile) =>
      grams.reduce((sum, gram) => sum + Math.log(((profile.letters.get(gram) ?? 0) + 0.5) / profile.lettersTotal), 0) / grams.length,
  );
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return group.map(({ locale }, index) => [locale, clip((logs[index] ?? 0) - mean, LETTERS_LIMIT / 2)]);
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

function profileOf(locale: string, file: LanguageFile, counts: Record<string, number>): Profile {
  const words = new Map(Object.entries(counts));
  const letters = new Map<string, number>();
  const add = (text: string, times: number) => {
    for (const word of foldWords(text).split(' ')) words.set(word, (words.get(word) ?? 0) + times);
  };
  for (const phrase of Object.values(file.closedClasses).flat()) add(phrase, 1);
  for (const word of [...file.markers, ...file.fillers, ...Object.keys(file.slang)]) add(word, 3);
  for (const word of words.keys()) for (const gram of gramsOf(word)) letters.set(gram, (letters.get(gram) ?? 0) + 1);
  const sum = (counted: Map<string, number>) => [...counted.values()].reduce((total, count) => total + count, 1);
  return {
    locale,
    file,
    words,
    total: sum(words),
    markers: new Set(file.markers.map(foldWords)),
    setPhrases: new Set([...Object.values(file.closedClasses).flat(), ...file.fillers].map(foldWords)),
    letters,
    lettersTotal: sum(letters),
  };
}

function gramsOf(word: string): string[] {
  const edged = `<${word}>`;
  return Array.from({ length: Math.max(1, edged.length - 2) }, (_, index) => edged.slice(index, index + 3));
}
