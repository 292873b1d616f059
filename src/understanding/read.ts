/**
 * Reads a text the way one language does: its slang, endings, slips of the finger and stems for words; runs of
 * characters where words aren't parted by spaces. Whatever a word tells is worked out once and remembered.
 */
import { createForms, createStemmer, MEMO } from './forms.ts';
import { gramsOfWord, hashOf, SEED } from './hash.ts';
import type { LanguageFile } from './language-file.ts';
import { createLexicon, createPhraseIndex, createRunLexicon, type Form, type Lexicon, type Several, standsAt } from './lexicon.ts';
import { lines, type PhraseTable } from './lines.ts';
import { respeller } from './normalise.ts';
import { createSpeller } from './spelling.ts';
import { type Parts, splitter } from './split.ts';
import type { Tables } from './tables.ts';

export interface Word extends Form {
  concepts: readonly number[];
  /** Phrases of concepts that begin with it. */
  begins: readonly Several[];
  /** Of the stem. */
  hash: number;
  /** Hashes of its letters in a row. */
  grams: readonly number[];
  /** Kept here by the model that rated them last. */
  letters?: Letters;
}

/** What the letters of a word add to the scores of a model, before the whole group of letters is brought to one length. */
export interface Letters {
  /** Whose they are. */
  scorer: unknown;
  sums: number[];
  squares: number;
  /** Share that the model knows. */
  share: number;
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
  /** By locale; any other text is read as the first language's. */
  of(locale: string | undefined): Reader;
}

/** @param languages whose folders the tables were made from */
export function createReaders(languages: Record<string, LanguageFile>, tables: Tables): Readers {
  const unspaced = Object.entries(languages).filter(([, { tokenizer }]) => tokenizer === 'segmenter');
  const runs = {
    split: splitter(unspaced.map(([, { script }]) => script)),
    respell: respeller(Object.assign({}, ...unspaced.map(([, { slang }]) => slang)) as Record<string, string>),
    concepts: createRunLexicon(unspaced.map(([locale]) => tables.phrases[locale] ?? NOTHING)),
  };
  const right = new Set(lines(tables.known));
  const spelling = { right, respelled: createSpeller(right) };
  const shared = createPhraseIndex(Object.values(tables.phrases));
  const create = (locale: string, file?: LanguageFile) => {
    const forms = createForms(file, spelling, createStemmer(file, right, pairs(tables.stems?.[locale])));
    return createReader(forms, createLexicon(shared, createPhraseIndex([tables.bent[locale] ?? NOTHING])), runs);
  };
  // Most customers of a process write one language or two.
  const readers = new Map<string, Reader>();
  const [any = ''] = Object.keys(languages);
  return {
    of: (locale = any) => {
      const known = Object.hasOwn(languages, locale) ? locale : any;
      const reader = readers.get(known) ?? create(known, languages[known]);
      readers.set(known, reader);
      return reader;
    },
  };
}

const NOTHING: PhraseTable = { phrases: '', concepts: [] };

function pairs(stems: string | undefined): Map<string, string> | undefined {
  if (stems === undefined) return undefined;
  const bent = new Map<string, string>();
  const listed = lines(stems);
  for (let at = 0; at < listed.length; at += 2) bent.set(listed[at] ?? '', listed[at + 1] ?? '');
  return bent;
}

interface Runs {
  split(text: string): Parts;
  respell(run: string): string;
  concepts(run: string, found: (concept: number) => void): void;
}

const ASKS = /[?？]/;

function createReader(formsOf: (word: string) => Form[], lexicon: Lexicon, runs: Runs): Reader {
  /** By the word as it is written; slang may stand for several. */
  const memo = new Map<string, Word[]>();
  const wordsOf = (written: string): Word[] => {
    const seen = memo.get(written);
    if (seen) return seen;
    const words = formsOf(written).map(
      ({ text, stem }): Word => ({
        text,
        stem,
        concepts: lexicon.ofWord({ text, stem }),
        begins: lexicon.begunBy({ text, stem }),
        hash: hashOf(stem, SEED.word),
        grams: gramsOfWord(text),
      }),
    );
    if (memo.size >= MEMO) memo.clear();
    memo.set(written, words);
    return words;
  };

  return {
    read: (text) => {
      const parts = runs.split(text);
      const read: Word[] = [];
      for (const written of parts.words) for (const word of wordsOf(written)) read.push(word);
      const respelledRuns = parts.runs.map((run) => runs.respell(run));
      const concepts: number[] = [];
      const add = (concept: number) => {
        if (!concepts.includes(concept)) concepts.push(concept);
      };
      read.forEach(({ concepts: own, begins }, at) => {
        for (const concept of own) add(concept);
        for (const phrase of begins) if (standsAt(phrase, read, at)) add(phrase.concept);
      });
      for (const run of respelledRuns) runs.concepts(run, add);
      return { words: read, runs: respelledRuns, concepts: concepts.sort((a, b) => a - b), question: ASKS.test(text) };
    },
  };
}
