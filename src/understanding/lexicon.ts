/** The ideas a text names, the same in every language: "gagal", "失败" and "failed" are one. */
import type { LanguageFile } from './language-file.ts';
import { lines, type PhraseTable } from './lines.ts';
import { foldWords } from './normalise.ts';

/** A word as a language reads it. */
export interface Form {
  text: string;
  stem: string;
}

export interface Lexicon {
  /** Of a single word. */
  ofWord(form: Form): readonly number[];
  /** Phrases of several words that begin with this one. */
  begunBy(form: Form): readonly Several[];
}

export interface Several {
  phrase: string;
  /** Of the phrase, once it may be meant. */
  words?: string[];
  concept: number;
}

/** Names in order; a concept's number is its place. */
export function conceptNames(languages: Record<string, LanguageFile>): string[] {
  const names = Object.values(languages).flatMap((file) => [
    ...Object.keys(file.concepts),
    // Set phrases count as concepts too: inside a longer message "batal" still points to cancelling.
    ...Object.keys(file.closedClasses).map((intent) => `${intent}-phrase`),
  ]);
  return [...new Set(names)].sort();
}

/** What one language's file says of its concepts, with the number of each. */
export function conceptPhrases(file: LanguageFile, names: readonly string[]): [phrase: string, concept: number][] {
  const place = new Map(names.map((name, index) => [name, index]));
  const listed = [
    ...Object.entries(file.concepts),
    ...Object.entries(file.closedClasses).map(([intent, phrases]) => [`${intent}-phrase`, phrases] as const),
  ];
  return listed.flatMap(([name, phrases]) =>
    phrases
      .map(foldWords)
      .filter((phrase) => phrase.length > 1 || file.tokenizer === 'segmenter')
      .map((phrase): [string, number] => [phrase, place.get(name) ?? 0]),
  );
}

export interface PhraseIndex {
  single: Map<string, number[]>;
  /** By first word. */
  several: Map<string, Several[]>;
}

export function createPhraseIndex(tables: PhraseTable[]): PhraseIndex {
  const single = new Map<string, number[]>();
  const several = new Map<string, Several[]>();
  for (const { phrases, concepts } of tables) {
    const listed = lines(phrases);
    for (let at = 0; at < listed.length; at += 1) {
      const phrase = listed[at] ?? '';
      const concept = concepts[at] ?? 0;
      const end = phrase.indexOf(' ');
      if (end < 0) {
        const known = single.get(phrase);
        if (!known) single.set(phrase, [concept]);
        else if (!known.includes(concept)) known.push(concept);
      } else {
        const first = phrase.slice(0, end);
        const known = several.get(first);
        if (known) known.push({ phrase, concept });
        else several.set(first, [{ phrase, concept }]);
      }
    }
  }
  return { single, several };
}

/** @param shared phrases of every language, word for word @param own those of the language that is read, as its stemmer bends them */
export function createLexicon(shared: PhraseIndex, own: PhraseIndex): Lexicon {
  return {
    ofWord: (form) => [...new Set(listedFor(form, shared.single, own.single))],
    begunBy: (form) => listedFor(form, shared.several, own.several),
  };
}

function listedFor<T>({ text, stem }: Form, ...maps: Map<string, T[]>[]): T[] {
  const listed: T[] = [];
  for (const key of stem === text ? [text] : [text, stem]) {
    for (const map of maps) for (const entry of map.get(key) ?? []) listed.push(entry);
  }
  return listed;
}

/** Whether a phrase stands among the words from the one on that begins it. */
export function standsAt(phrase: Several, forms: readonly Form[], at: number): boolean {
  const words = (phrase.words ??= phrase.phrase.split(' '));
  for (let index = 1; index < words.length; index += 1) {
    const form = forms[at + index];
    if (!form || (form.text !== words[index] && form.stem !== words[index])) return false;
  }
  return true;
}

/** Concepts of a run of characters without spaces. */
export function createRunLexicon(tables: PhraseTable[]): (run: string, found: (concept: number) => void) => void {
  const byFirst = new Map<string, [phrase: string, concept: number][]>();
  for (const { phrases, concepts } of tables) {
    for (const [at, phrase] of lines(phrases).entries()) {
      const joined = phrase.replaceAll(' ', '');
      const first = joined.charAt(0);
      const known = byFirst.get(first);
      if (known) known.push([joined, concepts[at] ?? 0]);
      else byFirst.set(first, [[joined, concepts[at] ?? 0]]);
    }
  }
  return (run, found) => {
    for (let at = 0; at < run.length; at += 1) {
      for (const [phrase, concept] of byFirst.get(run.charAt(at)) ?? []) if (run.startsWith(phrase, at)) found(concept);
    }
  };
}
