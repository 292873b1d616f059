/** Runs of digits in a text: cards, NIK and phone numbers among them, and the rest, which may be codes. */
import validator from 'card-validator';
import { anyOf, type Secret } from './mask-text.ts';
import { CARD, CODE, CVV, NIK, PIN } from './mask-words.ts';

/** Digits written as one number, perhaps in groups: "48 29 13". */
export interface DigitRun {
  digits: string;
  start: number;
  end: number;
}

interface Part extends DigitRun {
  /** Groups of digits of one number are parted by one of these: nothing else may stand between. */
  gap: string;
}

/** How far a word may stand before the number that it names. */
const REACH = 40;
const CARD_NAMED = new RegExp(anyOf(CARD, true), 'u');
const NIK_NAMED = new RegExp(anyOf(NIK, true), 'u');
/** "pin123456": the letters before the digits are their name. */
const NAMED = new RegExp(`${anyOf([...PIN, ...CODE, ...CVV], true)}$`, 'u');
const LONGEST_CARD = 19;
const PROVINCES = /^(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])/;

export interface Numbers {
  secrets: Secret[];
  /** What is neither phone, card nor NIK, nor part of an amount, date or order number. */
  rest: DigitRun[];
}

export function readNumbers(folded: string): Numbers {
  const secrets: Secret[] = [];
  const rest: DigitRun[] = [];
  for (const group of groupsOf(folded)) readGroup(folded, group, secrets, rest);
  return { secrets, rest };
}

function* groupsOf(folded: string): Generator<Part[]> {
  let group: Part[] = [];
  for (const { index, 0: digits } of folded.matchAll(/\d+/g)) {
    const last = group.at(-1);
    const gap = last ? folded.slice(last.end, Math.min(index, last.end + 4)) : '';
    if (last && !/^(?:[^\S\n]{1,2}|[^\S\n]?[-–.·][^\S\n]?)$/.test(gap)) {
      yield group;
      group = [];
    }
    group.push({ digits, start: index, end: index + digits.length, gap: group.length ? gap : '' });
  }
  if (group.length) yield group;
}

function readGroup(folded: string, group: Part[], secrets: Secret[], rest: DigitRun[]): void {
  let left: Part[] = [];
  for (let at = 0; at < group.length; ) {
    const found = secretAt(folded, group, at);
    const length = found?.length ?? phoneAt(folded, group, at);
    if (!length) {
      left.push(group[at] as Part);
      at += 1;
      continue;
    }
    rest.push(...leftOver(folded, left));
    left = [];
    if (found) secrets.push({ kind: found.kind, start: group[at]?.start ?? 0, end: group[at + length - 1]?.end ?? 0 });
    at += length;
  }
  rest.push(...leftOver(folded, left));
}

/** The longest card or NIK that begins with a part. */
function secretAt(folded: string, group: Part[], at: number): { kind: 'card' | 'nik'; length: number } | undefined {
  const first = group[at] as Part;
  if (first.digits.length < 2 && group.length > 1) return undefined;
  const named = folded.slice(Math.max(0, first.start - REACH), first.start);
  let digits = '';
  let best: { kind: 'card' | 'nik'; length: number } | undefined;
  for (let length = 1; at + length <= group.length; length += 1) {
    digits += group[at + length - 1]?.digits ?? '';
    if (digits.length > LONGEST_CARD) break;
    if (digits.length < 13 || isPhone(digits)) continue;
    if (isCard(digits) || (CARD_NAMED.test(named) && at === 0 && length === group.length)) best = { kind: 'card', length };
    else if (isNik(digits, named, isGlued(folded, first))) best = { kind: 'nik', length };
  }
  return best;
}

/** @returns how many parts, from `at` on, are a phone number */
function phoneAt(folded: string, group: Part[], at: number): number {
  const first = group[at] as Part;
  const plus = folded[first.start - 1] === '+';
  if (!plus && !/^(?:0|62|8)/.test(first.digits)) return 0;
  let digits = '';
  let best = 0;
  for (let length = 1; at + length <= group.length && digits.length <= 15; length += 1) {
    digits += group[at + length - 1]?.digits ?? '';
    if (plus ? digits.length >= 8 && digits.length <= 15 : isPhone(digits)) best = length;
  }
  // "62 4111 1111 1111 1111": a card that begins inside is worth more.
  for (let inner = 1; inner < best; inner += 1) if (secretAt(folded, group, at + inner)) return 0;
  return best;
}

export function isPhone(digits: string): boolean {
  return /^(?:(?:62|0)8\d{7,11}|62[2-9]\d{7,9}|0[2-9]\d{7,10}|8[1-9]\d{8,10})$/.test(digits);
}

/** "4111 1111 1111": twelve digits of a card, the last four still to come. Nothing else that is asked for looks so. */
export function isBegunCard(folded: string): boolean {
  return /^\s*(?!628)[2-6]\d{3}(?:[ -]\d{4}){2}\s*$/.test(folded);
}

/** Luhn before the library: it is asked only about the tenth that passes. */
function isCard(digits: string): boolean {
  return /^[2-6]/.test(digits) && passesLuhn(digits) && validator.number(digits, { luhnValidateUnionPay: true }).isValid;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** Province, regency and district, date of birth (a woman's day plus 40), serial. */
function isNik(digits: string, named: string, glued: boolean): boolean {
  if (digits.length !== 16) return false;
  if (NIK_NAMED.test(named)) return true;
  if (glued || !PROVINCES.test(digits)) return false;
  const day = Number(digits.slice(6, 8)) % 40;
  const month = Number(digits.slice(8, 10));
  const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  const dayField = Number(digits.slice(6, 8));
  return (
    dayField <= 71 &&
    day >= 1 &&
    day <= daysInMonth &&
    digits.slice(2, 4) !== '00' &&
    digits.slice(4, 6) !== '00' &&
    digits.slice(12) !== '0000'
  );
}

/** Parts of amounts, dates, times and order numbers are left out. */
function leftOver(folded: string, parts: Part[]): DigitRun[] {
  const first = parts[0];
  const last = parts.at(-1);
  if (!first || !last) return [];
  const total = parts.reduce((sum, { digits }) => sum + digits.length, 0);
  const dotted = parts.slice(1).some(({ gap }) => /[.·]/.test(gap));
  const isOne = parts.length > 1 && total <= 8 && total >= 4 && parts.every(({ digits }) => digits.length <= 4);
  if (isOne && !dotted && !isDate(parts) && !isGlued(folded, first) && !isGlued(folded, last)) {
    return [{ digits: parts.map(({ digits }) => digits).join(''), start: first.start, end: last.end }];
  }
  return parts.filter((part, index) => {
    const next = parts[index + 1];
    const tied = /[-–.·]/.test(part.gap && index > 0 ? part.gap : '') || /[-–.·]/.test(next?.gap ?? '');
    return !tied && !isGlued(folded, part);
  });
}

function isDate(parts: Part[]): boolean {
  if (parts.length !== 3) return false;
  const [a = 0, b = 0, c = 0] = parts.map(({ digits }) => Number(digits));
  const year = parts.find(({ digits }) => digits.length === 4);
  if (!year) return parts.slice(1).every(({ gap }) => gap === '-') && a >= 1 && a <= 31 && b >= 1 && b <= 12;
  const [day, full] = year === parts[0] ? [c, a] : [a, c];
  return full >= 1900 && full < 2100 && b >= 1 && b <= 12 && day >= 1 && day <= 31;
}

/** Letters, slashes and the like belong to it: "TRX2026…", "INV/2026/11", "10:30", "Rp75.500", "150rb". */
function isGlued(folded: string, { start, end }: DigitRun): boolean {
  const before = folded.slice(Math.max(0, start - 3), start);
  const after = folded.slice(end, end + 2);
  if (/^(?:[a-z/_%]|[:,]\d)/.test(after)) return true;
  return /(?:[a-z]{2}[-_#.]?|[/#$_]|\d[:,]|rp\.? ?)$/.test(before) && !NAMED.test(folded.slice(Math.max(0, start - 24), start));
}
