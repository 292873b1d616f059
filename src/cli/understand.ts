/**
 * `npm run understand`: JSON lines `{text, locale?}` on stdin, what the desk makes of each on stdout.
 * `npm run understand -- --evaluate FILE`: JSON lines `{text, locale?, intent}`, measured.
 * `npm run understand -- --corrections`: topics that agents corrected; `--accept ID` puts her words among the phrases,
 * `--drop ID` forgets them.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import * as z from 'zod';
import { readConfig } from '../config.ts';
import { openStorage } from '../discover.ts';
import { acceptCorrection, dropCorrection, listCorrections } from './corrections.ts';
import { figureLines } from './figures.ts';
import { figuresOf, type Judgement } from '../understanding/evaluate.ts';
import { loadLocales } from '../locales.ts';
import type { Classifier } from '../ports/classifier.ts';
import { createClassifier } from '../understanding/index.ts';

const LOCALES = join(import.meta.dirname, '../../locales');
const labelledSchema = z.strictObject({ text: z.string(), locale: z.string().optional(), intent: z.string() });
const lineSchema = z.strictObject({ text: z.string(), locale: z.string().optional() });

/**
 * Lines go out as `{text, locale, intent, score, band, entities}`, `locale` being the message's own language, or the
 * given one where it shows none, or null; a line that can't be read goes to `errors` as `{line, error}`, numbered from 1.
 * @returns the exit code: 1 when any line could not be read
 */
export async function understandLines(classifier: Classifier, input: Readable, output: Writable, errors: Writable): Promise<0 | 1> {
  let number = 0;
  let code: 0 | 1 = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (!line.trim()) continue;
    const parsed = parseLine(line);
    if ('error' in parsed) {
      errors.write(`${JSON.stringify({ line: number, error: parsed.error })}\n`);
      code = 1;
      continue;
    }
    const { text, locale } = parsed;
    const { intent, score, band, entities, language } = classifier.classify(text, locale, Date.now());
    output.write(`${JSON.stringify({ text, locale: language?.locale ?? locale ?? null, intent, score, band, entities })}\n`);
  }
  return code;
}

function parseLine(line: string): z.infer<typeof lineSchema> | { error: string } {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  const parsed = lineSchema.safeParse(json);
  return parsed.success ? parsed.data : { error: z.prettifyError(parsed.error) };
}

/**
 * Figures of the classifier over labelled lines, and the microseconds that a message takes.
 * @throws {z.ZodError} when a line is not as it should be
 */
export function evaluateLines(classifier: Classifier, lines: string): string[] {
  const labelled = lines
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => labelledSchema.parse(JSON.parse(line)));
  // The first messages also pay for compiling the code.
  // All that it tells is read: what isn't asked for isn't worked out.
  const read = (text: string, locale?: string) => {
    const { intent, score, band, alternatives, language, entities, mood } = classifier.classify(text, locale, Date.now());
    return { intent, score, band, alternatives, language, entities, mood };
  };
  for (const { text } of labelled.slice(0, 500)) read(text);
  const times: number[] = [];
  const judged = labelled.map(({ text, locale, intent }): Judgement => {
    const began = performance.now();
    const result = read(text, locale);
    times.push(1000 * (performance.now() - began));
    return { text, intent, locale: locale ?? result.language?.locale ?? 'unknown', result };
  });
  times.sort((a, b) => a - b);
  const at = (part: number) => (times[Math.floor(times.length * part)] ?? 0).toFixed(0);
  return [...figureLines(figuresOf(judged)), '', `microseconds a message: p50 ${at(0.5)}, p99 ${at(0.99)}`];
}

/** Beside a running desk, or without one. */
async function correct(option: string, id: string | undefined): Promise<void> {
  const { records, close } = await openStorage(readConfig(process.env).ESTAFET_STORE);
  try {
    if (option === '--accept' && id) process.stdout.write(`${await acceptCorrection(records, id, LOCALES, Date.now())}\n`);
    else if (option === '--drop' && id) await dropCorrection(records, id);
    else process.stdout.write([...(await listCorrections(records, Date.now())), ''].join('\n'));
  } finally {
    await close();
  }
}

if (import.meta.main) {
  const [option, value] = process.argv.slice(2);
  if (option === '--corrections' || option === '--accept' || option === '--drop') await correct(option, value);
  else {
    const classifier = createClassifier(loadLocales(LOCALES));
    if (option === '--evaluate' && value) process.stdout.write(`${evaluateLines(classifier, await readFile(value, 'utf8')).join('\n')}\n`);
    else process.exitCode = await understandLines(classifier, process.stdin, process.stdout, process.stderr);
  }
}
