/** What her words tell of a payment, where the classifier names it and where it does not: order number, amount, time. */
import type { Entity, Opening } from '../../src/core/flow.ts';

/** What a question of the bot asks for; words that can be read in two ways are read as its answer. */
export type Asked = 'order' | 'when' | 'amount' | 'nothing';

export type Facts = {
  orderNumber?: string;
  /** Whole rupiah. */
  amount?: number;
  /** In her own words. */
  saidWhen?: string;
};

/** What she told of the payment before her payments were looked at. */
export type FirstTold = { orderNumber: string; amount: number | null; saidWhen: string; merchant: string };

export const NOTHING_TOLD: FirstTold = { orderNumber: '', amount: null, saidWhen: '', merchant: '' };

type Told = { type: string; text?: string; intent?: string; entities?: Entity[] };

const LONGEST = 80;
const ORDER = /(?<![a-z0-9])(?!(?:rp|idr)\d)[a-z]{2,5}-?\d{6,}(?!\d)/i;
const BARE_ORDER = /(?<!\d)\d{6,}(?!\d)/;
/** "15:30", "15.30", "3/11", "3/11/2026" */
const MOMENT = /(?<![\d.,])(?:\d{1,2}\/\d{1,2}(?:\/\d{2,4})?|\d{1,2}[:.]\d{2})(?![\d.,]*\d)/;
const SUM =
  /(rp\.?|idr)?\s*(\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?)\s*(ribu|rb|juta|jt|k|mio|million|thousand|百万|百萬|万|萬|千)?/gi;

const UNITS: Record<string, number> = {
  ribu: 1_000,
  rb: 1_000,
  k: 1_000,
  thousand: 1_000,
  千: 1_000,
  万: 10_000,
  萬: 10_000,
  juta: 1_000_000,
  jt: 1_000_000,
  mio: 1_000_000,
  million: 1_000_000,
  百万: 1_000_000,
  百萬: 1_000_000,
};

/** An empty object where she tells none of it. */
export function factsIn(event: Told, asked: Asked): Facts {
  if (event.type !== 'TEXT') return {};
  const text = plain(event.text);
  const entity = (kind: string) => event.entities?.find((found) => found.kind === kind)?.value;
  const order = entity('order') ?? ORDER.exec(text)?.[0] ?? (asked === 'order' ? BARE_ORDER.exec(text)?.[0] : undefined);
  const amount = amountIn(event, asked === 'amount');
  const moment = momentIn(event);
  const facts: Facts = {
    ...(order !== undefined && { orderNumber: order.toUpperCase() }),
    ...(amount !== undefined && { amount }),
    ...(moment !== undefined && { saidWhen: moment }),
  };
  // "At 3, I think" helps whoever looks for the payment.
  const nothingElse = order === undefined && amount === undefined && moment === undefined;
  if (asked === 'when' && nothingElse && isPlainAnswer(event) && /\d/.test(text)) facts.saidWhen = text.slice(0, LONGEST);
  return facts;
}

export function firstTold(opening: Opening | undefined): FirstTold {
  if (!opening) return NOTHING_TOLD;
  const merchant = opening.entities.find(({ kind }) => kind === 'merchant')?.value ?? '';
  return { ...NOTHING_TOLD, merchant, ...factsIn({ type: 'TEXT', ...opening }, 'nothing') };
}

/** Which of these her first words told, when it is exactly one. */
export function toldOf<T extends { orderNumber: string; merchant: string; amount: number }>(things: T[], told: FirstTold): T | undefined {
  const { orderNumber, merchant, amount } = told;
  if (!orderNumber && !merchant && amount === null) return undefined;
  const fits = things.filter(
    (thing) =>
      (!orderNumber || thing.orderNumber === orderNumber) &&
      (!merchant || thing.merchant.toLowerCase().includes(merchant.toLowerCase())) &&
      (amount === null || thing.amount === amount),
  );
  return fits.length === 1 ? fits[0] : undefined;
}

/**
 * Whole rupiah: "Rp150rb", "150.000", "1,5 juta", "15万".
 * @param bare also digits that nothing marks as money
 */
export function amountIn(event: Told, bare: boolean): number | undefined {
  const known = Number(event.entities?.find(({ kind }) => kind === 'amount')?.value ?? Number.NaN);
  if (Number.isSafeInteger(known) && known > 0) return known;
  const text = plain(event.text).replace(new RegExp(ORDER, 'gi'), ' ').replace(new RegExp(MOMENT, 'g'), ' ');
  for (const [, currency, digits = '', unit = ''] of text.matchAll(SUM)) {
    const grouped = /^\d{1,3}(?:[.,\s]\d{3})+$/.test(digits);
    const marked = currency !== undefined || unit !== '' || grouped;
    if (!marked && !(bare && /^\d{3,9}$/.test(digits))) continue;
    const number = grouped ? Number(digits.replace(/\D/g, '')) : Number(digits.replace(',', '.'));
    const amount = Math.round(number * (UNITS[unit.toLowerCase()] ?? 1));
    if (Number.isSafeInteger(amount) && amount > 0) return amount;
  }
  return undefined;
}

/** Which of these her words name by number, shop or amount, when it is exactly one. */
export function named<T extends { merchant: string; amount: number }>(
  things: T[],
  numberOf: (thing: T) => string,
  event: Told,
): T | undefined {
  const said = plain(event.text).toLowerCase();
  if (event.type !== 'TEXT' || !said) return undefined;
  const byNumber = things.find((thing) => said.includes(numberOf(thing).toLowerCase()));
  const amount = amountIn(event, true);
  const fits = things.filter((thing) => said.includes(thing.merchant.toLowerCase()) || thing.amount === amount);
  return byNumber ?? (fits.length === 1 ? fits[0] : undefined);
}

/** Her words for it: "kemarin jam 3", "昨天下午", "15:30". */
function momentIn({ text = '', entities = [] }: Told): string | undefined {
  const known = ['moment', 'date', 'time'].map((kind) => entities.find((found) => found.kind === kind)).find(Boolean);
  return known ? text.slice(known.start, known.end).slice(0, LONGEST) : MOMENT.exec(plain(text))?.[0];
}

/** Not a wish for something else. */
export function isPlainAnswer({ text, intent }: Told): boolean {
  return (intent === undefined || intent === 'none') && /[\p{L}\d]{2}/u.test(text ?? '');
}

function plain(text = ''): string {
  return text.normalize('NFKC').trim();
}
