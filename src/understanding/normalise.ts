/** Brings the many spellings of one message together, before anything compares it. */

/** UTF-16 code units that are read: a complaint's start and its end. */
const HEAD = 600;
const TAIL = 400;

/** Stand for what differs from message to message and says little about its intent. */
export const NUMBER = '0';
export const EMAIL = '@';
export const URL = '://';

/** Both ends of an overlong text, so that the cost of a message is bounded. */
export function bounded(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)} ${text.slice(-TAIL)}`;
}

const ASCII = /^[\0-\x7f]*$/;
const UNSEEN = /[\p{Cf}\p{Emoji_Modifier}\uFE0F'’‘`]/gu;
const DRAWN_OUT = /(\p{L})\1{2,}/gu;

/** One form for width, case, apostrophes, drawn-out letters ("lamaaaa") and invisible characters. */
export function fold(text: string): string {
  const whole = bounded(text);
  // NFKC leaves ASCII as it is.
  const lower = (ASCII.test(whole) ? whole : whole.normalize('NFKC')).toLowerCase();
  return lower.replace(UNSEEN, '').replace(DRAWN_OUT, '$1');
}

/** Letters and digits only, one space between words; emoji stand alone only. */
export function foldWords(text: string): string {
  return wordsOf(fold(text));
}

/** The same of a text that is folded already. */
export function wordsOf(folded: string): string {
  const words = folded.match(/[\p{L}\p{M}\p{N}]+/gu);
  if (words) return words.join(' ');
  return [...new Set(folded.match(/\p{Extended_Pictographic}/gu))].join(' ');
}

/** Numbers, addresses and links replaced by what they are. */
export function generalise(folded: string): string {
  const plain = MAY_BE_ADDRESS.test(folded) || SPACES.test(folded) ? folded.split(/\s+/).map(withoutAddress).join(' ') : folded;
  return plain.replace(NUMBERS, ` ${NUMBER} `);
}

const MAY_BE_ADDRESS = /:\/\/|@|www\./;
/** Other than single ones between words. */
const SPACES = /\s\s|[^\S ]/;
const NUMBERS = /\d+(?:[\s.,-]\d+)*/g;

function withoutAddress(part: string): string {
  if (part.includes('://') || part.startsWith('www.')) return URL;
  if (/^[^@]+@[^@]+\.[^@]+$/.test(part)) return EMAIL;
  return part;
}

/** Replaces any spelling of the slang table, the longest first. */
export function respeller(slang: Record<string, string>): (text: string) => string {
  const spellings = Object.keys(slang).sort((a, b) => b.length - a.length);
  if (!spellings.length) return (text) => text;
  const any = new RegExp(spellings.map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'gu');
  return (text) => text.replace(any, (spelling) => slang[spelling] ?? spelling);
}
