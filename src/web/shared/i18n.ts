/** The texts of a page: pick the language, fill in the values, choose the plural. */

/** A sentence, or one for each plural category of the language (`{n}` is the number). */
export type Phrase = string | Partial<Record<Intl.LDMLPluralRule, string>>;

export type Texts = Record<string, Phrase>;

export type Values = Record<string, string | number>;

export type Translator<Key extends string> = (key: Key, values?: Values) => string;

/** The best of `available` for a list of BCP 47 tags in order of wish: exact, then its language, else the first one. */
export function matchLocale(available: readonly string[], wishes: readonly (string | null | undefined)[]): string {
  for (const wish of wishes) {
    if (!wish) continue;
    const tag = wish.toLowerCase();
    const exact = available.find((locale) => locale.toLowerCase() === tag);
    if (exact) return exact;
    const [language] = tag.split(/[-_]/);
    const near = available.find((locale) => locale.toLowerCase() === language);
    if (near) return near;
  }
  return available.includes('en') ? 'en' : (available[0] ?? 'en');
}

/** A text with a number `n` among its values takes the plural that the language wants. */
export function translator<Key extends string>(locale: string, texts: Texts): Translator<Key> {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (key, values = {}) => {
    const phrase = texts[key] ?? key;
    const pattern = typeof phrase === 'string' ? phrase : (phrase[plurals.select(Number(values.n))] ?? phrase.other ?? key);
    return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? numbers.format(value) : (value ?? whole);
    });
  };
}
