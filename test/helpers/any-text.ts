import fc from 'fast-check';

/**
 * Any text that a customer could send: every code point, halves of one too, and what looks like one character.
 * fast-check's own `binary` texts first tabulate a million code points, which takes longer than the tests.
 */
export const anyText = fc.oneof(
  fc.array(fc.nat({ max: 0x10ffff })).map((points) => String.fromCodePoint(...points)),
  fc.string({ unit: 'grapheme' }),
);
