/** Cross-validates the classifier over our own phrases and fails where a figure is below its floor. */
import { join } from 'node:path';
import { figureLines, percent } from '../../src/cli/figures.ts';
import { loadLocales } from '../../src/locales.ts';
import { figuresOf } from '../../src/understanding/evaluate.ts';
import { crossValidate } from '../../src/understanding/training/cross-validate.ts';

// Our phrases are harder than what customers write: near misses on purpose, no two alike.
const FLOORS = {
  inScope: 0.82,
  withRejection: 0.78,
  noneRecall: 0.75,
  nonePrecision: 0.75,
  answerPrecision: 0.92,
  dangerRecall: 0.8,
  calibrationError: 0.05,
};

const data = loadLocales(join(import.meta.dirname, '../../locales'));
const figures = figuresOf(crossValidate(data));
const low: string[] = [];
const atLeast = (what: string, value: number, floor: number) => {
  if (!(value >= floor)) low.push(`${what}: ${percent(value)} is below ${percent(floor)}`);
};
for (const [locale, value] of Object.entries(figures.inScope)) atLeast(`right topic, ${locale}`, value, FLOORS.inScope);
for (const [locale, value] of Object.entries(figures.withRejection)) atLeast(`with rejection, ${locale}`, value, FLOORS.withRejection);
atLeast('out of scope, recall', figures.outOfScope.recall, FLOORS.noneRecall);
atLeast('out of scope, precision', figures.outOfScope.precision, FLOORS.nonePrecision);
atLeast('answers that are right', figures.answers.precision, FLOORS.answerPrecision);
atLeast('account-compromised, recall', figures.byIntent['account-compromised']?.recall ?? 0, FLOORS.dangerRecall);
if (!(figures.calibrationError <= FLOORS.calibrationError)) {
  low.push(`calibration error: ${percent(figures.calibrationError)} is above ${percent(FLOORS.calibrationError)}`);
}
if (low.length || process.argv.includes('--show')) process.stdout.write(`${figureLines(figures).join('\n')}\n`);
for (const line of low) process.stderr.write(`${line}\n`);
process.exitCode = low.length ? 1 : 0;
