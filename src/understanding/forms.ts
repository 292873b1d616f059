/** The form behind a written word: slang, endings and slips undone, and its stem. */
import type { LanguageFile } from './language-file.ts';
import type { Form } from './lexicon.ts';
import { loadStemmer } from './natural.ts';
import { EMAIL, NUMBER, URL } from './normalise.ts';

export interface Spelling {
  right: ReadonlySet<string>;
  respelled(word: string): string | undefined;
}

/** Words kept; real messages bring few thousand different ones. */
export const MEMO = 4_000;
/** Shorter rests are chance: the end of a word that only looks like a clitic. */
const SHORTEST_ROOT = 3;
const SPECIAL = new Map([
  [NUMBER, 'number'],
  [EMAIL, 'email'],
  [URL, 'url'],
]);

/** Slang may stand for several words. */
export function createForms(
  file: LanguageFile | undefined,
  { right, respelled }: Spelling,
  stem: (word: string) => string,
): (word: string) => Form[] {
  const slang = new Map(Object.entries(file?.slang ?? {}));
  const clitics = file?.clitics ?? [];

  const usualForm = (word: string): string => {
    for (const clitic of clitics) {
      if (word.length - clitic.length < SHORTEST_ROOT || !word.endsWith(clitic)) continue;
      const root = word.slice(0, -clitic.length);
      const form = slang.get(root) ?? root;
      if (right.has(form)) return form;
    }
    return right.has(word) ? word : (respelled(word) ?? word);
  };
  return (word) => {
    const special = SPECIAL.get(word);
    return special
      ? [{ text: word, stem: special }]
      : (slang.get(word) ?? usualForm(word)).split(' ').map((text) => ({ text, stem: stem(text) }));
  };
}

/** @param known words whose stems were worked out in training @param bent those whose stem is another, and it */
export function createStemmer(
  file: Pick<LanguageFile, 'stemmer' | 'affixes'> | undefined,
  known: ReadonlySet<string>,
  bent: ReadonlyMap<string, string> | undefined,
): (word: string) => string {
  const path = file?.stemmer;
  if (path === undefined) return (word) => word;
  const affixed = file?.affixes === undefined ? undefined : new RegExp(file.affixes, 'u');
  let load: ((word: string) => string) | undefined;
  return (word) => {
    if (bent) {
      const stem = bent.get(word);
      if (stem !== undefined) return stem;
      if (known.has(word)) return word;
    }
    // A stemmer tries all its rules on a word that it can't change, such as a name.
    if (affixed && !affixed.test(word)) return word;
    load ??= loadStemmer(path);
    return load(word);
  };
}
