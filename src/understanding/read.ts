/**
 * Reads a text the way one language does: its slang, endings, slips of the finger and stems for words; runs of
 * characters where words aren't parted by spaces. Whatever a word tells is worked out once and remembered.
 */
import { gramsOfWord, hashOf, SEED } from './hash.ts';
import type { LanguageFile } from './language-file.ts';
import { conceptNames, conceptPhrases, createLexicon, createRunLexicon, type Form, type Lexicon } from './lexicon.ts';
import { loadStemmer } from './natural.ts';
import { EMAIL, NUMBER, respeller, URL } from './normalise.ts';
import { createSpeller } from './spelling.ts';

export interface Word extends Form {
  concepts: readonly number[];
  /** Of the stem. */
  hash: number;
  /** Hashes of its letters in a row. */
  grams: readonly number[];
}

export interface Reading {
  /** In order, after slang, endings and slips. */
  words: Word[];
  /** Runs of characters of scripts without spaces, respelled. */
  runs: string[];
  /** Numbers of the concepts, each once, ascending. */
  concepts: number[];
  /** Whether she asks. */
  question: boolean;
}

export interface Reader {
  /** @param text folded and generalised */
  read(text: string): Reading;
}

export interface Readers {
  /** Names of the concepts by number. */
  concepts: string[];
  /** By locale; any other text is read as the first language's. */
  of(locale: string | undefined): Reader;
}

/** Words kept; real messages bring few thousand different ones. */
const MEMO = 20_000;
/** Shorter rests are chance: the end of a word that only looks like a clitic. */
const SHORTEST_ROOT = 3;
const SPECIAL = new Map([
  [NUMBER, 'number'],
  [EMAIL, 'email'],
  [URL, 'url'],
]);

/** @param words locale → words of its phrases, which are never taken for a slip of another */
export function createReaders(languages: Record<string, LanguageFile>, words: Record<string, Record<string, number>>): Readers {
  const names = conceptNames(languages);
  const phrases = new Map(Object.entries(languages).map(([locale, file]) => [locale, conceptPhrases(file, names)]));
  const unspaced = Object.values(languages).filter(({ tokenizer }) => tokenizer === 'segmenter');
  const runs = {
    split: splitter(unspaced.map(({ script }) => script)),
    respell: respeller(Object.assign({}, ...unspaced.map(({ slang }) => slang)) as Record<string, string>),
    concepts: createRunLexicon(
      Object.entries(languages).flatMap(([locale, file]) => (file.tokenizer === 'segmenter' ? (phrases.get(locale) ?? []) : [])),
    ),
  };
  const usual = Object.entries(languages).flatMap(([locale, file]) => [
    ...[...Object.values(file.slang), ...(phrases.get(locale) ?? []).map(([phrase]) => phrase)].flatMap((phrase) => phrase.split(' ')),
    ...file.markers,
  ]);
  const right = new Set([...Object.values(words).flatMap((own) => Object.keys(own)), ...usual]);
  const spelling: Spelling = { right, respelled: createSpeller(right) };
  const readers = new Map(
    Object.entries(languages).map(([locale, file]) => {
      const others = [...phrases].filter(([other]) => other !== locale).flatMap(([, list]) => list);
      return [locale, createReader(file, phrases.get(locale) ?? [], others, spelling, runs)];
    }),
  );
  const [any = createReader(undefined, [], [], spelling, runs)] = readers.values();
  return { concepts: names, of: (locale) => (locale === undefined ? any : (readers.get(locale) ?? any)) };
}

interface Runs {
  split(text: string): { words: string[]; runs: string[] };
  respell(run: string): string;
  concepts(run: string, found: (concept: number) => void): void;
}

interface Spelling {
  right: ReadonlySet<string>;
  respelled(word: string): string | undefined;
}

type Phrases = [phrase: string, concept: number][];

function createReader(file: LanguageFile | undefined, own: Phrases, others: Phrases, { right, respelled }: Spelling, runs: Runs): Reader {
  const stemmer = file?.stemmer ? loadStemmer(file.stemmer) : (word: string) => word;
  const slang = new Map(Object.entries(file?.slang ?? {}));
  const forms = new Map<string, Form[]>();
  const words = new Map<Form, Word>();

  const usualForm = (word: string): string => {
    for (const clitic of file?.clitics ?? []) {
      const root = word.slice(0, -clitic.length);
      if (root.length >= SHORTEST_ROOT && word.endsWith(clitic)) {
        const form = slang.get(root) ?? root;
        if (right.has(form)) return form;
      }
    }
    return right.has(word) ? word : (respelled(word) ?? word);
  };
  const formsOf = (word: string): Form[] => {
    const seen = forms.get(word);
    if (seen) return seen;
    const special = SPECIAL.get(word);
    const read = special
      ? [{ text: word, stem: special }]
      : (slang.get(word) ?? usualForm(word)).split(' ').map((text) => ({ text, stem: stemmer(text) }));
    if (forms.size >= MEMO) {
      forms.clear();
      words.clear();
    }
    forms.set(word, read);
    return read;
  };
  const lexicon: Lexicon = createLexicon(own, others, (phrase) => phrase.split(' ').flatMap(formsOf));
  const wordOf = (form: Form): Word => {
    const seen = words.get(form);
    if (seen) return seen;
    const word = { ...form, concepts: lexicon.ofWord(form), hash: hashOf(form.stem, SEED.word), grams: gramsOfWord(form.text) };
    words.set(form, word);
    return word;
  };

  return {
    read: (text) => {
      const parts = runs.split(text);
      const read = parts.words.flatMap((word) => formsOf(word)).map(wordOf);
      const respelledRuns = parts.runs.map((run) => runs.respell(run));
      const concepts = new Set<number>();
      for (const word of read) for (const concept of word.concepts) concepts.add(concept);
      lexicon.ofWords(read, (concept) => concepts.add(concept));
      for (const run of respelledRuns) runs.concepts(run, (concept) => concepts.add(concept));
      return { words: read, runs: respelledRuns, concepts: [...concepts].sort((a, b) => a - b), question: /[?？]/.test(text) };
    },
  };
}

function splitter(scripts: string[]): Runs['split'] {
  if (!scripts.length) return (text) => ({ words: text.match(/:\/\/|@|[\p{L}\p{M}\p{N}]+/gu) ?? [], runs: [] });
  const classes = [...new Set(scripts)].map((script) => `\\p{Script=${script}}`).join('');
  const piece = new RegExp(`:\\/\\/|@|[${classes}]+|(?:(?![${classes}])[\\p{L}\\p{M}\\p{N}])+`, 'gu');
  const ofScript = new RegExp(`^[${classes}]`, 'u');
  return (text) => {
    // Most messages are plain Latin letters, for which the shorter pattern is faster.
    if (/^[\0-\u024f]*$/.test(text)) return { words: text.match(/:\/\/|@|[\p{L}\p{M}\p{N}]+/gu) ?? [], runs: [] };
    const words: string[] = [];
    const runs: string[] = [];
    for (const part of text.match(piece) ?? []) (ofScript.test(part) ? runs : words).push(part);
    return { words, runs };
  };
}
