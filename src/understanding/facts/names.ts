/** Order numbers, stars, places in a list, and the names of banks and shops. */
import type { Entity } from '../../core/turn-types.ts';
import type { Token } from './words.ts';

/** Letters, then digits: DPT26110002, TRX-20261124-001, INV/2026/11/123456; a sum of money is none. */
const REFERENCE = /(?<![\p{L}\p{N}])(?!(?:rp|idr)\d)[A-Za-z]{2,6}[-/]?\d[A-Za-z0-9/-]{3,30}(?![\p{L}\p{N}])/giu;
/** After a word that says what it is, a shorter one will do: "order INV-123". */
const SHORT_REFERENCE = /^[\s:#.]*((?!(?:rp|idr)\d)[A-Za-z]{2,6}[-/]?\d{3,30})(?![\p{L}\p{N}])/iu;
/** Characters. */
const LONGEST_REFERENCE = 45;
const LEAST_DIGITS = 5;
const MOST_STARS = 5;

export function findNames(text: string, tokens: Token[]): Entity[] {
  return tokens.flatMap((token, index) => {
    const { start, end, meanings } = token;
    const name: Entity[] = [];
    for (const kind of ['bank', 'merchant'] as const) {
      const value = meanings.get(kind);
      if (typeof value === 'string') name.push({ kind, value, start, end });
    }
    const ordinal = meanings.get('ordinal');
    if (typeof ordinal === 'number') name.push({ kind: 'ordinal', value: String(ordinal), start, end });
    const short = meanings.has('orderPrefix') && SHORT_REFERENCE.exec(text.slice(end, end + LONGEST_REFERENCE));
    if (short) {
      const at = end + short[0].length - (short[1] ?? '').length;
      name.push({ kind: 'order', value: (short[1] ?? '').toUpperCase(), start: at, end: end + short[0].length });
    }
    const next = tokens[index + 1];
    const number = /^\d+$/.test(token.text) ? Number(token.text) : meanings.get('numeral');
    if (typeof number === 'number' && next?.meanings.has('star') && number <= MOST_STARS && text.slice(end, next.start).trim() === '') {
      name.push({ kind: 'rating', value: String(number), start, end: next.end });
    }
    const stars = /^([0-5])\/5$/.exec(token.text)?.[1];
    if (stars) name.push({ kind: 'rating', value: stars, start, end });
    if (next && /^\d+$/.test(next.text) && text.slice(end, next.start).trim().replace(/[:#.]/g, '') === '') {
      if (meanings.has('ordinalPrefix') && next.text.length <= 2) {
        name.push({ kind: 'ordinal', value: String(Number(next.text)), start, end: next.end });
      }
      if (meanings.has('orderPrefix') && next.text.length >= LEAST_DIGITS) {
        name.push({ kind: 'order', value: next.text, start: next.start, end: next.end });
      }
    }
    return name;
  });
}

export function findReferences(text: string): Entity[] {
  if (!/[A-Za-z][-/]?\d/.test(text)) return [];
  return [...text.matchAll(REFERENCE)].flatMap(({ 0: found, index }) =>
    found.replace(/\D/g, '').length < LEAST_DIGITS
      ? []
      : [{ kind: 'order', value: found.toUpperCase(), start: index, end: index + found.length }],
  );
}
