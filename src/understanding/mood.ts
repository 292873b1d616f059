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

/** Reads every language at once: people swear in all of them. */
export function createMoodReader(languages: Record<string, LanguageFile>): MoodReader {
  const single = new Map<string, Mood>();
  const inside = new Map<string, { phrase: string; mood: Mood }[]>();
  const addInside = (first: string, phrase: string, mood: Mood) => inside.set(first, [...(inside.get(first) ?? []), { phrase, mood }]);
  for (const file of Object.values(languages)) {
    for (const name of NAMES) {
      for (const phrase of (file.mood?.[name] ?? []).map(foldWords)) {
        const mood = { anger: 0, fear: 0, urgency: 0, [name]: 1 };
        if (file.tokenizer === 'segmenter') addInside(phrase.charAt(0), phrase, mood);
        else if (phrase.includes(' ')) addInside(phrase.slice(0, phrase.indexOf(' ')), ` ${phrase} `, mood);
        else single.set(phrase, mood);
      }
    }
  }
  return (text, words) => {
    const hits: Mood = { anger: 0, fear: 0, urgency: 0 };
    const line = ` ${words} `;
    const each = words.split(' ');
    for (const word of each) add(hits, single.get(word));
    const starts = UNSPACED.test(words) ? [...each, ...words] : each;
    const begun = starts.flatMap((start) => inside.get(start) ?? []);
    for (const { phrase, mood } of new Set(begun)) if (line.includes(phrase)) add(hits, mood);
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

/** Several marks of exclamation, or a line in capitals. */
function isLoud(text: string): boolean {
  if (/[!！]\s*[!！]/.test(text)) return true;
  const letters = text.replace(/[^A-Za-z]/g, '');
  return letters.length >= 12 && letters === letters.toUpperCase();
}
