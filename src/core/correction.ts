/**
 * "Eh bukan, 200 ribu", "not 0812…, I meant 0813…", "不对，是20万": what she puts right, without the words that say so.
 * The words are in `_common.json`: `correction.opens` a message, `correction.means` stands before what is right wherever it
 * is, `correction.negates` stands right before what is wrong. All languages are read at once.
 */
import type { Texts } from './render.ts';
import type { Entity } from './turn-types.ts';

export interface Correction {
  text: string;
  /** What is right, placed in `text`. */
  entities: Entity[];
}

interface Marks {
  opens: RegExp;
  means: RegExp;
  negates: RegExp;
}

/** UTF-16 code units; a longer message tells more than a correction. */
const LONGEST = 120;
const BEFORE = '(?<!\\p{Script=Latin})';
const AFTER = '(?!\\p{Script=Latin})';
const marksOfTexts = new WeakMap<Texts, Marks>();

/** Undefined where she corrects nothing, or gives nothing in its place. */
export function readCorrection(texts: Texts, said: string, entities: Entity[]): Correction | undefined {
  if (said.length > LONGEST || !entities.length) return undefined;
  const { opens, means, negates } = marksOf(texts);
  const text = said.replaceAll('’', "'");
  const wrong = entities.map((entity) => ({ entity, at: negates.exec(text.slice(0, entity.start))?.index }));
  const negated = wrong.flatMap(({ entity, at }) => (at === undefined ? [] : [{ start: at, end: entity.end, entity }]));
  // `matchAll` compiles the pattern anew each time.
  const meant =
    text.search(means) < 0 ? [] : [...text.matchAll(means)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const opening = openingOf(opens, text, entities);
  const told = entities.filter((entity) => entity.kind !== 'ordinal' && !negated.some((each) => each.entity === entity));
  const last = meant.at(-1)?.end ?? 0;
  const right = told.some(({ start }) => start >= last) ? told.filter(({ start }) => start >= last) : told;
  if (!right.length || !(opening > 0 || meant.length || negated.length)) return undefined;
  const gone = [{ start: 0, end: opening }, ...meant, ...negated, ...told.filter((entity) => !right.includes(entity))];
  return without(said, gone, right);
}

/** Length of the words that open a correction, where they stand alone: "no, 200" and "no 200", not "no money came". */
function openingOf(opens: RegExp, text: string, entities: Entity[]): number {
  const length = opens.exec(text)?.[0].length ?? 0;
  if (!length) return 0;
  const rest = text.slice(length);
  const alone = /^\s*[\p{P}\n]/u.test(rest) || entities.some(({ start }) => !text.slice(length, Math.max(length, start)).trim());
  return alone ? length : 0;
}

/** Blanks keep every place as it is, until the front is cut off. */
function without(said: string, gone: { start: number; end: number }[], entities: Entity[]): Correction {
  const blank = gone.reduce((text, { start, end }) => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end), said);
  const cut = /^[\s,.;:!?，。、；：！？…–—]*/u.exec(blank)?.[0].length ?? 0;
  return {
    text: blank.slice(cut).trimEnd(),
    entities: entities.map((entity) => ({ ...entity, start: entity.start - cut, end: entity.end - cut })),
  };
}

function marksOf(texts: Texts): Marks {
  const known = marksOfTexts.get(texts);
  if (known) return known;
  const any = (list: string) => {
    const key = `_common.correction.${list}`;
    const phrases = texts.locales.flatMap((locale) => (texts.has(locale, key) ? texts.format(locale, key).split('|') : []));
    return phrases
      .toSorted((a, b) => b.length - a.length)
      .map((phrase) => phrase.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(' ', '\\s+'))
      .join('|');
  };
  const marks = {
    opens: new RegExp(`^[\\s\\p{P}]*(?:(?:${any('opens')})${AFTER}[\\s\\p{P}]*)*(?:${any('opens')})${AFTER}`, 'iu'),
    means: new RegExp(`${BEFORE}(?:${any('means')})${AFTER}`, 'giu'),
    negates: new RegExp(`${BEFORE}(?:${any('negates')})${AFTER}[\\s:：]*$`, 'iu'),
  };
  marksOfTexts.set(texts, marks);
  return marks;
}
