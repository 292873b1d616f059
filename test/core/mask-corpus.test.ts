/** Messages as customers write them, secrets in brackets: `mask-corpus/<locale>.json`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leavesOpen, maskFollowing, type OpenSecret } from '../../src/core/mask-across.ts';
import { MASK, maskSecrets, type SecretKind } from '../../src/core/mask.ts';

interface Corpus {
  secrets: Record<SecretKind, string[]>;
  /** Messages in a row; what isn't in brackets stays. */
  split: string[][];
  harmless: string[];
}

const LOCALES = ['en', 'id', 'zh'];
const read = (locale: string): Corpus => JSON.parse(readFileSync(join(import.meta.dirname, 'mask-corpus', `${locale}.json`), 'utf8'));
const masked = (text: string) => text.replace(/\[[^\]]*\]/g, MASK);
const plain = (text: string) => text.replace(/[[\]]/g, '');

describe.each(LOCALES)('messages in %s', (locale) => {
  const { secrets, split, harmless } = read(locale);

  it.each(Object.entries(secrets))('shows no %s', (kind, texts) => {
    const results = texts.map((text) => maskSecrets(plain(text)));
    expect(results).toEqual(texts.map((text) => ({ text: masked(text), found: [kind] })));
  });

  it('leaves what the desk works with', () => {
    expect(harmless.map((text) => maskSecrets(text).text)).toEqual(harmless);
  });

  it.each(split)('reads messages in a row: %j …', (...texts) => {
    let open: OpenSecret | undefined;
    const shown = texts.map((text, index) => {
      const result = maskFollowing(plain(text), open, index * 20_000);
      open = leavesOpen(plain(text), result, open, index * 20_000);
      return result.text;
    });
    expect(shown).toEqual(texts.map(masked));
    for (const secret of texts.join('').match(/(?<=\[)[^\]]+/g) ?? []) expect(JSON.stringify(open ?? {})).not.toContain(secret);
  });
});

it('has 300 messages and more, a hundred in each language', () => {
  const counts = LOCALES.map((locale) => {
    const { secrets, split, harmless } = read(locale);
    return new Set([...Object.values(secrets).flat(), ...split.flat(), ...harmless]).size;
  });
  for (const count of counts) expect(count).toBeGreaterThanOrEqual(100);
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(300);
});

describe('what was announced', () => {
  const after = (ms: number, ...texts: [string, string]) => {
    const first = maskFollowing(texts[0], undefined, 0);
    return maskFollowing(texts[1], leavesOpen(texts[0], first, undefined, 0), ms).text;
  };

  it('is waited for only so long', () => {
    expect(after(9 * 60_000, 'password saya', 'kucing')).toBe(MASK);
    expect(after(11 * 60_000, 'password saya', 'kucing')).toBe('kucing');
  });

  it('is a part of a card only right after the other', () => {
    expect(after(60_000, '4000', '1000')).toBe(MASK);
    expect(after(3 * 60_000, '4000', '1000')).toBe('1000');
  });
});
