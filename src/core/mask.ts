/**
 * Takes secrets out of what people type: passwords, PINs, one-time codes, cards, verification numbers and NIK. It
 * rather masks one number too many than stores a secret, but leaves alone what a support desk works with: phone and
 * order numbers, amounts, dates, and sentences that only speak about a password.
 */
import { bareCode, codesNear, type Name } from './mask-codes.ts';
import { type DigitRun, isBegunCard, readNumbers } from './mask-numbers.ts';
import { isBarePassword, passwordsNear, type Reading } from './mask-passwords.ts';
import { addressesIn, finderOf, foldInPlace, type Secret, type SecretKind } from './mask-text.ts';
import { CARD, CODE, CVV, MAYBE_CODE, NIK, PASSWORD, PIN } from './mask-words.ts';

export type { SecretKind } from './mask-text.ts';

/** Of one length, so that it doesn't tell the secret's. */
export const MASK = '••••••';

const KINDS = new Map<string, Name['kind'] | 'password'>([
  ...MAYBE_CODE.map((word) => [word, 'maybe-code'] as const),
  ...PASSWORD.map((word) => [word, 'password'] as const),
  ...CODE.map((word) => [word, 'code'] as const),
  ...CVV.map((word) => [word, 'cvv'] as const),
  ...PIN.map((word) => [word, 'pin'] as const),
]);
const ALL_KINDS = new Map<string, Name['kind'] | SecretKind>([
  ...CARD.map((word) => [word, 'card'] as const),
  ...NIK.map((word) => [word, 'nik'] as const),
  ...KINDS,
]);
const findAllNames = finderOf([...ALL_KINDS.keys()]);
const findNames = finderOf([...KINDS.keys()], true);
const DIGIT = /\d/;

/** @returns the text with each secret replaced by a mask of one length, and their kinds, each once, in order */
export function maskSecrets(text: string): { text: string; found: SecretKind[] } {
  const folded = foldInPlace(text);
  const hasDigits = DIGIT.test(folded);
  const names = findNames(folded);
  if (!hasDigits && !names.length) return { text, found: [] };

  if (isBegunCard(folded)) return masked(text, [whole(text, 'card')]);
  const { secrets, rest } = hasDigits ? readNumbers(folded) : { secrets: [], rest: [] };
  const reading: Reading = { text, folded, addresses: addressesIn(folded), digits: new Map(rest.map((run) => [run.start, run])) };
  const numbers = outside(reading, rest);
  for (const { start, word } of names) secrets.push(...secretsOf(reading, start, word, numbers));
  const bare = bareCode(folded, numbers) ?? (isBarePassword(text) && !reading.addresses.length ? whole(text, 'password') : undefined);
  if (bare && !secrets.length) secrets.push(bare);
  return masked(text, secrets);
}

/** A secret's name, where it stands. */
export interface SecretName {
  kind: SecretKind;
  start: number;
  end: number;
  /** "passwordku" */
  owned: boolean;
  /** It names other things as often: "code", "card". */
  loose: boolean;
}

/** In order. */
export function namesIn(folded: string): SecretName[] {
  return findAllNames(folded).map(({ word, start, end }) => {
    const plain = word.replace(/ +/g, ' ');
    const kind = ALL_KINDS.get(plain) ?? ALL_KINDS.get(plain.replace(/-?(?:nya|ku|mu)$/, '')) ?? 'password';
    const loose = kind === 'maybe-code' || kind === 'card' || kind === 'nik';
    return { kind: kind === 'maybe-code' ? 'code' : kind, start, end, owned: /(?:ku|mu)$/.test(word), loose };
  });
}

function secretsOf(reading: Reading, start: number, word: string, numbers: DigitRun[]): Secret[] {
  const end = start + word.length;
  const kind = KINDS.get(word.replace(/ +/g, ' ')) ?? KINDS.get(word.replace(/ +/g, ' ').replace(/-?(?:nya|ku|mu)$/, '')) ?? 'password';
  if (kind !== 'password') return codesNear(reading, { kind, start, end }, numbers);
  // "password123" is no name of a password, but perhaps one.
  return /\d/.test(reading.folded[end] ?? '') && /[a-z]$/.test(word)
    ? []
    : passwordsNear(reading, { start, end, owned: /(?:ku|mu)$/.test(word) });
}

/** Digits inside emails and links are left alone. */
function outside({ addresses }: Reading, runs: DigitRun[]): DigitRun[] {
  let next = 0;
  return runs.filter((run) => {
    while ((addresses[next]?.end ?? Number.POSITIVE_INFINITY) <= run.start) next += 1;
    return (addresses[next]?.start ?? Number.POSITIVE_INFINITY) >= run.end;
  });
}

function whole(text: string, kind: SecretKind): Secret {
  const start = text.length - text.trimStart().length;
  return { kind, start, end: text.trimEnd().length };
}

/** A file's name: `_` and `-` part its words, and its ending is none of them. */
export function maskFileName(name: string): { text: string; found: SecretKind[] } {
  const ending = /\.[a-z][a-z0-9]{0,4}$/i.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - ending.length);
  const { text, found } = maskSecrets(stem.replaceAll('_', ' ').replace(/(?<=\p{L})-(?=\d)/gu, ' '));
  return found.length ? { text: text + ending, found } : { text: name, found };
}

function masked(text: string, secrets: Secret[]): { text: string; found: SecretKind[] } {
  const ordered = secrets.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const pieces: string[] = [];
  const found = new Set<SecretKind>();
  let at = 0;
  for (const { kind, start, end } of ordered) {
    if (end <= at) continue;
    if (start >= at) {
      pieces.push(text.slice(at, start), MASK);
      found.add(kind);
    }
    at = end;
  }
  return { text: pieces.join('') + text.slice(at), found: [...found] };
}
