/** PINs, one-time codes and card verification numbers: digits that are named, or that are the whole message. */
import type { DigitRun } from './mask-numbers.ts';
import { readLead, type Reading } from './mask-passwords.ts';
import { anyOf, type Secret, type SecretKind } from './mask-text.ts';
import { CODE_COMPANY, OTHER_CODES, OTHER_NUMBERS, UNITS } from './mask-words.ts';

export interface Name {
  kind: 'pin' | 'code' | 'cvv' | 'maybe-code';
  start: number;
  end: number;
}

/** How far around its name a code may stand, UTF-16 code units. */
const REACH: Record<Name['kind'], number> = { pin: 60, code: 60, cvv: 25, 'maybe-code': 25 };
const UNIT_FOLLOWS = new RegExp(`^\\s{0,3}${anyOf(UNITS)}`, 'u');
const OTHER_CODE_BEFORE = new RegExp(`${anyOf(OTHER_CODES)}[\\s:-]{0,3}$`, 'u');
const OTHER_NUMBER_BEFORE = new RegExp(
  `${anyOf(OTHER_NUMBERS)}(?:nya|号)?(?:\\s(?:saya|aku|gw|gue|nomor|no|number|cuma|is|was|adalah))?[\\s:=#.-]{0,4}$`,
  'u',
);
const LETTERED_CODE = /(?=[a-z]{0,9}\d)(?=\d{0,9}[a-z])[a-z0-9]{4,10}(?![a-z0-9])/y;
const COMPANY = new Set(CODE_COMPANY);
const TO_NAME = /^[\s,]{0,3}(?:(?:is|was|itu|adalah|ini|my|the|new|saya|是|我的|的)[\s]{0,3}){0,4}$/;

/** The one that follows its name directly, and digits of its form near by. */
export function codesNear(reading: Reading, name: Name, rest: DigitRun[]): Secret[] {
  if (name.kind === 'maybe-code' && OTHER_CODE_BEFORE.test(reading.folded.slice(Math.max(0, name.start - 24), name.start))) return [];
  const lead = readLead(reading.folded, name.end);
  const found: Secret[] = [];
  for (const run of within(rest, name.start - REACH[name.kind], name.end + REACH[name.kind])) {
    const kind = kindOf(name, run);
    if (kind && (run.start === lead.at || isNear(reading.folded, name, run))) found.push({ kind, start: run.start, end: run.end });
  }
  const lettered = name.kind === 'code' ? letteredCode(reading, lead.at) : undefined;
  return lettered ? [...found, lettered] : found;
}

/** A message that is nothing but a code: 4 to 8 digits that look like no amount and no date. */
export function bareCode(folded: string, rest: DigitRun[]): Secret | undefined {
  const [run, ...more] = rest;
  if (!run || more.length > 0 || run.digits.length < 4 || run.digits.length > 8 || isWrittenAmount(folded, run) || isBegunPhone(run.digits))
    return undefined;
  const around = `${folded.slice(0, run.start)} ${folded.slice(run.end)}`;
  const words = around.match(/[\p{L}\d'+]+/gu) ?? [];
  return words.length <= 3 && words.every((word) => COMPANY.has(word)) ? { kind: 'code', start: run.start, end: run.end } : undefined;
}

/** "150 ribu", "3 kali": digits that count something. @param folded a message that is read as one number */
export function unitFollows(folded: string): boolean {
  const digits = /\d[\d .,-]*/.exec(folded);
  return digits !== null && UNIT_FOLLOWS.test(folded.slice(digits.index + digits[0].length));
}

function kindOf({ kind }: Name, { digits }: DigitRun): SecretKind | undefined {
  if (kind === 'cvv' && (digits.length === 3 || digits.length === 4)) return 'cvv';
  if (digits.length < 4 || digits.length > 8) return undefined;
  return kind === 'pin' ? 'pin' : 'code';
}

/** Not right behind the name, but in its neighbourhood, and nothing else to look at it. */
function isNear(folded: string, name: Name, run: DigitRun): boolean {
  if (name.kind === 'maybe-code') return run.end <= name.start && TO_NAME.test(folded.slice(run.end, name.start));
  const between = run.start >= name.end ? folded.slice(name.end, run.start) : folded.slice(run.end, name.start);
  if (between.includes('\n\n')) return false;
  if (isAmount(run.digits) || /^(?:19|20)\d\d$/.test(run.digits)) return false;
  return (
    !OTHER_NUMBER_BEFORE.test(folded.slice(Math.max(0, run.start - 32), run.start)) &&
    !UNIT_FOLLOWS.test(folded.slice(run.end, run.end + 16))
  );
}

/** "kode verifikasi: AB12CD". */
function letteredCode({ folded }: Reading, at: number): Secret | undefined {
  LETTERED_CODE.lastIndex = at;
  const code = LETTERED_CODE.exec(folded)?.[0];
  return code && !UNIT_FOLLOWS.test(code.replace(/^\d+/, '')) ? { kind: 'code', start: at, end: at + code.length } : undefined;
}

/** "08123": the start of a phone number. Codes of 4 and 6 digits are too common to let those pass. */
function isBegunPhone(digits: string): boolean {
  return /^08\d+$/.test(digits) && digits.length !== 4 && digits.length !== 6;
}

/** "41201000" may be one, "4120 1000" is none. */
function isWrittenAmount(folded: string, { digits, start, end }: DigitRun): boolean {
  return isAmount(digits) && !/^\d{4}\D\d{4}$/.test(folded.slice(start, end));
}

function isAmount(digits: string): boolean {
  return /^[1-9]\d*000$/.test(digits);
}

/** Those that begin between two places; they are in order, so that a long text costs no more per name. */
function within(runs: DigitRun[], from: number, to: number): DigitRun[] {
  let low = 0;
  for (let high = runs.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.start ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const found: DigitRun[] = [];
  for (let index = low; index < runs.length && (runs[index]?.start ?? to) < to; index += 1) found.push(runs[index] as DigitRun);
  return found;
}
