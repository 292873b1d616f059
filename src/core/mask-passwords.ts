/** Passwords: told by their name before (or after) them, and by looking like one where words stand there too. */
import type { DigitRun } from './mask-numbers.ts';
import { anyOf, overlaps, type Secret } from './mask-text.ts';
import {
  CHAIN,
  COPULAS,
  FILLERS,
  LOOSE_COPULAS,
  NOT_AFTER_COLON,
  NOT_PASSWORDS,
  NOT_PASSWORDS_HAN,
  OWNERS,
  REQUESTS,
  REQUESTS_HAN,
  UNITS,
} from './mask-words.ts';

/** What stands between a secret's name and the place where the secret would be. */
export interface Lead {
  at: number;
  colon: boolean;
  copula: boolean;
  owned: boolean;
}

const SPACES = /\s{0,10}/y;
const COLON = /(?::|=|->|=>|→|- )\s{0,6}/y;
const OWNER = new RegExp(anyOf(OWNERS), 'uy');
const FILLER = new RegExp(anyOf(FILLERS), 'uy');
const COPULA = new RegExp(anyOf(COPULAS), 'uy');
const LOOSE_COPULA = new RegExp(anyOf(LOOSE_COPULAS), 'uy');
const LEADING: readonly (readonly ['colon' | 'owned' | 'copula' | undefined, RegExp])[] = [
  ['colon', COLON],
  ['owned', OWNER],
  ['copula', COPULA],
  [undefined, LOOSE_COPULA],
  [undefined, FILLER],
];
const CHAIN_WORD = new RegExp(anyOf(CHAIN), 'uy');
const QUOTED = /["“”'‘’「『`]([^\n"“”'‘’」』`]{1,64})["“”'‘’」』`]/y;
/** A password ends at a space, at Chinese or at its punctuation. */
const RUN = /[^\s\p{Script=Han}，。！？；、…]{1,1024}/uy;
const HAN_RUN = /[\p{Script=Han}a-z0-9]{1,32}/uy;
const CLAUSE_ENDS =
  /\s{0,6}(?:$|[.,;!?)\n…。，！？；]|(?:and|dan|but|tapi|tolong|please|pls|thanks|makasih|lalu|terus|trus|kak|min|ya|pin|otp|email)(?![a-z]))/y;
const UNIT = new RegExp(`\\s{0,3}${anyOf(UNITS)}`, 'uy');
/** "3x", "150rb", "100%". */
const COUNT = new RegExp(`^\\d+(?:${UNITS.filter((unit) => /^[a-z]/.test(unit)).join('|')}|%|st|nd|rd|th)$`);
/** Verbs by their form: "diblokir", "terkunci", "kelupaan". */
const VERB =
  /^(?:di[a-z]{4,}|ter[a-z]{4,}|ber[a-z]{4,}|me[mn][a-z]{4,}|ke[a-z]{3,}an|ke(?:blok|kunci|reset|ganti|hapus|lupa|hack|bobol|tahuan)[a-z]*)$/;
const STATE = /^(?:di|ter|ke)(?:blok|kunci|tolak|hapus|ganti|ubah|reset|lupa|minta|kirim|curi|hack|bajak|bobol|simpan|pakai|terima|salah)/;
/** How a sentence goes on to the name after the password itself. */
const LINK_TO_NAME =
  /(?:\s{1,3}(?:is|was|itu|adalah|ini|jadi)\s{1,3}(?:(?:my|the|our|new|old)\s{1,3}){0,3}|\s{0,3}就?是(?:我|的|新|旧){0,3})$/;
const LONGEST = 64;

const notPasswords = new Set(NOT_PASSWORDS);
const notAfterColon = new Set(NOT_AFTER_COLON);
const requests = new Set(REQUESTS);

/** @param owned the name itself says whose it is: "passwordku" */
export function readLead(folded: string, from: number, owned = false): Lead {
  const lead: Lead = { at: from, colon: false, copula: false, owned };
  for (let steps = 0; steps < 8; steps += 1) {
    lead.at += matchAt(SPACES, folded, lead.at)?.[0].length ?? 0;
    const kind = LEADING.find(([, pattern]) => matchAt(pattern, folded, lead.at));
    if (!kind) break;
    const [mark, pattern] = kind;
    lead.at = pattern.lastIndex;
    if (mark) lead[mark] = true;
    if (mark === 'colon') break;
  }
  lead.at += matchAt(SPACES, folded, lead.at)?.[0].length ?? 0;
  return lead;
}

/** A text and what is known of it already. */
export interface Reading {
  text: string;
  folded: string;
  addresses: { start: number; end: number }[];
  /** Digits that may be a code, by their place. */
  digits: Map<number, DigitRun>;
}

interface Span {
  start: number;
  end: number;
}

/** @param name where the word "password" stands, and whether it ends in "my" */
export function passwordsNear(reading: Reading, name: Span & { owned: boolean }): Secret[] {
  const lead = readLead(reading.folded, name.end, name.owned);
  const first = following(reading, name.start, lead);
  const spans = first ? [first, ...chained(reading, first.end)] : preceding(reading, name.start);
  return spans.map((span) => ({ kind: 'password', ...span }));
}

/** The whole message is a password, to look at it. */
export function isBarePassword(text: string): boolean {
  const word = text.trim();
  return /^\S{8,64}$/.test(word) && [/[a-z]/, /[A-Z]/, /\d/, /[!@#$%^&*?~]/].every((kind) => kind.test(word)) && !/[/.]\w/.test(word);
}

function following(reading: Reading, nameStart: number, lead: Lead): Span | undefined {
  const { folded } = reading;
  const quoted = matchAt(QUOTED, folded, lead.at);
  if (quoted) {
    const inner = quoted[1] ?? '';
    const told = lead.colon || lead.copula || !/\s/.test(inner.trim());
    return told && /[\p{L}\d]/u.test(inner) && !notPasswords.has(inner.trim())
      ? { start: lead.at + 1, end: lead.at + 1 + inner.length }
      : undefined;
  }
  const run = runAt(folded, lead.at);
  if (!run) return lead.colon ? chineseAt(folded, lead.at) : undefined;
  return isPassword(reading, run, nameStart, lead) ? (reading.digits.get(run.start) ?? run) : undefined;
}

function isPassword(reading: Reading, run: Span, nameStart: number, lead: Lead): boolean {
  const { folded } = reading;
  const word = bare(folded.slice(run.start, run.end));
  if (!/[\p{L}\d]/u.test(word) || overlaps(reading.addresses, run.start, run.end)) return false;
  if (/^[\d.,-]+$/.test(word)) return isDigitPassword(reading, run.start, lead);
  if (looksSecret(word, reading.text.slice(run.start, run.end))) return true;
  const [beginning = '', ...more] = word.split('!');
  if (more.length && (lead.colon || lead.copula) && !tells(beginning, lead)) return true;
  const last = matchAt(CLAUSE_ENDS, folded, run.end) !== undefined;
  if (lead.colon)
    return word.length > 2 && !(last ? notAfterColon.has(word) || STATE.test(word) : notAfterColon.has(word) || tells(word, lead));
  return (lead.copula || lead.owned) && last && /^\p{L}{4,}$/u.test(word) && !tells(word, lead) && !isRequest(folded, nameStart);
}

/** What is digits only may be her phone number: "lupa password 0812…". */
function isDigitPassword({ folded, digits }: Reading, start: number, lead: Lead): boolean {
  const run = digits.get(start);
  if (!run) return lead.colon || lead.copula;
  return run.digits.length >= 4 && !matchAt(UNIT, folded, run.end);
}

/** A word about the password, not the password. */
function tells(word: string, { owned }: Lead): boolean {
  return notPasswords.has(word) || VERB.test(word) || (!owned && /^[a-z]{3,}(?:ed|ing)$/.test(word));
}

/** Letters with digits or symbols, unless that is a count ("3x") or an order number. */
function looksSecret(word: string, original: string): boolean {
  if (word.length < 4 || COUNT.test(word) || /^[A-Z]{2,5}[-/]?\d{8,}$|\//.test(original)) return false;
  const letters = /\p{L}/u.test(word);
  return /\d/.test(word) ? letters || /[!@#$%^&*_~]/.test(word) : letters && /[@#$%^&*_~]/.test(word);
}

/** Her words before the name ask for something about it. */
export function isRequest(folded: string, nameStart: number): boolean {
  const clause =
    folded
      .slice(Math.max(0, nameStart - 60), nameStart)
      .split(/[.!?;,\n]/)
      .at(-1) ?? '';
  return clause.split(/\s+/).some((word) => requests.has(word)) || REQUESTS_HAN.test(clause);
}

/** "… the new one is Abc123". */
function chained(reading: Reading, from: number): Span[] {
  const found: Span[] = [];
  for (let at = from, words = 0; words < 6 && found.length < 3; words += 1) {
    const here = matchAt(SPACES, reading.folded, at);
    at += here?.[0].length ?? 0;
    const link = matchAt(CHAIN_WORD, reading.folded, at) ?? matchAt(COLON, reading.folded, at);
    if (link) {
      at += link[0].length;
      continue;
    }
    const run = words > 0 ? runAt(reading.folded, at) : undefined;
    if (!run || overlaps(reading.addresses, run.start, run.end)) break;
    if (!looksSecret(bare(reading.folded.slice(run.start, run.end)), reading.text.slice(run.start, run.end))) break;
    found.push(run);
    at = run.end;
    words = 0;
  }
  return found;
}

/** "Abc123 is my password". */
function preceding(reading: Reading, nameStart: number): Span[] {
  const link = LINK_TO_NAME.exec(reading.folded.slice(Math.max(0, nameStart - 24), nameStart));
  if (!link) return [];
  const end = nameStart - link[0].length;
  let start = end;
  while (start > 0 && end - start < LONGEST && /[\x21-\x7e]/.test(reading.folded[start - 1] ?? '')) start -= 1;
  const word = bare(reading.folded.slice(start, end));
  const secret = looksSecret(word, reading.text.slice(start, end)) || (/^\d{4,8}$/.test(word) && word.length === end - start);
  return secret && !overlaps(reading.addresses, start, end) ? [{ start, end }] : [];
}

/** The run of characters at a place, without the punctuation around it; "!" and "?" may belong to a password. */
function runAt(folded: string, at: number): Span | undefined {
  const run = matchAt(RUN, folded, at)?.[0];
  if (!run) return undefined;
  const opening = /^[([{<"']*/.exec(run)?.[0].length ?? 0;
  let end = run.length;
  while (end > opening && '.,;:)]}>"\''.includes(run[end - 1] ?? '')) end -= 1;
  return end > opening ? { start: at + opening, end: at + end } : undefined;
}

function chineseAt(folded: string, at: number): Span | undefined {
  const run = matchAt(HAN_RUN, folded, at)?.[0];
  return run && !NOT_PASSWORDS_HAN.test(run) ? { start: at, end: at + run.length } : undefined;
}

function bare(run: string): string {
  return run.replace(/^[^\p{L}\d]{1,128}|[^\p{L}\d]{1,128}$/gu, '');
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
