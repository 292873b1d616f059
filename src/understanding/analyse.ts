/** One language's reading of a text: words, then the features that the intent model counts. */
import type { LanguageFile } from './language-file.ts';
import { loadStemmer } from './natural.ts';
import { EMAIL, fold, foldWords, generalise, NUMBER, URL } from './normalise.ts';
import { createSpeller } from './spelling.ts';

export interface Analysis {
  /** Words after slang and clitics, in order. */
  words: string[];
  /** Most telling first: concepts, stems, pairs, then character n-grams. */
  features: string[];
}

export interface Analyser {
  analyse(text: string): Analysis;
  /** Pieces of one word, which survive a typo. */
  pieces(word: string): string[];
  /** Tells which words count as known when endings are taken off. */
  learn(words: Iterable<string>): void;
}

/** Stems kept; real messages bring few thousand different words. */
const MEMO = 20_000;
/** Shorter rests are chance: the end of a word that only looks like a clitic. */
const SHORTEST_ROOT = 3;
const SPECIAL = new Map([
  [NUMBER, 'number'],
  [EMAIL, 'email'],
  [URL, 'url'],
]);

export function createAnalyser(locale: string, language: LanguageFile): Analyser {
  const split = language.tokenizer === 'segmenter' ? segmenterOf(locale, language) : spaceSplitter(language);
  const stem = memoised(language.stemmer ? loadStemmer(language.stemmer) : (word) => word);
  const concepts = conceptsOf(language, stem);
  const slang = new Map(Object.entries(language.slang));
  const usual = new Set([...slang.values(), ...Object.values(language.concepts).flat(), ...language.markers]);
  const known = new Set(usual);
  const respelled = language.tokenizer === 'words' ? createSpeller(usual) : () => undefined;

  const usualForm = (word: string): string => {
    for (const clitic of language.clitics) {
      const root = word.slice(0, -clitic.length);
      if (root.length >= SHORTEST_ROOT && word.endsWith(clitic)) {
        const form = slang.get(root) ?? root;
        if (known.has(form)) return form;
      }
    }
    return known.has(word) ? word : (respelled(word) ?? word);
  };
  const pieces = language.tokenizer === 'segmenter' ? characterPairs : wordGrams;

  return {
    pieces,
    learn: (words) => {
      for (const word of words) known.add(word);
    },
    analyse: (text) => {
      const words = split(generalise(fold(text))).map(usualForm);
      return { words, features: [...new Set(featuresOf(words, stem, concepts, language.tokenizer))] };
    },
  };
}

interface Concepts {
  names: string[];
  in(words: string[], stems: string[]): string[];
}

function featuresOf(words: string[], stem: (word: string) => string, concepts: Concepts, tokenizer: LanguageFile['tokenizer']): string[] {
  const stems = words.map((word) => SPECIAL.get(word) ?? stem(word));
  const { names } = concepts;
  const found = concepts.in(words, stems);
  const plain = words.filter((word) => !SPECIAL.has(word));
  const grams = tokenizer === 'segmenter' ? characterPairs(plain.join('')) : plain.flatMap(wordGrams);
  return [
    // What is missing tells as much as what is there, and Bayes counts only what is there.
    ...names.map((concept) => `${found.includes(concept) ? 'c' : 'n'}:${concept}`),
    ...pairs(found.toSorted()).map((pair) => `cc:${pair}`),
    ...stems.map((word) => `w:${word}`),
    ...stems.slice(1).map((word, index) => `p:${stems[index]} ${word}`),
    ...grams,
  ];
}

function pairs(items: string[]): string[] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second) => `${first}+${second}`));
}

/** Four characters of a word at a time, its edges marked: a typo leaves most of them alone. */
function wordGrams(word: string): string[] {
  const edged = `<${word}>`;
  if (edged.length < 5) return [];
  return Array.from({ length: edged.length - 3 }, (_, index) => `g:${edged.slice(index, index + 4)}`);
}

function characterPairs(text: string): string[] {
  const characters = [...text];
  return [
    ...characters.map((character) => `g:${character}`),
    ...characters.slice(1).map((character, index) => `g:${characters[index]}${character}`),
  ];
}

function conceptsOf(language: LanguageFile, stem: (word: string) => string): Concepts {
  const spaced = language.tokenizer === 'words';
  const entries = Object.entries(language.concepts).map(([name, phrases]) => ({
    name,
    phrases,
    stems: phrases.map((phrase) => stem(phrase)),
  }));
  // Set phrases count as concepts too: inside a longer message "batal" still points to cancelling. By their letters
  // only, or "quite" would be "quit".
  const closed = Object.entries(language.closedClasses).map(([intent, phrases]) => ({
    name: `${intent}-phrase`,
    phrases: phrases.map((phrase) => foldWords(phrase)).filter((phrase) => phrase.length > 1),
    stems: [],
  }));
  const all = [...entries, ...closed].map(({ name, phrases, stems }) => ({
    name,
    phrases: phrases.map((phrase) => (spaced ? ` ${phrase} ` : phrase)),
    stems: new Set<string>(spaced ? stems : []),
  }));
  return {
    names: all.map(({ name }) => name),
    in: (words, stems) => {
      const line = spaced ? ` ${words.join(' ')} ` : words.join('');
      return all
        .filter((concept) => concept.phrases.some((phrase) => line.includes(phrase)) || stems.some((word) => concept.stems.has(word)))
        .map(({ name }) => name);
    },
  };
}

function spaceSplitter(language: LanguageFile): (text: string) => string[] {
  const slang = new Map(Object.entries(language.slang));
  return (text) => (text.match(/:\/\/|@|[\p{L}\p{M}\p{N}]+/gu) ?? []).flatMap((word) => (slang.get(word) ?? word).split(' '));
}

function segmenterOf(locale: string, language: LanguageFile): (text: string) => string[] {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const respell = respeller(language.slang);
  return (text) => [...segmenter.segment(respell(text))].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

/** Replaces any spelling of the slang table, the longest first. */
export function respeller(slang: Record<string, string>): (text: string) => string {
  const spellings = Object.keys(slang).sort((a, b) => b.length - a.length);
  if (!spellings.length) return (text) => text;
  const any = new RegExp(spellings.map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'gu');
  return (text) => text.replace(any, (spelling) => slang[spelling] ?? spelling);
}

function memoised(stem: (word: string) => string): (word: string) => string {
  const memo = new Map<string, string>();
  return (word) => {
    const seen = memo.get(word);
    if (seen !== undefined) return seen;
    const result = stem(word);
    if (memo.size >= MEMO) memo.clear();
    memo.set(word, result);
    return result;
  };
}
