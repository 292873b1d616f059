import { describe, expect, it } from 'vitest';
import { anyOf, finderOf } from '../../src/core/mask-text.ts';
import { CARD, CODE, CVV, MAYBE_CODE, NIK, PASSWORD, PIN } from '../../src/core/mask-words.ts';
import { createWordFinder } from '../../src/core/word-finder.ts';

const WORDS = [...MAYBE_CODE, ...PASSWORD, ...CODE, ...CVV, ...PIN, ...CARD, ...NIK];
const AROUND = ['', ' ', 'a', 'z', '0', '9', '-', '码', 'é', '😀', 'nya', 'ku', '1 ', '. '];

describe('createWordFinder', () => {
  it.each([true, false])('finds what the pattern alone finds, whatever stands around (digits may follow: %s)', (digitsMayFollow) => {
    const find = finderOf(WORDS, digitsMayFollow);
    const pattern = new RegExp(anyOf(WORDS, digitsMayFollow), 'gu');
    for (const word of WORDS) {
      for (const before of AROUND) {
        for (const after of AROUND) {
          const text = `${before}${word}${after}${word}`;
          const expected = [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
            word: found,
            start: index,
            end: index + found.length,
          }));
          expect(find(text), text).toEqual(expected);
        }
      }
    }
  });

  it('finds words of one letter, at the end too, and words inside of others where they may stand there', () => {
    const find = createWordFinder('(?<![a-z])(?:k|bi)(?![a-z])|[0-9]|个', { apart: ['k', 'bi'], anywhere: ['个', '7'] });
    expect(find('k ak 7k 3 个个 x7 bi b').map(({ word, start }) => [word, start])).toEqual([
      ['k', 0],
      ['7', 5],
      ['k', 6],
      ['个', 10],
      ['个', 11],
      ['7', 14],
      ['bi', 16],
    ]);
  });
});
