import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, maskSecrets } from '../../src/core/mask.ts';
import { anyText } from '../helpers/any-text.ts';

const textWithSecrets = fc.oneof(
  anyText,
  fc
    .array(
      fc.constantFrom(
        'password',
        'pin',
        '密码',
        'otp',
        ':',
        ' ',
        'is',
        'saya',
        '1234',
        '0812',
        '4111',
        '-',
        '.',
        '\n',
        'İ',
        '٣',
        '"',
        '@',
        'a.b',
      ),
    )
    .map((parts) => parts.join('')),
);

const luhnDigit = (digits: string) => {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
};

/** Visa, Mastercard and American Express numbers that pass Luhn. */
const card = fc
  .tuple(
    fc.constantFrom(
      { prefix: '4', length: 16 },
      { prefix: '51', length: 16 },
      { prefix: '55', length: 16 },
      { prefix: '2223', length: 16 },
      { prefix: '34', length: 15 },
      { prefix: '37', length: 15 },
    ),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 }),
  )
  .map(([{ prefix, length }, fill]) => {
    const body = (prefix + fill.join('')).slice(0, length - 1);
    return body + luhnDigit(body);
  });

describe('whatever is typed', () => {
  it('never throws and changes nothing else', () => {
    fc.assert(
      fc.property(textWithSecrets, (text) => {
        const first = maskSecrets(text);
        expect(first.text === text).toBe(first.found.length === 0);
        expect(first.text.isWellFormed()).toBe(text.isWellFormed());
        // Between the masks stand pieces of the original, in their order.
        let at = 0;
        for (const piece of first.found.length ? first.text.split(MASK) : []) {
          at = text.indexOf(piece, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += piece.length;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('shows no card number', () => {
    fc.assert(
      fc.property(
        card,
        fc.constantFrom('', ' ', '-', '.'),
        fc.string().map((text) => text.replace(/\d/g, '')),
        fc.string().map((text) => text.replace(/\d/g, '')),
        (number, separator, before, after) => {
          const written = number.match(/.{1,4}/g)?.join(separator) ?? number;
          const result = maskSecrets(`${before} ${written} ${after}`);
          expect(result.text).not.toContain(written);
          expect(result.text.replace(/\D/g, '')).not.toContain(number);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('shows no PIN or password that is named', () => {
    const name = fc.constantFrom('password saya', 'my password is', 'pass:', 'kata sandi', 'sandi gw', '密码是', '密码：', 'pwd =');
    const value = fc.stringMatching(/^[a-z]{3,8}[0-9]{2,4}[!#$]?$/);
    fc.assert(
      fc.property(name, value, fc.constantFrom('', ' kak', ' please help', '，谢谢'), (before, secret, after) => {
        expect(maskSecrets(`${before} ${secret}${after}`).text).toBe(`${before} ${MASK}${after}`);
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('PIN saya', 'my pin is', 'OTP', 'kode verifikasi', '验证码'),
        fc.stringMatching(/^\d{6}$/),
        (before, secret) => {
          expect(maskSecrets(`${before} ${secret}`).text).toBe(`${before} ${MASK}`);
        },
      ),
    );
  });

  it('shows a phone number as it was', () => {
    const phone = fc
      .tuple(fc.constantFrom('08', '+628', '628', '+62 8'), fc.stringMatching(/^[1-9]\d{8,9}$/))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom('', 'lupa password, nomor ', 'OTP ke ', 'hp saya ', '我的手机号是'), phone, (before, number) => {
        expect(maskSecrets(before + number)).toEqual({ text: before + number, found: [] });
      }),
    );
  });

  it.each([
    '😀',
    '1',
    '4 ',
    '12 ',
    '4111-',
    ' ',
    'a',
    '@',
    'a@a.',
    'password ',
    'password: ',
    'password "',
    'pin 123456 ',
    'otp ',
    '密码是',
    'is my password ',
    'http://a.b ',
    '=:',
  ])('takes time in proportion: 64 KB of %j', (unit) => {
    const text = unit.repeat(Math.ceil(65_536 / unit.length));
    const before = performance.now();
    maskSecrets(text);
    // A quadratic search would take many seconds.
    expect(performance.now() - before).toBeLessThan(1_500);
  });
});
