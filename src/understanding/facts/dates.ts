/** Days and hours, relative to now, in the customer's time zone: "kemarin jam 3", "昨天下午", "last friday 3pm". */
import type { Entity } from '../../core/turn-types.ts';
import type { Kind, Token } from './words.ts';

const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;
const QUARTER_MS = 900_000;
/** Characters between a day and its hour: "kemarin, jam 3", "yesterday at 3". */
const GAP = 5;

interface Found {
  /** A day as epoch ms of its midnight in UTC, an hour as minutes after midnight, of the night after midnight too. */
  value: number;
  start: number;
  end: number;
}

/**
 * @param now epoch ms
 * @returns `date` as `2026-11-24`, `moment` as `2026-11-24T15:00`, `time` as `15:00`, all as her clock shows them
 */
export function findDates(text: string, tokens: Token[], now: number, timeZone: string): Entity[] {
  if (!tokens.length) return [];
  const local = wallClock(now, timeZone);
  const today = Math.floor(local / DAY_MS) * DAY_MS;
  const times = findTimes(text, tokens);
  const spent = new Set<Found>();
  const found = findDays(text, tokens, local, today).map((day): Entity => {
    if (day.value % DAY_MS) return { kind: 'moment', value: iso(day.value).slice(0, 16), start: day.start, end: day.end };
    const time = times.find((candidate) => !spent.has(candidate) && gapBetween(day, candidate) <= GAP);
    if (!time) return { kind: 'date', value: iso(day.value).slice(0, 10), start: day.start, end: day.end };
    spent.add(time);
    const at = day.value + time.value * 60_000;
    // One in the night belongs to the evening before it; who writes of her payment means none that is still to come.
    const value = iso(time.value >= DAY_MINUTES && at > local ? at - DAY_MS : at).slice(0, 16);
    return { kind: 'moment', value, start: Math.min(day.start, time.start), end: Math.max(day.end, time.end) };
  });
  const alone = times.filter((time) => !spent.has(time));
  return [
    ...found,
    ...alone.map(({ value, start, end }) => ({ kind: 'time', value: iso((value % DAY_MINUTES) * 60_000).slice(11, 16), start, end })),
  ];
}

function findDays(text: string, tokens: Token[], local: number, today: number): Found[] {
  return tokens.flatMap((token, index) => {
    const at = (offset: number, kind: Kind) => neighbour(text, tokens, index, offset, kind);
    const { start, end } = token;
    const weekday = token.meanings.get('weekday');
    if (typeof weekday === 'number') {
      const next = at(-1, 'next') ?? at(1, 'next');
      const last = at(-1, 'last') ?? at(1, 'last');
      const back = (7 + isoWeekday(today) - weekday) % 7;
      const days = next ? (back === 0 ? 7 : 7 - back) : last && back === 0 ? -7 : -back;
      return [spanning([token, next ?? last], today + days * DAY_MS)];
    }
    const number = token.meanings.get('number');
    const unit = at(1, 'unit');
    const ago = unit && neighbour(text, tokens, index + 1, 1, 'ago');
    const count = numberIn(token);
    if (count !== undefined && unit && ago) {
      const minutes = Number(unit.meanings.get('unit')) * count;
      const moment = local - minutes * 60_000;
      const value = minutes % 1440 ? Math.floor(moment / 60_000) * 60_000 : today - minutes * 60_000;
      return [spanning([token, ago], value)];
    }
    const month = at(1, 'month') ?? at(-1, 'month');
    if (count !== undefined && month && count >= 1 && count <= 31) {
      return [spanning([token, month], nearestPast(today, Number(month.meanings.get('month')), count))];
    }
    if (typeof number === 'string') {
      const value = numericDate(number, today);
      return value === undefined ? [] : [{ value, start, end }];
    }
    const day = token.meanings.get('day');
    const isModifier = tokens[index - 1]?.meanings.has('weekday') && token.meanings.has('last');
    return typeof day === 'number' && !isModifier ? [{ value: today + day * DAY_MS, start, end }] : [];
  });
}

function findTimes(text: string, tokens: Token[]): Found[] {
  return tokens.flatMap((token, index) => {
    const clock = /^(\d{1,2})(?:[.:](\d{2}))?$/.exec(token.text);
    const count = numberIn(token);
    if (!clock && count === undefined) return [];
    const at = (offset: number, kind: Kind) => neighbour(text, tokens, index, offset, kind);
    const word = at(-1, 'hour') ?? at(1, 'hour');
    const afterWord = word && word.start > token.start ? 2 : 1;
    const part = at(afterWord, 'dayPart') ?? at(1, 'dayPart') ?? at(-1, 'dayPart');
    const half = word && at(afterWord, 'half');
    if (!word && !part && !/^\d{1,2}:\d{2}$/.test(token.text)) return [];
    const hour = clock ? Number(clock[1]) : (count ?? 0);
    const minute = half ? 30 : Number(clock?.[2] ?? 0);
    if (hour > 24 || minute > 59) return [];
    const from = part && Number(part.meanings.get('dayPart'));
    return [spanning([token, word, part, half], (from === undefined ? hour % 24 : hourFrom(hour, from)) * 60 + minute)];
  });
}

/** The first that a clock with twelve hours shows so, from then on; 24 and more are in the night after. */
function hourFrom(hour: number, from: number): number {
  if (hour > 12) return hour % 24;
  const twelve = hour % 12;
  return twelve + 12 * Math.ceil(Math.max(0, from - twelve) / 12);
}

/** The token beside, when only spaces part them. */
function neighbour(text: string, tokens: Token[], index: number, offset: number, kind: Kind): Token | undefined {
  const step = Math.sign(offset);
  for (let at = index; at !== index + offset; at += step) {
    const [first, second] = step > 0 ? [tokens[at], tokens[at + 1]] : [tokens[at - 1], tokens[at]];
    if (!first || !second || text.slice(first.end, second.start).trim() !== '') return undefined;
  }
  const token = tokens[index + offset];
  return token?.meanings.has(kind) ? token : undefined;
}

function numberIn(token: Token): number | undefined {
  const numeral = token.meanings.get('numeral');
  if (typeof numeral === 'number') return numeral;
  return /^\d{1,4}$/.test(token.text) ? Number(token.text) : undefined;
}

function spanning(tokens: (Token | undefined)[], value: number): Found {
  const present = tokens.filter((token) => token !== undefined);
  return { value, start: Math.min(...present.map(({ start }) => start)), end: Math.max(...present.map(({ end }) => end)) };
}

function gapBetween(a: Found, b: Found): number {
  return Math.max(a.start, b.start) - Math.min(a.end, b.end);
}

/** 24/11/2026, 24-11-26, 2026-11-24; day before month, as in Indonesia. */
function numericDate(text: string, today: number): number | undefined {
  const yearFirst = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (yearFirst) return dayOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const local = /^(\d{1,2})[-/](\d{1,2})[-/](\d{2}|\d{4})$/.exec(text);
  if (local) return dayOf((Number(local[3]) % 2000) + 2000, Number(local[2]), Number(local[1]));
  const short = /^(\d{2})\/(\d{2})$/.exec(text);
  return short && Number(short[2]) <= 12 ? nearestPast(today, Number(short[2]), Number(short[1])) : undefined;
}

function dayOf(year: number, month: number, day: number): number | undefined {
  const value = Date.UTC(year, month - 1, day);
  const date = new Date(value);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? value : undefined;
}

/** Customers write about what has happened. */
function nearestPast(today: number, month: number, day: number): number {
  const year = new Date(today).getUTCFullYear();
  const value = Date.UTC(year, month - 1, day);
  return value > today + 31 * DAY_MS ? Date.UTC(year - 1, month - 1, day) : value;
}

function isoWeekday(day: number): number {
  return new Date(day).getUTCDay() || 7;
}

function iso(value: number): string {
  return new Date(value).toISOString();
}

const clocks = new Map<string, { format: Intl.DateTimeFormat; quarter: number; offset: number }>();

/** Epoch ms as if her clock showed UTC. Clocks are put forward or back on the quarter of an hour only. */
function wallClock(now: number, timeZone: string): number {
  const quarter = Math.floor(now / QUARTER_MS);
  const clock = clocks.get(timeZone) ?? {
    format: new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' }),
    quarter: Number.NaN,
    offset: 0,
  };
  if (clock.quarter !== quarter) {
    const start = quarter * QUARTER_MS;
    clock.offset = Date.parse(`${clock.format.format(start).replace(', ', 'T')}Z`) - start;
    clock.quarter = quarter;
    clocks.set(timeZone, clock);
  }
  return Math.floor((now + clock.offset) / 1000) * 1000;
}
