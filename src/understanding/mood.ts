/** How she feels, by the words of her language and by how she writes them. */
import type { Mood } from '../core/mood.ts';
import type { LanguageFile } from './language-file.ts';
import { foldWords } from './normalise.ts';

/** One word shows a mood, the next ones make it surer. */
const FIRST_WORD = 0.6;
/** What shouting adds to anger and urgency that words show already. */
const SHOUTING = 0.25;
/** Shouting alone. */
const LOUD = 0.3;
const NAMES = ['anger', 'fear', 'urgency'] as const;

/** Beyond Latin letters: words may not be parted. */
const UNSPACED = /[^\0-\u024f]/;

export type MoodReader = (text: string, words: string) => Mood | undefined;

/** What a word, or a character where words aren't parted, may tell. */
interface Telling {
  /** On its own. */
  mood?: Mood;
  /** As the beginning of a phrase. */
  phrases: { phrase: string; mood: Mood }[];
}

/** Reads every language at once: people swear in all of them. */
export function createMoodReader(languages: Record<string, LanguageFile>): MoodReader {
  const telling = new Map<string, Telling>();
  const tellingOf = (start: string): Telling => {
    const known = telling.get(start) ?? { phrases: [] };
    telling.set(start, known);
    return known;
  };
  for (const file of Object.values(languages)) {
    for (const name of NAMES) {
      for (const phrase of (file.mood?.[name] ?? []).map(foldWords)) {
        const mood = { anger: 0, fear: 0, urgency: 0, [name]: 1 };
        if (file.tokenizer === 'segmenter') tellingOf(phrase.charAt(0)).phrases.push({ phrase, mood });
        else if (phrase.includes(' ')) tellingOf(phrase.slice(0, phrase.indexOf(' '))).phrases.push({ phrase: ` ${phrase} `, mood });
        else tellingOf(phrase).mood = mood;
      }
    }
  }
  return (text, words) => {
    const hits: Mood = { anger: 0, fear: 0, urgency: 0 };
    const begun = new Set<Telling['phrases'][number]>();
    for (const word of words.split(' ')) {
      const told = telling.get(word);
      if (!told) continue;
      add(hits, told.mood);
      for (const phrase of told.phrases) begun.add(phrase);
    }
    if (UNSPACED.test(words)) for (const character of words) for (const phrase of telling.get(character)?.phrases ?? []) begun.add(phrase);
    if (begun.size) {
      const line = ` ${words} `;
      for (const { phrase, mood } of begun) if (line.includes(phrase)) add(hits, mood);
    }
    const loud = isLoud(text);
    const mood = { anger: strength(hits.anger, loud), fear: strength(hits.fear, false), urgency: strength(hits.urgency, loud) };
    return mood.anger + mood.fear + mood.urgency > 0 ? mood : undefined;
  };
}

function add(sum: Mood, mood: Mood | undefined): void {
  if (!mood) return;
  for (const name of NAMES) sum[name] += mood[name];
}

function strength(hits: number, loud: boolean): number {
  if (!hits) return loud ? LOUD : 0;
  const said = 1 - (1 - FIRST_WORD) ** hits;
  return Math.round(Math.min(1, said + (loud ? SHOUTING : 0)) * 100) / 100;
}

const EXCLAIMED = /[!！]\s*[!！]/;
const SMALL_LETTER = /[a-z]/;
const CAPITALS = /[A-Z]/g;
/** Fewer may be an abbreviation. */
const LEAST_CAPITALS = 12;

/** Several marks of exclamation, or a line in capitals. */
function isLoud(text: string): boolean {
  if (EXCLAIMED.test(text)) return true;
  return !SMALL_LETTER.test(text) && (text.match(CAPITALS)?.length ?? 0) >= LEAST_CAPITALS;
}
