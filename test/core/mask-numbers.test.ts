/** Cards are never shown, in whatever form; numbers of payments, orders and refunds nearly always are. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leavesOpen, maskFollowing, type OpenSecret } from '../../src/core/mask-across.ts';
import { maskSecrets } from '../../src/core/mask.ts';

const CARDS = 20_000;
const NUMBERS = 5_000;
const MOST_FALSE = 0.005;

/** The check digit that makes it pass Luhn. */
function luhnDigit(body: string): string {
  const sum = [...body].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** Issuers' prefixes and lengths: Visa, Mastercard, American Express, Discover, JCB, UnionPay. */
const ISSUERS: [string, number][] = [
  ['4', 16],
  ['51', 16],
  ['55', 16],
  ['2223', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['3530', 16],
  ['6222', 16],
];
const card = fc.tuple(fc.constantFrom(...ISSUERS), fc.stringMatching(/^\d{16}$/)).map(([[prefix, length], fill]) => {
  const body = (prefix + fill).slice(0, length - 1);
  return body + luhnDigit(body);
});

const grouped = (number: string) => number.match(/.{1,4}/g) ?? [];
const wide = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const FORMS: ((number: string) => string)[] = [
  (number) => number,
  (number) => grouped(number).join(' '),
  (number) => grouped(number).join('-'),
  (number) => grouped(number).join('.'),
  (number) => grouped(number).join(' - '),
  (number) => grouped(number).join('\u00A0'),
  wide,
  (number) => wide(grouped(number).join('\u3000')),
];
const SENTENCES: [string, string][] = [
  ['', ''],
  ['kartu saya ', ' kak'],
  ['my card is ', ', please help'],
  ['卡号', '，谢谢'],
  ['kartu debit: ', ' exp 12/27'],
  ['I paid Rp150.000 with ', ' yesterday'],
  ['', '.jpg'],
];
const digitsIn = (text: string) => text.normalize('NFKC').replace(/\D/g, '');

it(`shows none of ${CARDS} card numbers`, () => {
  fc.assert(
    fc.property(card, fc.constantFrom(...FORMS), fc.constantFrom(...SENTENCES), (number, form, [before, after]) => {
      const { text, found } = maskSecrets(before + form(number) + after);
      return found.includes('card') && !digitsIn(text).includes(number.slice(0, 6)) && !digitsIn(text).includes(number.slice(-6));
    }),
    { numRuns: CARDS },
  );
});

it('shows no part of a card that comes in two or four messages', () => {
  fc.assert(
    // A part such as "4000" alone is an amount as well: nothing tells the first one apart.
    fc.property(
      card.filter((number) => number.length === 16 && !number.slice(0, 4).endsWith('000')),
      fc.constantFrom(4, 8, 12),
      (number, size) => {
        let open: OpenSecret | undefined;
        const parts = size === 4 ? grouped(number) : [grouped(number.slice(0, size)).join(' '), grouped(number.slice(size)).join(' ')];
        for (const [index, part] of parts.entries()) {
          const masked = maskFollowing(part, open, index * 10_000);
          open = leavesOpen(part, masked, open, index * 10_000);
          if (/\d/.test(masked.text)) return false;
        }
        return true;
      },
    ),
    { numRuns: 2_000 },
  );
});

/** Numbers of the house's own payments, refunds, freezes and of shops' orders, dates and running numbers alike. */
const day = fc
  .date({ min: new Date('2025-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const serial = (length: number) => fc.integer({ min: 0, max: 10 ** length - 1 }).map((number) => String(number).padStart(length, '0'));
const compact = (date: string) => date.replaceAll('-', '');
const transaction = fc.oneof(
  fc.tuple(day, serial(4)).map(([date, number]) => `DPT${date.slice(8)}${date.slice(5, 7)}${number}`),
  serial(8).map((number) => `RF${number}`),
  serial(7).map((number) => `FRZ${number}`),
  serial(7).map((number) => `INV${number}`),
  serial(4).map((number) => `INV-${number}`),
  fc.tuple(day, serial(6)).map(([date, number]) => `INV/${date.slice(0, 4)}/${date.slice(5, 7)}/${number}`),
  fc.tuple(day, serial(3)).map(([date, number]) => `TRX${compact(date)}${number}`),
  fc.tuple(day, serial(8)).map(([date, number]) => `TRX-${compact(date)}${number}`),
);
/** Digits alone, as a bank or a shop gives them. */
const bare = fc.tuple(day, fc.oneof(serial(3), serial(4))).map(([date, number]) => compact(date) + number);
const TALK = ['', 'nomor transaksi ', 'order ', 'my refund ', '订单号', 'status ', 'saya sudah bayar, nomornya '];

it(`masks at most ${MOST_FALSE * 100} % of ${NUMBERS} numbers of transactions and orders`, () => {
  const numbers = fc.sample(fc.tuple(fc.constantFrom(...TALK), fc.oneof({ weight: 8, arbitrary: transaction }, bare)), NUMBERS);
  const wrong = numbers.map((parts) => parts.join('')).filter((text) => maskSecrets(text).text !== text);
  expect(wrong.length / numbers.length, wrong.slice(0, 5).join(', ')).toBeLessThanOrEqual(MOST_FALSE);
});
