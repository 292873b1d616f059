/** Suggestions from corrected topics: a person lists them, and accepts or drops each. Nothing is learned silently. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Records } from '../ports/records.ts';

const COLLECTION = 'topic-corrections';
const MOST = 1000;

const suggestion = z.object({ text: z.string(), locale: z.string(), topic: z.string(), before: z.string().nullable() });
const localeFile = z.looseObject({ utterances: z.record(z.string(), z.array(z.string())).optional() });

/** @returns a line each: id, language, topic before and after, her words */
export async function listCorrections(records: Records, now: number): Promise<string[]> {
  const found = await records.list(COLLECTION, now, undefined);
  return found.slice(0, MOST).map(({ key, value }) => {
    const { text, locale, topic, before } = suggestion.parse(value);
    return `${key}  ${locale}  ${before ?? '–'} → ${topic}  ${text}`;
  });
}

/**
 * Puts her words among the phrases of the topic in her language.
 * @param dir the folder `locales`
 * @throws {Error} when there is no such suggestion, or no file of the topic
 */
export async function acceptCorrection(records: Records, id: string, dir: string, now: number): Promise<string> {
  const record = await records.get(COLLECTION, id, now);
  if (!record) throw new Error(`There is no suggestion ${id}.`);
  const { text, locale, topic } = suggestion.parse(record.value);
  const path = join(dir, locale, `${topic}.json`);
  const file = localeFile.parse(JSON.parse(await readFile(path, 'utf8')));
  const phrases = file.utterances?.[topic] ?? [];
  if (!phrases.includes(text)) {
    const utterances = { ...file.utterances, [topic]: [...phrases, text] };
    await writeFile(path, `${JSON.stringify({ ...file, utterances }, null, 2)}\n`);
  }
  await records.delete(COLLECTION, id);
  return `${path}: ${text}`;
}

export async function dropCorrection(records: Records, id: string): Promise<void> {
  await records.delete(COLLECTION, id);
}
