/** Trains the model: once for each fold to see how sure it may be, then on everything. */
import { decide, NONE } from '../bands.ts';
import { probabilities, UNCALIBRATED } from '../calibration.ts';
import { createFeatureTable } from '../feature-table.ts';
import { type Features, featuresOf, lettersOf } from '../features.ts';
import type { LanguageFile } from '../language-file.ts';
import { createScorer, type Model } from '../model.ts';
import { fold, foldWords, generalise } from '../normalise.ts';
import { createReaders } from '../read.ts';
import { createTables, type WordCounts, withStems } from '../tables.ts';
import { vectorOf } from '../vectors.ts';
import { fitAnswerFrom, fitCalibration, type Judged } from './fit.ts';
import { groupAlike } from './groups.ts';
import { type Sample, seededRandom, trainSoftmax } from './softmax.ts';

export interface Phrase {
  text: string;
  locale: string;
  intent: string;
}

// Chosen by nested cross-validation, see docs/understanding.md; the figures hardly move around them.
const FOLDS = 3;
const SOFTMAX = { epochs: 6, rate: 0.4, smoothing: 0, decay: 1e-4 };
/** A feature of one phrase alone is chance. */
const LEAST_PHRASES = 2;
/** Between counting every phrase alike (0) and every intent alike (1). */
const BALANCE = 0.5;
/** Share of answers given without asking back that must be right. */
const PRECISION = 0.94;
/** Weights are kept in steps of their row's largest ÷ this. */
const STEPS = 127;

export function phrasesOf(utterances: Record<string, Record<string, string[]>>): Phrase[] {
  return Object.entries(utterances).flatMap(([locale, intents]) =>
    Object.entries(intents).flatMap(([intent, texts]) => texts.map((text) => ({ text, locale, intent }))),
  );
}

export function trainModel(phrases: Phrase[], languages: Record<string, LanguageFile>): Model {
  const intents = [...new Set(phrases.map(({ intent }) => intent))].sort();
  const unseen = foldsOf(phrases, FOLDS).flatMap((held) => {
    const heldOut = new Set(held);
    return judgeBy(
      trainWeights(
        phrases.filter((phrase) => !heldOut.has(phrase)),
        languages,
        intents,
      ),
      held,
      languages,
    );
  });
  const model = trainWeights(phrases, languages, intents);
  return calibrated({ ...model, tables: withStems(model.tables, languages) }, unseen);
}

/** Scores of phrases, before calibration. */
export function judgeBy(model: Model, phrases: Phrase[], languages: Record<string, LanguageFile>): Judged[] {
  const scorer = createScorer(model);
  const readers = createReaders(languages, model.tables);
  return phrases.map(({ text, locale, intent }) => ({
    ...scorer.raw(readers.of(locale).read(generalise(fold(text)))),
    label: model.intents.indexOf(intent),
  }));
}

/** @param judged phrases that a model like this one had not seen */
export function calibrated(model: Model, judged: Judged[]): Model {
  if (!judged.length) return model;
  const { intents } = model;
  const none = intents.indexOf(NONE);
  const calibration = fitCalibration(judged, none);
  const answers = judged.flatMap(({ scores, coverage, label }) => {
    const odds = probabilities(scores, coverage, none, calibration, new Float64Array(scores.length));
    const ranked = intents.map((intent, place) => ({ intent, score: odds[place] ?? 0 })).sort((a, b) => b.score - a.score);
    const { intent, score } = decide(ranked, 0);
    return intent === NONE ? [] : [{ probability: score, right: intent === intents[label] }];
  });
  return { ...model, calibration, answerFrom: fitAnswerFrom(answers, PRECISION) };
}

/** Phrases in parts of about one size, those that are alike in one part. */
export function foldsOf(phrases: Phrase[], count: number): Phrase[][] {
  const random = seededRandom(7);
  const folds: Phrase[][] = Array.from({ length: count }, () => []);
  const foldOf = new Map<number, number>();
  const groups = groupAlike(phrases.map(({ text }) => text));
  for (const [index, phrase] of phrases.entries()) {
    const group = groups[index] ?? 0;
    const part = foldOf.get(group) ?? Math.floor(random() * count);
    foldOf.set(group, part);
    folds[part]?.push(phrase);
  }
  return folds;
}

const NEW = { knows: () => false, shareOf: () => 0 };

/** Without calibration. */
export function trainWeights(phrases: Phrase[], languages: Record<string, LanguageFile>, intents: string[]): Model {
  const tables = createTables(languages, countWords(phrases));
  const readers = createReaders(languages, tables);
  const documents = phrases.map(({ text, locale }) => featuresOf(readers.of(locale).read(generalise(fold(text))), NEW));
  const { features, idf } = countFeatures(documents);
  const rows = new Map(Array.from(features, (feature, row) => [feature, row]));
  const sizes = new Map<string, number>();
  for (const { intent } of phrases) sizes.set(intent, (sizes.get(intent) ?? 0) + 1);
  const usual = phrases.length / intents.length;
  const samples = documents.map((document, index): Sample => {
    const intent = phrases[index]?.intent ?? NONE;
    return {
      vector: vectorOf(document, (feature) => rows.get(feature) ?? -1, idf),
      label: intents.indexOf(intent),
      weight: (usual / (sizes.get(intent) ?? 1)) ** BALANCE,
    };
  });
  const { matrix, bias } = trainSoftmax(samples, features.length, intents.length, SOFTMAX, seededRandom(11));
  const { matrix: steps, scales } = quantised(matrix, intents.length);
  const table = createFeatureTable(features, idf, scales, steps);
  return { intents, tables, table, bias, calibration: UNCALIBRATED, answerFrom: 0.6 };
}

function countWords(phrases: Phrase[]): WordCounts {
  const counts = new Map<string, Map<string, number>>();
  for (const { text, locale } of phrases) {
    const own = counts.get(locale) ?? new Map<string, number>();
    counts.set(locale, own);
    for (const word of foldWords(text).split(' ')) own.set(word, (own.get(word) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].map(([locale, own]) => [locale, Object.fromEntries(own)]));
}

function countFeatures(documents: Features[]): { features: Int32Array; idf: Float32Array } {
  const counts = new Map<number, number>();
  const latest = new Map<number, number>();
  for (const [document, features] of documents.entries()) {
    for (const group of [features.words, lettersOf(features), features.ideas]) {
      for (const feature of group) {
        if (latest.get(feature) === document) continue;
        latest.set(feature, document);
        counts.set(feature, (counts.get(feature) ?? 0) + 1);
      }
    }
  }
  const kept = [...counts].filter(([, count]) => count >= LEAST_PHRASES);
  return {
    features: Int32Array.from(kept, ([feature]) => feature),
    idf: Float32Array.from(kept, ([, count]) => Math.log(1 + documents.length / count)),
  };
}

function quantised(matrix: Float32Array, classes: number): { matrix: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(matrix.length / Math.max(classes, 1));
  const steps = new Int8Array(matrix.length);
  for (let row = 0; row < scales.length; row += 1) {
    const weights = matrix.subarray(row * classes, (row + 1) * classes);
    const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / STEPS;
    scales[row] = scale;
    for (let k = 0; k < classes; k += 1) steps[row * classes + k] = scale ? Math.round((weights[k] ?? 0) / scale) : 0;
  }
  return { matrix: steps, scales };
}
