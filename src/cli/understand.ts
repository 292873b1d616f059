/** `npm run understand`: JSON lines `{text, locale?}` on stdin, what the desk makes of each on stdout. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { loadLocales } from '../locales.ts';
import type { Classifier } from '../ports/classifier.ts';
import { createClassifier } from '../understanding/index.ts';

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
    const { intent, score, band, entities, language } = classifier.classify(text, locale);
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

if (import.meta.main) {
  const classifier = createClassifier(await loadLocales(join(import.meta.dirname, '../../locales')));
  process.exitCode = await understandLines(classifier, process.stdin, process.stdout, process.stderr);
}
