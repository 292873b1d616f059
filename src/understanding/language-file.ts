/** What understanding needs of a language: `locales/<lang>/_language.json`. */
import * as z from 'zod';
import { entityWords } from './facts/words.ts';

const phrases = z.array(z.string().min(1));

export const languageFile = z.strictObject({
  /** The language's own name. */
  name: z.string().min(1),
  /** Unicode script that it is written in, e.g. `Latin`. */
  script: z.string().regex(/^[A-Z][A-Za-z_]+$/),
  /** `words`: spaces part words. `segmenter`: they don't, so `Intl.Segmenter` does. */
  tokenizer: z.enum(['words', 'segmenter']),
  /** A stemmer of the package natural, as its path below `stemmers/`. */
  stemmer: z
    .string()
    .regex(/^[a-z_]+(\/[a-z_]+)?$/)
    .optional(),
  /** How words begin or end that the stemmer may change, as a regular expression; without it each word is looked at. */
  affixes: z.string().refine(isPattern, 'not a regular expression').optional(),
  /** Whole messages by intent: "yes", "ok", "cancel". */
  closedClasses: z.record(z.string(), phrases),
  /** Words that may stand around a closed phrase and change nothing: "please". */
  fillers: phrases,
  /** Endings written onto any word, taken off an unknown one. */
  clitics: phrases,
  /** Spelling → usual word; in a `segmenter` language any run of characters. */
  slang: z.record(z.string(), z.string()),
  /** Idea → words that all stand for it. */
  concepts: z.record(z.string(), phrases),
  /** Words that show the language, against others of its script. */
  markers: phrases,
  entities: entityWords.optional(),
  /** Words that show how somebody feels. */
  mood: z.strictObject({ anger: phrases, fear: phrases, urgency: phrases }).optional(),
});

export type LanguageFile = z.infer<typeof languageFile>;

/** @throws {Error} naming the locale whose `_language.json` is not as it should be */
export function parseLanguageFile(locale: string, json: unknown): LanguageFile {
  const parsed = languageFile.safeParse(json);
  if (!parsed.success) throw new Error(`locales/${locale}/_language.json: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
