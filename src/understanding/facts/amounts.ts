/** Sums of money: "150rb", "Rp 1,5 juta", "十五万", "IDR 20.000". */
import type { Entity } from '../../core/turn-types.ts';
import type { Token } from './words.ts';

/** Written numbers below are places and hours more often than sums. */
const LEAST_WRITTEN = 100;
const GROUPED = /^\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?$/;

/** @returns values in rupiah */
export function findAmounts(text: string, tokens: Token[]): Entity[] {
  return tokens.flatMap((token, index) => {
    const number = numberOf(token);
    if (number === undefined) return [];
    const touching = (other: Token | undefined, kind: 'currency' | 'multiplier', from: number, to: number) =>
      other?.meanings.has(kind) && text.slice(from, to).trim() === '' ? other : undefined;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const leading = before && touching(before, 'currency', before.end, token.start);
    const multiplier = after && touching(after, 'multiplier', token.end, after.start);
    const last = multiplier ?? token;
    const next = tokens[index + (multiplier ? 2 : 1)];
    const trailing = next && touching(next, 'currency', last.end, next.start);
    const grouped = GROUPED.test(token.text) && token.text.replace(/\D/g, '').length >= 4;
    const written = token.meanings.has('numeral') && number >= LEAST_WRITTEN;
    if (!leading && !multiplier && !trailing && !grouped && !written) return [];
    const value = Math.round(number * Number(multiplier?.meanings.get('multiplier') ?? 1));
    return value > 0 ? [{ kind: 'amount', value: String(value), start: (leading ?? token).start, end: (trailing ?? last).end }] : [];
  });
}

function numberOf(token: Token): number | undefined {
  const numeral = token.meanings.get('numeral');
  if (typeof numeral === 'number') return numeral;
  if (!token.meanings.has('number') || /[:/-]/.test(token.text)) return undefined;
  if (GROUPED.test(token.text)) return Number(token.text.replace(/[.,]\d{1,2}$/, '').replace(/\D/g, ''));
  const value = Number(token.text.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}
