/** Measures a classifier on messages whose topic is known. */
import type { Classification } from '../core/turn-types.ts';
import { NONE } from './bands.ts';

export interface Judgement {
  text: string;
  locale: string;
  /** The right one; `none` is out of scope. */
  intent: string;
  result: Pick<Classification, 'intent' | 'score' | 'band' | 'alternatives'>;
}

/** Shares are 0…1, and NaN where there was nothing to judge. */
export interface Figures {
  messages: number;
  /** By locale: the likeliest topic is right, among messages that have one. */
  inScope: Record<string, number>;
  /** By locale: right with `none` counted as a topic. */
  withRejection: Record<string, number>;
  outOfScope: { recall: number; precision: number };
  /** Of what is answered without asking back. */
  answers: { precision: number; share: number };
  /** Of messages in scope: answered, and wrongly. */
  byIntent: Record<string, { count: number; recall: number; precision: number }>;
  /** Expected calibration error, in ten bins. */
  calibrationError: number;
  /** "right → taken for", most frequent first. */
  confusion: [pair: string, count: number][];
  /** The surest of the wrong ones. */
  worst: Judgement[];
}

const BINS = 10;
const WORST = 20;

export function figuresOf(judged: Judgement[]): Figures {
  const locales = [...new Set(judged.map(({ locale }) => locale))].sort();
  const intents = [...new Set(judged.flatMap(({ intent, result }) => [intent, result.intent]))].sort();
  const answered = judged.filter(({ result }) => result.band === 'answer');
  const wrong = judged.filter((judgement) => !isRight(judgement));
  const ofLocale = (locale: string) => judged.filter((judgement) => judgement.locale === locale);
  return {
    messages: judged.length,
    inScope: Object.fromEntries(locales.map((locale) => [locale, share(ofLocale(locale).filter(hasTopic), topicIsRight)])),
    withRejection: Object.fromEntries(locales.map((locale) => [locale, share(ofLocale(locale), isRight)])),
    outOfScope: recallAndPrecision(judged, NONE),
    answers: { precision: share(answered, isRight), share: share(judged.filter(hasTopic), ({ result }) => result.band === 'answer') },
    byIntent: Object.fromEntries(
      intents.map((intent) => [
        intent,
        { count: judged.filter((one) => one.intent === intent).length, ...recallAndPrecision(judged, intent) },
      ]),
    ),
    calibrationError: calibrationError(judged),
    confusion: [...count(wrong.map(({ intent, result }) => `${intent} → ${result.intent}`))].sort(([, a], [, b]) => b - a),
    worst: wrong.toSorted((a, b) => b.result.score - a.result.score).slice(0, WORST),
  };
}

function isRight({ intent, result }: Judgement): boolean {
  return intent === result.intent;
}

function hasTopic({ intent }: Judgement): boolean {
  return intent !== NONE;
}

/** Whatever the band: the topic that would be tried first. */
function topicIsRight({ intent, result }: Judgement): boolean {
  return (result.intent === NONE ? result.alternatives[0]?.intent : result.intent) === intent;
}

function recallAndPrecision(judged: Judgement[], intent: string): { recall: number; precision: number } {
  return {
    recall: share(
      judged.filter((one) => one.intent === intent),
      isRight,
    ),
    precision: share(
      judged.filter((one) => one.result.intent === intent),
      isRight,
    ),
  };
}

function calibrationError(judged: Judgement[]): number {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, score: 0, right: 0 }));
  for (const judgement of judged) {
    const bin = bins[Math.min(BINS - 1, Math.floor(judgement.result.score * BINS))];
    if (!bin) continue;
    bin.count += 1;
    bin.score += judgement.result.score;
    bin.right += isRight(judgement) ? 1 : 0;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.score - bin.right), 0) / judged.length;
}

function share<T>(items: T[], test: (item: T) => boolean): number {
  return items.filter(test).length / items.length;
}

function count(items: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
