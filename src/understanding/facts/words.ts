/** The words of every language that stand for numbers, days and names, found in one pass, each with its place. */
import * as z from 'zod';
import { createWordFinder } from '../../core/word-finder.ts';

const words = z.array(z.string().min(1));
const valued = z.record(z.string(), z.number());

/** The section `entities` of `_language.json`. */
export const entityWords = z.strictObject({
  /** Written with a sum: "rp". */
  currency: words,
  /** Word → what the number before it is multiplied by: "rb" → 1000. */
  multipliers: valued,
  /** Characters of written numbers: "五" → 5, "十" → 10; where a language writes them together. */
  numerals: valued.optional(),
  /** Word → days from today. */
  days: valued,
  /** Word → 1 Monday … 7 Sunday. */
  weekdays: valued,
  /** Word → 1…12. */
  months: valued,
  /** Beside a weekday: the one before or after today. */
  last: words,
  next: words,
  /** Word → minutes of the unit: "hari" → 1440. */
  units: valued,
  /** After a number and its unit. */
  ago: words,
  /** Before or after an hour: "jam", "点". */
  hour: words,
  /** Word → first hour of that part of the day: "sore" → 12 turns 3 into 15, "malam" → 18 turns 8 into 20 and 1 into the 1 after midnight. */
  dayParts: valued,
  /** Half past, after an hour. */
  half: words,
  /** Word → place in a list, -1 the last. */
  ordinals: valued,
  /** Before a number that is a place in a list: "nomor". */
  ordinalPrefix: words,
  /** After a number of stars. */
  stars: words,
  /** Before an order's or a transaction's number. */
  orderPrefix: words,
  /** Name → how people write it. */
  banks: z.record(z.string(), words),
  merchants: z.record(z.string(), words),
});

export type EntityWords = z.infer<typeof entityWords>;

export type Kind =
  | 'currency'
  | 'multiplier'
  | 'numeral'
  | 'day'
  | 'weekday'
  | 'month'
  | 'last'
  | 'next'
  | 'unit'
  | 'ago'
  | 'hour'
  | 'dayPart'
  | 'half'
  | 'ordinal'
  | 'ordinalPrefix'
  | 'star'
  | 'orderPrefix'
  | 'bank'
  | 'merchant'
  | 'number';

export interface Token {
  /** One word may mean several things: "kemarin" is a day and, after a weekday, the last one. */
  meanings: Map<Kind, number | string>;
  text: string;
  start: number;
  end: number;
}

export type Scan = (text: string) => Token[];

const NUMBER = '\\d+(?:[.,:/-]\\d+)*';
const DIGITS = '0123456789'.split('');
const UNSPACED = /[\u2e80-\u9fff]/;

export function createScan(languages: EntityWords[]): Scan {
  const meanings = new Map<string, Map<Kind, number | string>>();
  const numerals = new Map<string, number>();
  const add = (word: string, kind: Kind, value: number | string) => {
    const key = word.toLowerCase();
    const known = meanings.get(key) ?? new Map<Kind, number | string>();
    meanings.set(key, known.set(kind, value));
  };
  for (const language of languages) {
    const lists: [Kind, string[]][] = [
      ['currency', language.currency],
      ['last', language.last],
      ['next', language.next],
      ['ago', language.ago],
      ['hour', language.hour],
      ['half', language.half],
      ['ordinalPrefix', language.ordinalPrefix],
      ['star', language.stars],
      ['orderPrefix', language.orderPrefix],
    ];
    for (const [kind, list] of lists) for (const word of list) add(word, kind, 0);
    const maps: [Kind, Record<string, number>][] = [
      ['multiplier', language.multipliers],
      ['day', language.days],
      ['weekday', language.weekdays],
      ['month', language.months],
      ['unit', language.units],
      ['dayPart', language.dayParts],
      ['ordinal', language.ordinals],
    ];
    for (const [kind, map] of maps) for (const [word, value] of Object.entries(map)) add(word, kind, value);
    for (const [name, spellings] of Object.entries(language.banks)) for (const word of spellings) add(word, 'bank', name);
    for (const [name, spellings] of Object.entries(language.merchants)) for (const word of spellings) add(word, 'merchant', name);
    for (const [character, value] of Object.entries(language.numerals ?? {})) numerals.set(character, value);
  }
  const all = [...meanings.keys()].sort((a, b) => b.length - a.length);
  const spaced = all.filter((word) => !UNSPACED.test(word));
  const unspaced = all.filter((word) => UNSPACED.test(word));
  // A word may follow a number at once ("150rb") but no letter.
  const parts = [NUMBER, ...(unspaced.length ? [unspaced.map(escaped).join('|')] : [])];
  if (numerals.size) parts.push(`[${[...numerals.keys()].join('')}]+`);
  if (spaced.length) parts.push(`(?<![a-z])(?:${spaced.map(escaped).join('|')})(?![a-z])`);
  const find = createWordFinder(parts.join('|'), { apart: spaced, anywhere: [...DIGITS, ...unspaced, ...numerals.keys()] });

  return (text) => {
    const lower = text.toLowerCase();
    return find(lower.length === text.length ? lower : text).map(({ word, start, end }) => ({
      text: word,
      start,
      end,
      meanings: meanings.get(word) ?? writtenNumber(word, numerals),
    }));
  };
}

function writtenNumber(word: string, numerals: ReadonlyMap<string, number>): Token['meanings'] {
  return /^\d/.test(word) ? new Map([['number', word]]) : new Map([['numeral', numeralValue(word, numerals)]]);
}

/** "十五万" → 150,000. */
function numeralValue(word: string, numerals: ReadonlyMap<string, number>): number {
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of word) {
    const value = numerals.get(character) ?? 0;
    if (value < 10) digit = value;
    else if (value < 10_000) {
      section += (digit || 1) * value;
      digit = 0;
    } else {
      total = (total + section + digit || 1) * value;
      section = 0;
      digit = 0;
    }
  }
  return total + section + digit;
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
