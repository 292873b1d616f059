/** Figures of an evaluation, as lines to read. */
import type { Figures } from '../understanding/evaluate.ts';

const CONFUSIONS = 15;

export function figureLines(figures: Figures): string[] {
  const { inScope, withRejection, outOfScope, answers, byIntent, calibrationError, confusion, worst, messages } = figures;
  return [
    `${messages} messages`,
    `right topic, in scope     ${perLocale(inScope)}`,
    `with rejection            ${perLocale(withRejection)}`,
    `out of scope              recall ${percent(outOfScope.recall)}, precision ${percent(outOfScope.precision)}`,
    `answers                   ${percent(answers.precision)} right, given to ${percent(answers.share)} of what is in scope`,
    `calibration error         ${percent(calibrationError)}`,
    '',
    `${'topic'.padEnd(22)}${'count'.padStart(6)}${'recall'.padStart(9)}${'precision'.padStart(11)}`,
    ...Object.entries(byIntent).map(
      ([intent, { count, recall, precision }]) =>
        `${intent.padEnd(22)}${String(count).padStart(6)}${percent(recall).padStart(9)}${percent(precision).padStart(11)}`,
    ),
    '',
    'most often confused',
    ...confusion.slice(0, CONFUSIONS).map(([pair, count]) => `${String(count).padStart(5)}  ${pair}`),
    '',
    'the surest mistakes',
    ...worst.map(({ text, intent, result }) => `  ${result.score.toFixed(2)}  ${intent} → ${result.intent} (${result.band}): ${text}`),
  ];
}

export function perLocale(shares: Record<string, number>): string {
  return Object.entries(shares)
    .map(([locale, share]) => `${locale} ${percent(share)}`)
    .join(', ');
}

export function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`;
}
