/** Reads `locales/<lang>/`: texts, phrases and what understanding needs of each language. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { foldersIn } from './discover.ts';
import type { Messages } from './core/render.ts';

/** An object whose values all pass. There are thousands, on which zod's own records spend a thirtieth of the start. */
function objectOf<T>(passes: (value: unknown) => value is T, message: string) {
  const isObject = (given: unknown): given is Record<string, T> => typeof given === 'object' && given !== null;
  return z.custom<Record<string, T>>(isObject, 'must be an object').superRefine((given, context) => {
    for (const [key, value] of Object.entries(given)) if (!passes(value)) context.addIssue({ code: 'custom', path: [key], message });
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

const localeFile = z.strictObject({
  /** The language's own name; in `_common.json`. */
  name: z.string().optional(),
  messages: objectOf(isText, 'must be a text').optional(),
  /** Phrases by intent. */
  utterances: objectOf(isTexts, 'must be a list of texts').optional(),
});

export interface LocaleData {
  messages: Messages;
  /** Locale → intent → phrases. */
  utterances: Record<string, Record<string, string[]>>;
  /** Locale → `_language.json`, validated by understanding. */
  languages: Record<string, unknown>;
  /** Locale → the language's own name. */
  names: Record<string, string>;
}

/** @throws {Error} naming the file that is not as it should be */
export function loadLocales(dir: string): LocaleData {
  const data: LocaleData = { messages: {}, utterances: {}, languages: {}, names: {} };
  for (const locale of foldersIn(dir)) {
    const messages: Record<string, string> = {};
    const utterances: Record<string, string[]> = {};
    for (const file of readdirSync(join(dir, locale))
      .filter((name) => name.endsWith('.json'))
      .sort()) {
      const path = join(dir, locale, file);
      const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
      const topic = file.slice(0, -'.json'.length);
      if (topic === '_language') {
        data.languages[locale] = json;
        continue;
      }
      const parsed = localeFile.safeParse(json);
      if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
      if (parsed.data.name) data.names[locale] = parsed.data.name;
      for (const [key, text] of Object.entries(parsed.data.messages ?? {})) messages[`${topic}.${key}`] = text;
      for (const [intent, phrases] of Object.entries(parsed.data.utterances ?? {})) {
        utterances[intent] = [...(utterances[intent] ?? []), ...phrases];
      }
    }
    data.messages[locale] = messages;
    data.utterances[locale] = utterances;
  }
  return data;
}
