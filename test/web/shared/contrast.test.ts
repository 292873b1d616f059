/** Whatever colour a wallet has, what is written in it and on it can be read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentTokens, contrast, parseHex, type Rgb, readableOn, toHex } from '../../../src/web/shared/contrast.ts';

const LIGHT: Rgb = [255, 255, 255];
const DARK: Rgb = [28, 31, 36];
const part = fc.integer({ min: 0, max: 255 });
const anyColor: fc.Arbitrary<Rgb> = fc.tuple(part, part, part);

function colors(tokens: Record<string, string>): (name: string) => Rgb {
  return (name) => {
    const color = parseHex(tokens[name]);
    if (!color) throw new Error(`${name} is no colour: ${tokens[name]}`);
    return color;
  };
}

describe('the contrast ratio', () => {
  it('is that of WCAG', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast([255, 255, 255], [255, 255, 255])).toBe(1);
    // The lightest grey that passes on white.
    expect(contrast([118, 118, 118], LIGHT)).toBeGreaterThan(4.5);
    expect(contrast([119, 119, 119], LIGHT)).toBeLessThan(4.5);
  });

  it('is reached by moving a colour no further than needed', () => {
    expect(readableOn([0, 0, 0], LIGHT)).toEqual([0, 0, 0]);
    const yellow = readableOn([255, 214, 0], LIGHT);
    expect(contrast(yellow, LIGHT)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(yellow, LIGHT)).toBeLessThan(5.5);
  });
});

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('accent tokens on a %s surface', (_name, surface) => {
  it('are readable for every colour, as written in the style sheet', () => {
    fc.assert(
      fc.property(anyColor, (color) => {
        const token = colors(accentTokens(color, surface));
        expect(contrast(token('--on-accent'), token('--accent'))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(token('--accent-ink'), token('--accent-soft'))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(token('--accent-ink'), surface)).toBeGreaterThanOrEqual(4.5);
        // A button's own edge against the page.
        expect(contrast(token('--accent'), surface)).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a colour', () => {
  it.each([
    ['#0b665d', [11, 102, 93]],
    ['0B665D', [11, 102, 93]],
    [' #fa0 ', [255, 170, 0]],
  ])('is read from %j', (text, rgb) => {
    expect(parseHex(text)).toEqual(rgb);
  });

  it.each(['', 'red', '#12', '#12345', '#1234567', '#ggg', 'url(x)', null, undefined])('is not read from %j', (text) => {
    expect(parseHex(text)).toBeUndefined();
  });

  it('is written as it is read', () => {
    fc.assert(
      fc.property(anyColor, (color) => {
        expect(parseHex(toHex(color))).toEqual(color);
      }),
    );
  });
});
