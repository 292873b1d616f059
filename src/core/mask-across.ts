/**
 * Secrets that she spreads over messages: named in one and given in the next, or a card number in parts. What is kept
 * between the messages says only that a secret may follow, never a part of it.
 */
import { unitFollows } from './mask-codes.ts';
import { isPhone } from './mask-numbers.ts';
import { isRequest, readLead } from './mask-passwords.ts';
import { foldInPlace, type SecretKind } from './mask-text.ts';
import { CODE_COMPANY, NOT_PASSWORDS_HAN, TAIL, TALK } from './mask-words.ts';
import { MASK, maskSecrets, namesIn } from './mask.ts';

/** What her last message leaves open. */
export interface OpenSecret {
  /** It ended by naming this one. */
  named?: SecretKind;
  /** With a colon or "is": whatever follows is the secret. */
  surely?: true;
  /** Digits of the bare groups that she sent in a row so far. */
  digits?: number;
  /** Epoch ms. */
  at: number;
}

export interface Masked {
  text: string;
  found: SecretKind[];
}

/** Milliseconds. */
const NAMED_LASTS = 10 * 60_000;
const PARTS_LAST = 2 * 60_000;
/** A longer message talks about something: what it names itself is found without help. */
const MOST_WORDS = 4;
const LONGEST_CARD = 19;
const SHORTEST_CARD = 13;
const BARE_DIGITS = /^\s*\d[\d\s.–-]*$/;
/** Stands before the next message, so that it is read as if she had written both at once. */
const NAMED_AS: Record<SecretKind, string> = {
  password: 'password saya ',
  pin: 'pin saya ',
  code: 'otp ',
  card: 'kartu ',
  cvv: 'cvv ',
  nik: 'nik ',
};
const SURE_PASSWORD = 'password: ';
const HAN_TALK = /^[我你您他她它好谢謝人转轉客查退取请請哪这這]/u;

const company = new Set(CODE_COMPANY);
const talk = new Set(TALK);
const TAIL_ENDS = new RegExp(
  `^(?:[\\s,]{0,3}(?:${TAIL.filter((word) => /^[a-z]/.test(word)).join('|')})(?![a-z0-9])|[\\s，]{0,3}(?:${TAIL.filter((word) => !/^[a-z]/.test(word)).join('|')})){0,4}[\\s:=：.…?？,，]{0,8}$`,
  'u',
);

/** @param now epoch ms */
export function maskFollowing(text: string, open: OpenSecret | undefined, now: number): Masked {
  const alone = maskSecrets(text);
  if (!open) return alone;
  const age = now - open.at;
  if (open.named && age <= NAMED_LASTS) {
    const given = maskGiven(alone, open.named, open.surely === true);
    if (given.found.length > alone.found.length || given.text !== alone.text) return given;
  }
  if (!alone.found.length && open.digits && age <= PARTS_LAST && goesOn(foldInPlace(text), open.digits)) return whole(text, 'card');
  return alone;
}

/** @param masked her message after masking */
export function leavesOpen(text: string, masked: Masked, open: OpenSecret | undefined, now: number): OpenSecret | undefined {
  const folded = foldInPlace(text);
  if (BARE_DIGITS.test(folded) && !isPhone(digitsOf(folded))) return openDigits(folded, masked, open, now);
  // "ini ya kak": still about to say it.
  if (open?.named && !/\d/.test(folded) && wordsOf(folded).every((word) => company.has(word))) return open;
  const named = namedAtEnd(masked.text === text ? folded : foldInPlace(masked.text));
  if (named) return { ...named, at: now };
  return masked.found.includes('card') && !masked.found.includes('cvv') ? { named: 'cvv', at: now } : undefined;
}

/** Nothing but digits, in groups. */
export function isBareDigits(text: string): boolean {
  return BARE_DIGITS.test(foldInPlace(text));
}

function maskGiven(alone: Masked, kind: SecretKind, surely: boolean): Masked {
  const folded = foldInPlace(alone.text);
  const words = wordsOf(folded);
  const [first = ''] = words;
  if (!words.length || words.length > MOST_WORDS || talk.has(first) || HAN_TALK.test(first) || NOT_PASSWORDS_HAN.test(first)) return alone;
  if (kind !== 'password' && unitFollows(folded)) return alone;
  const before = kind === 'password' && surely && words.length === 1 ? SURE_PASSWORD : NAMED_AS[kind];
  const { text, found } = maskSecrets(before + alone.text.trimStart());
  return text.startsWith(before) ? { text: text.slice(before.length), found: [...new Set([...alone.found, ...found])] } : alone;
}

/** Digits go on where others stood before: groups of four, or as many in all as a card has. */
function goesOn(folded: string, before: number): boolean {
  const digits = digitsOf(folded);
  const total = before + digits.length;
  if (!BARE_DIGITS.test(folded) || total > LONGEST_CARD || isPhone(digits)) return false;
  if (before % 4 === 0 && groupsOf(folded).every((group) => group.length === 4)) return true;
  return total >= SHORTEST_CARD && !/^[1-9]\d*000$/.test(digits);
}

function openDigits(folded: string, masked: Masked, open: OpenSecret | undefined, now: number): OpenSecret | undefined {
  const count = digitsOf(folded).length;
  const before = open?.digits !== undefined && now - open.at <= PARTS_LAST ? open.digits : 0;
  const total = before + count <= LONGEST_CARD ? before + count : count;
  const isCard = masked.found.includes('card') && total >= SHORTEST_CARD;
  return count < 2 ? undefined : { ...(isCard && { named: 'cvv' as const }), digits: total, at: now };
}

function namedAtEnd(folded: string): Omit<OpenSecret, 'at'> | undefined {
  const names = namesIn(folded);
  const last = names.at(-1);
  if (!last) return undefined;
  const before = names.at(-2);
  // "cvv kartu saya"
  const name =
    last.loose && before && !folded.slice(before.end, last.start).trim() ? { ...last, kind: before.kind, loose: before.loose } : last;
  const lead = readLead(folded, name.end, name.owned);
  const tail = folded.slice(lead.at);
  const surely = lead.colon || lead.copula || /[:=：]/.test(tail);
  if (tail.length > 40 || !TAIL_ENDS.test(tail)) return undefined;
  if (!surely && (name.loose || isRequest(folded, name.start))) return undefined;
  return { named: name.kind, ...(surely && { surely }) };
}

function whole(text: string, kind: SecretKind): Masked {
  const trimmed = text.trim();
  return { text: text.replace(trimmed, MASK), found: [kind] };
}

function groupsOf(folded: string): string[] {
  return folded.match(/\d+/g) ?? [];
}

function digitsOf(folded: string): string {
  return folded.replace(/\D/g, '');
}

function wordsOf(folded: string): string[] {
  return folded.match(/[^\s,]+/g) ?? [];
}
