import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame, isSigned } from '../../../src/channels/signature.ts';

// RFC 4231, test case 2.
const KNOWN = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
const raw = Buffer.from('what do ya want for nothing?');

describe('a signature', () => {
  it('is the one of the RFC', () => {
    expect(isSigned(raw, 'Jefe', KNOWN, 'hex')).toBe(true);
    expect(isSigned(raw, 'Jefe', Buffer.from(KNOWN, 'hex').toString('base64'), 'base64')).toBe(true);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one cut short', KNOWN.slice(0, -1)],
    ['one with more', `${KNOWN}0`],
    ['one with its prefix', `sha256=${KNOWN}`],
    ['another’s encoding', Buffer.from(KNOWN, 'hex').toString('base64')],
    ['one with a blank', ` ${KNOWN}`],
    ['one of another secret', createHmac('sha256', 'jefe').update(raw).digest('hex')],
    ['one of another hash', createHmac('sha1', 'Jefe').update(raw).digest('hex')],
  ])('%s is refused', (_name, given) => {
    expect(isSigned(raw, 'Jefe', given, 'hex')).toBe(false);
  });

  it('is over every byte as it came', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.string({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, secret, place, change) => {
          const body = Buffer.from(bytes);
          const signature = createHmac('sha256', secret).update(body).digest('hex');
          expect(isSigned(body, secret, signature, 'hex')).toBe(true);
          const other = Buffer.from(body);
          const at = place % other.length;
          other[at] = (other[at] ?? 0) ^ change;
          expect(isSigned(other, secret, signature, 'hex')).toBe(false);
          expect(isSigned(body.subarray(0, -1), secret, signature, 'hex')).toBe(false);
        },
      ),
    );
  });
});

describe('a secret that comes as it is', () => {
  it('is the same or not, of whatever length and kind', () => {
    expect(isSame('secret', 'secret')).toBe(true);
    for (const given of ['', 'secre', 'secrets', 'Secret', undefined, ['secret'], ['secret', 'secret']])
      expect(isSame('secret', given)).toBe(false);
  });
});
