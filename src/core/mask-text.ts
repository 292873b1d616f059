/** What the searches for secrets share: a folded text of the same length, spans, and patterns of words. */
import { createWordFinder, type FoundWord } from './word-finder.ts';

export type SecretKind = 'password' | 'pin' | 'code' | 'card' | 'cvv' | 'nik';

/** A secret's place, UTF-16 code units. */
export interface Secret {
  kind: SecretKind;
  start: number;
  end: number;
}

const ASCII = /^[\0-\x7f]*$/;

/** Half-width, lower case, with ASCII digits, and every character where it was. */
export function foldInPlace(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(text)) return lower;
  const same = lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return same
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0).toLowerCase())
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[\u00A0\u2000-\u200D\u2060\u3000\uFEFF\u00AD]/g, ' ');
}

/**
 * Any of the words, the longest first; words in Latin letters must stand alone.
 * @param digitsMayFollow `pin123456` has the word `pin` too
 */
export function anyOf(words: readonly string[], digitsMayFollow = false): string {
  const sorted = [...words].sort((a, b) => b.length - a.length).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const latin = sorted.filter((word) => /^[a-z0-9]/.test(word)).map((word) => word.replaceAll(' ', ' {1,3}'));
  const other = sorted.filter((word) => !/^[a-z0-9]/.test(word));
  const parts = [
    latin.length ? `(?<![a-z0-9])(?:${latin.join('|')})(?:-?nya|ku|mu)?(?![a-z${digitsMayFollow ? '' : '0-9'}])` : '',
    other.join('|'),
  ];
  return `(?:${parts.filter(Boolean).join('|')})`;
}

/** Finds any of the words as `anyOf` does. */
export function finderOf(words: readonly string[], digitsMayFollow = false): (folded: string) => FoundWord[] {
  const apart = words.filter((word) => /^[a-z0-9]/.test(word));
  return createWordFinder(anyOf(words, digitsMayFollow), { apart, anywhere: words.filter((word) => !apart.includes(word)) });
}

/** Emails and links: what is in them is no secret of ours. */
export function addressesIn(folded: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const { index, 0: link } of folded.matchAll(/(?:https?:\/\/|www\.)[^\s]{1,2000}/g))
    found.push({ start: index, end: index + link.length });
  for (let at = folded.indexOf('@'); at !== -1; at = folded.indexOf('@', at + 1)) {
    const before = /[a-z0-9._%+-]+$/.exec(folded.slice(Math.max(0, at - 64), at))?.[0];
    const after = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![a-z0-9])/.exec(folded.slice(at + 1, at + 256))?.[0];
    if (before && after) found.push({ start: at - before.length, end: at + 1 + after.length });
  }
  return found;
}

export function overlaps(spans: { start: number; end: number }[], start: number, end: number): boolean {
  return spans.some((span) => span.start < end && start < span.end);
}
