/** What reading needs beside each `_language.json`, worked out once in training: a start only reads it. */
import { createForms, createStemmer } from './forms.ts';
import type { LanguageFile } from './language-file.ts';
import { conceptNames, conceptPhrases } from './lexicon.ts';
import { type LanguageGroup, languageGroups } from './language-groups.ts';
import { lines, type PhraseTable } from './lines.ts';
import { createSpeller } from './spelling.ts';
import { splitter } from './split.ts';

export interface Tables {
  /** Names of the concepts by number. */
  concepts: string[];
  /** Words that are never taken for a slip of another. */
  known: string;
  /** By locale: phrases of its concepts, folded. */
  phrases: Record<string, PhraseTable>;
  /** By locale: those phrases as its own reading turns them, where it does. */
  bent: Record<string, PhraseTable>;
  /** By locale with a stemmer: the known words that have another stem, each followed by it. */
  stems?: Record<string, string>;
  /** Languages of one script each. */
  groups: LanguageGroup[];
}

export type WordCounts = Record<string, Record<string, number>>;

/** @param words locale → word → how often the phrases of the language have it */
export function createTables(languages: Record<string, LanguageFile>, words: WordCounts): Tables {
  const concepts = conceptNames(languages);
  const listed = Object.entries(languages).map(([locale, file]) => ({ locale, file, own: conceptPhrases(file, concepts) }));
  const usual = listed.flatMap(({ file, own }) => [
    ...[...Object.values(file.slang), ...own.map(([phrase]) => phrase)].flatMap((phrase) => phrase.split(' ')),
    ...file.markers,
  ]);
  const split = splitter(Object.values(languages).flatMap(({ tokenizer, script }) => (tokenizer === 'segmenter' ? [script] : [])));
  // What isn't parted by spaces is read by its characters.
  const right = new Set(
    [...Object.values(words).flatMap((own) => Object.keys(own)), ...usual].filter((word) => word && !split(word).runs.length),
  );
  const spelling = { right, respelled: createSpeller(right) };
  const bent = listed.map(({ locale, file, own }): [string, PhraseTable] => {
    const formsOf = createForms(file, spelling, createStemmer(file, right, undefined));
    const turned = own.flatMap(([phrase, concept]): typeof own => {
      const stems = phrase
        .split(' ')
        .flatMap(formsOf)
        .map(({ stem }) => stem)
        .join(' ');
      return stems === phrase ? [] : [[stems, concept]];
    });
    return [locale, phraseTable(turned)];
  });
  return {
    concepts,
    known: [...right].join('\n'),
    phrases: Object.fromEntries(listed.map(({ locale, own }) => [locale, phraseTable(own)])),
    bent: Object.fromEntries(bent),
    groups: languageGroups(languages, words),
  };
}

/** With the stems of all known words: slow to work out, and a start needs no stemmer then. */
export function withStems(tables: Tables, languages: Record<string, LanguageFile>): Tables {
  const known = lines(tables.known);
  const stems = Object.entries(languages).flatMap(([locale, file]) => {
    if (file.stemmer === undefined) return [];
    const stem = createStemmer(file, new Set(), undefined);
    const pairs = known.map((word) => [word, stem(word)]).filter(([word, other]) => word !== other);
    return [[locale, pairs.flat().join('\n')]];
  });
  return { ...tables, stems: Object.fromEntries(stems) as Record<string, string> };
}

function phraseTable(listed: [phrase: string, concept: number][]): PhraseTable {
  return { phrases: listed.map(([phrase]) => phrase).join('\n'), concepts: listed.map(([, concept]) => concept) };
}
