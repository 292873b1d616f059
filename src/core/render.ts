/** Message key + locale → text, by ICU MessageFormat. */
import { type Formats, IntlMessageFormat } from 'intl-messageformat';
import type { JsonObject } from './activity.ts';

/** Messages by locale, then by full key `<flow>.<key>` or `_common.<key>`. */
export type Messages = Record<string, Record<string, string>>;

/** What means more than itself in a message: arguments and quotes. */
const SYNTAX = /[{}']/;

/** Shared by all messages: `{amount, number, rupiah}`, `{at, date, day}`, `{at, date, moment}`. Dates are epoch ms. */
function formatsIn(timeZone: string): Partial<Formats> {
  return {
    number: { rupiah: { style: 'currency', currency: 'IDR', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 } },
    date: {
      day: { day: 'numeric', month: 'long', timeZone },
      moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false, timeZone },
    },
  };
}

export class Texts {
  readonly locales: string[];
  readonly #messages: Messages;
  readonly #fallback: string;
  readonly #formats = new Map<string, IntlMessageFormat>();
  readonly #shared: Partial<Formats>;

  /**
   * @param fallback the locale that serves customers of a language we have no texts in
   * @param timeZone the customers'; IANA name
   * @throws {Error} when there are no texts in the fallback locale
   */
  constructor(messages: Messages, fallback: string, timeZone = 'Asia/Jakarta') {
    if (!messages[fallback]) throw new Error(`no texts in the fallback locale ${fallback}`);
    this.#messages = messages;
    this.#shared = formatsIn(timeZone);
    this.#fallback = fallback;
    this.locales = Object.keys(messages);
  }

  /** The locale we write in for a BCP 47 tag: itself, its language, else the fallback. */
  match(tag: string | undefined): string {
    if (!tag) return this.#fallback;
    if (this.#messages[tag]) return tag;
    const language = tag.toLowerCase().split(/[-_]/)[0] ?? '';
    return this.#messages[language] ? language : this.#fallback;
  }

  has(locale: string, key: string): boolean {
    return this.#messages[this.match(locale)]?.[key] !== undefined;
  }

  /** @throws {Error} when no locale has the key, or the message's values are missing. */
  format(locale: string, key: string, values: JsonObject = {}): string {
    const matched = this.match(locale);
    const message = this.#messages[matched]?.[key] ?? this.#messages[this.#fallback]?.[key];
    if (message === undefined) throw new Error(`no message ${key} in ${matched}`);
    // Most of what is said with each question, such as what she can choose, has nothing to fill in.
    if (!SYNTAX.test(message)) return message;
    return String(this.#format(matched, key, message).format(values as Record<string, string>));
  }

  #format(locale: string, key: string, message: string): IntlMessageFormat {
    const cacheKey = `${locale}\n${key}`;
    const cached = this.#formats.get(cacheKey);
    if (cached) return cached;
    const format = new IntlMessageFormat(message, locale, this.#shared, { ignoreTag: true });
    this.#formats.set(cacheKey, format);
    return format;
  }
}

/** A key as flows write it: `_common.x` stays, anything else belongs to the flow. */
export function fullKey(flowId: string, key: string): string {
  return key.startsWith('_common.') ? key : `${flowId}.${key}`;
}
