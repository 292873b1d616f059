/** One language's statistics: which intent a message has, and how sure that is. */
import { anchorsOf } from './anchors.ts';
import type { Analyser } from './analyse.ts';
import { type Bayes, trainBayes } from './natural.ts';
import { EMAIL, foldWords, NUMBER, URL } from './normalise.ts';

export const NONE = 'none';

// The numbers below were chosen by cross-validation over the phrases of all languages.
/** What a feature that an intent never had counts. */
const SMOOTHING = 0.5;
/** Features depend on one another, which makes plain Bayes far too sure: log odds are divided by this × √features. */
const TEMPERATURE = 1.2;
/** A message without the concepts that mark an intent keeps this part of its score. */
const UNANCHORED = 0.35;
/** From this share of known words on, the phrases know what the message is about. */
const FULL_COVERAGE = 0.6;
/** More would underflow natural's product of likelihoods. */
const MAX_FEATURES = 110;
/** Score of a message that is a phrase of the files word for word. */
const EXACT = 0.99;

export interface IntentScores {
  /** Best first, `none` among them. */
  ranked: { intent: string; score: number }[];
  /** Share of the message's words that the phrases know, 0…1. */
  coverage: number;
}

export interface IntentModel {
  score(text: string): IntentScores;
}

/** @param phrases intent → what customers write */
export function trainIntentModel(phrases: Record<string, string[]>, analyser: Analyser): IntentModel {
  const entries = Object.entries(phrases);
  const vocabulary = new Set(entries.flatMap(([, list]) => list.flatMap((phrase) => analyser.analyse(phrase).words)));
  analyser.learn(vocabulary);
  const documents = new Map(entries.map(([intent, list]) => [intent, list.map((phrase) => analyser.analyse(phrase).features)]));
  const exact = new Map(entries.flatMap(([intent, list]) => list.map((phrase) => [foldWords(phrase), intent])));
  const anchors = new Map(
    [...documents].map(([intent, list]) => [intent, intent === NONE ? [] : [...anchorsOf(list, documents.get(NONE) ?? [])]]),
  );
  const bayes = trainBayes(balanced(documents), SMOOTHING);

  const anchored = (intent: string, features: string[]): boolean => {
    const marks = anchors.get(intent) ?? [];
    return marks.length === 0 || marks.some((mark) => features.includes(mark));
  };

  return {
    score: (text) => {
      const intent = exact.get(foldWords(text));
      if (intent) return { coverage: 1, ranked: [{ intent, score: EXACT }] };
      const { words, features } = analyser.analyse(text);
      const coverage = coverageOf(words, vocabulary, (word) => share(analyser.pieces(word), bayes));
      const known = features.filter((feature) => bayes.knows(feature)).slice(0, MAX_FEATURES);
      if (!coverage) return { coverage, ranked: [] };
      const trust = Math.min(1, coverage / FULL_COVERAGE);
      const ranked = tempered(bayes.classify(known), known.length)
        .map((entry) => ({ ...entry, score: entry.score * trust * (anchored(entry.intent, known) ? 1 : UNANCHORED) }))
        .sort((a, b) => b.score - a.score);
      return { coverage, ranked };
    },
  };
}

/** Every intent gets as many documents as the largest: natural's smoothing would favour the small ones. */
function* balanced(documents: Map<string, string[][]>): Generator<[string, string[]]> {
  const most = Math.max(0, ...[...documents.values()].map((list) => list.length));
  for (const [intent, list] of documents) {
    for (let index = 0; list.length > 0 && index < most; index += 1) yield [intent, list[index % list.length] ?? []];
  }
}

function tempered(classes: { label: string; value: number }[], features: number): { intent: string; score: number }[] {
  const heat = TEMPERATURE * Math.sqrt(Math.max(features, 1));
  const logs = classes.map(({ value }) => Math.log(Math.max(value, Number.MIN_VALUE)) / heat);
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return classes.map(({ label }, index) => ({ intent: label, score: (weights[index] ?? 0) / total }));
}

/** A word that nobody has used yet counts by its known pieces: a typo does, a name or another language hardly. */
function coverageOf(words: string[], vocabulary: ReadonlySet<string>, partKnown: (word: string) => number): number {
  const telling = words.filter((word) => word !== NUMBER && word !== EMAIL && word !== URL);
  if (!telling.length) return 0;
  return telling.reduce((sum, word) => sum + (vocabulary.has(word) ? 1 : partKnown(word)), 0) / telling.length;
}

function share(pieces: string[], bayes: Bayes): number {
  return pieces.length ? pieces.filter((piece) => bayes.knows(piece)).length / pieces.length : 0;
}
