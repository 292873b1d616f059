/** Messages that are nothing but a set phrase, "yes please" or "好的谢谢", read without any statistics. */
import type { LanguageFile } from './language-file.ts';
import { foldWords, respeller } from './normalise.ts';

/** Longer ones say more than a set phrase. */
const LONGEST = 60;

/** What wins when set phrases of several kinds are joined; the rest by order in the file. */
const PRECEDENCE = ['talk-to-human', 'cancel', 'start-over', 'back', 'deny', 'affirm', 'thanks-goodbye', 'greeting'];

export interface ClosedMatch {
  intent: string;
  /** Whether the message is one phrase of the list, with or without fillers, and not several joined. */
  single: boolean;
  /** Other kinds it joins. */
  others: string[];
}

type ClosedMatcher = (folded: string) => ClosedMatch | undefined;

/** @param folded as by `foldWords` */
export type ClosedMatchers = (locale: string, folded: string) => ClosedMatch | undefined;

/** Each language's on first use. */
export function createClosedMatchers(languages: Record<string, LanguageFile>): ClosedMatchers {
  const matchers = new Map<string, ClosedMatcher>();
  return (locale, folded) => {
    if (!folded || folded.length > LONGEST) return undefined;
    const language = languages[locale];
    const matcher = matchers.get(locale) ?? (language && createClosedMatcher(language));
    if (matcher) matchers.set(locale, matcher);
    return matcher?.(folded);
  };
}

function createClosedMatcher(language: LanguageFile): ClosedMatcher {
  const canonical = canoniser(language);
  const intents = new Map<string, string>();
  for (const [intent, phrases] of Object.entries(language.closedClasses)) {
    for (const phrase of phrases) {
      for (const form of [foldWords(phrase), canonical(foldWords(phrase))]) if (!intents.has(form)) intents.set(form, intent);
    }
  }
  const fillers = new Set(language.fillers.flatMap((filler) => [foldWords(filler), canonical(foldWords(filler))]));
  /** First unit → units of the longest phrase that begins so. */
  const longest = new Map<string, number>();
  for (const phrase of intents.keys()) {
    const parts = units(phrase, language);
    const first = parts[0] ?? '';
    longest.set(first, Math.max(longest.get(first) ?? 0, parts.length));
  }

  const mayBegin = (unit: string) => longest.has(unit) || fillers.has(unit);
  /** Most messages begin with another word, as it stands and respelled. */
  const mayMatch = (folded: string) => {
    const [first = ''] = folded.split(' ', 1);
    return language.tokenizer === 'segmenter' || mayBegin(first) || mayBegin(canonical(first).split(' ', 1)[0] ?? '');
  };

  return (folded) => {
    if (!mayMatch(folded)) return undefined;
    const usual = canonical(folded);
    const intent = intents.get(folded) ?? intents.get(usual);
    if (intent) return { intent, single: true, others: [] };
    return joined(units(folded, language)) ?? (usual === folded ? undefined : joined(units(usual, language)));
  };

  function joined(parts: string[]): ClosedMatch | undefined {
    const found = new Set<string>();
    const vocatives = new Set<string>();
    for (let at = 0; at < parts.length; ) {
      const length = longestAt(parts, at);
      if (!length) {
        if (!fillers.has(parts[at] ?? '')) return undefined;
        at += 1;
        continue;
      }
      const phrase = join(parts.slice(at, at + length));
      (fillers.has(phrase) ? vocatives : found).add(intents.get(phrase) ?? '');
      at += length;
    }
    // "admin" alone is a wish, in "halo admin" it is how the desk is addressed.
    const kinds = [...(found.size ? found : vocatives)].sort((a, b) => rank(a) - rank(b));
    const [intent, ...others] = kinds;
    return intent === undefined ? undefined : { intent, single: others.length === 0, others };
  }

  function longestAt(parts: string[], at: number): number {
    for (let length = Math.min(longest.get(parts[at] ?? '') ?? 0, parts.length - at); length > 0; length -= 1) {
      if (intents.has(join(parts.slice(at, at + length)))) return length;
    }
    return 0;
  }

  function join(parts: string[]): string {
    return parts.join(language.tokenizer === 'segmenter' ? '' : ' ');
  }
}

function rank(intent: string): number {
  const place = PRECEDENCE.indexOf(intent);
  return place === -1 ? PRECEDENCE.length : place;
}

function units(folded: string, language: LanguageFile): string[] {
  return language.tokenizer === 'segmenter' ? [...folded.replaceAll(' ', '')] : folded.split(' ');
}

/** Slang respelled, so that a phrase in the file stands for its spellings too. */
function canoniser(language: LanguageFile): (folded: string) => string {
  if (language.tokenizer === 'segmenter') return respeller(language.slang);
  const slang = new Map(Object.entries(language.slang));
  return (folded) => {
    const words = folded.split(' ');
    return words.some((word) => slang.has(word)) ? words.map((word) => slang.get(word) ?? word).join(' ') : folded;
  };
}
