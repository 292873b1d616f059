/**
 * A long message in parts, at the ends of paragraphs or sentences, if need be of words; inside a character only where it
 * is longer than a message may be (a letter under hundreds of accents).
 */

const GRANULARITIES = ['sentence', 'word', 'grapheme'] as const;

/** @param locale may be anything @param lengthOf how the provider counts */
export function splitText(
  text: string,
  longest: number,
  locale: string,
  lengthOf: (text: string) => number = (part) => part.length,
): string[] {
  if (lengthOf(text) <= longest) return [text];
  const language = known(locale);
  // A numbered line is one thing, so lines come before sentences.
  const lines = text.split(/(?<=\n)/);
  return pack(lines, (line) => pieces(line, 0), longest, lengthOf).map((part) => part.trim());

  function pieces(part: string, depth: number): string[] {
    const granularity = GRANULARITIES[depth];
    if (lengthOf(part) <= longest) return [part];
    if (!granularity) return pack([...part], (point) => [point], longest, lengthOf);
    const segments = Array.from(new Intl.Segmenter(language, { granularity }).segment(part), ({ segment }) => segment);
    return pack(segments, (segment) => pieces(segment, depth + 1), longest, lengthOf);
  }
}

function pack(segments: string[], split: (segment: string) => string[], longest: number, lengthOf: (text: string) => number): string[] {
  const parts: string[] = [];
  for (const piece of segments.flatMap((segment) => split(segment))) {
    const last = parts.at(-1);
    if (last !== undefined && lengthOf(last + piece) <= longest) parts[parts.length - 1] = last + piece;
    else if (piece.trim()) parts.push(piece);
  }
  return parts;
}

/** What providers and clients call a language need not be one; undefined: the machine's. */
function known(locale: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}
