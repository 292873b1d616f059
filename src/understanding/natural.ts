/**
 * The parts of natural in use. By subpath and on first use: its root import takes 0.4 s and prints, these take 20 ms
 * and stay quiet. It is CommonJS without types for subpaths.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface NaturalBayes {
  addDocument(features: string[], label: string): void;
  train(): void;
  getClassifications(features: string[]): { label: string; value: number }[];
  textToFeatures(features: string[]): number[];
  features: Record<string, number>;
}

type NaturalBayesConstructor = new (stemmer: undefined, smoothing: number) => NaturalBayes;

export interface Bayes {
  knows(feature: string): boolean;
  /** Likelihood × prior of each label, best first. */
  classify(features: string[]): { label: string; value: number }[];
}

/**
 * @param documents label and features of each
 * @param smoothing what a feature that a label never had counts
 */
export function trainBayes(documents: Iterable<[string, string[]]>, smoothing: number): Bayes {
  const BayesClassifier = require('natural/lib/natural/classifiers/bayes_classifier') as NaturalBayesConstructor;
  const bayes = new BayesClassifier(undefined, smoothing);
  for (const [label, features] of documents) bayes.addDocument(features, label);
  const places = new Map(Object.keys(bayes.features).map((feature, index) => [feature, index]));
  const row = Array.from(places, () => 0);
  let filled: number[] = [];
  // natural's own looks each known feature up in the message's list: with n-grams that is quadratic.
  bayes.textToFeatures = (observed) => {
    for (const place of filled) row[place] = 0;
    filled = observed.flatMap((feature) => places.get(feature) ?? []);
    for (const place of filled) row[place] = 1;
    return row;
  };
  bayes.train();
  return {
    knows: (feature) => places.has(feature),
    classify: (features) => bayes.getClassifications(features),
  };
}

/** @throws {Error} when natural has no such stemmer */
export function loadStemmer(path: string): (word: string) => string {
  const stemmer = require(`natural/lib/natural/stemmers/${path}`) as { stem(word: string): string };
  return (word) => stemmer.stem(word);
}

type Distance = (a: string, b: string, options: { restricted: boolean }) => number;
let damerauLevenshtein: Distance | undefined;

/** Letters put in, left out, replaced, or swapped with their neighbour. */
export function editDistance(a: string, b: string): number {
  damerauLevenshtein ??= (require('natural/lib/natural/distance/levenshtein_distance') as { DamerauLevenshteinDistance: Distance })
    .DamerauLevenshteinDistance;
  return damerauLevenshtein(a, b, { restricted: true });
}
