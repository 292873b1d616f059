/** A long message in parts, at the ends of paragraphs or sentences, if need be of words; never inside a character. */

const GRANULARITIES = ['sentence', 'word', 'grapheme'] as const;

/** @param lengthOf how the provider counts */
export function splitText(
  text: string,
  longest: number,
  locale: string,
  lengthOf: (text: string) => number = (part) => part.length,
): string[] {
  if (lengthOf(text) <= longest) return [text];
  // A numbered line is one thing, so lines come before sentences.
  const lines = text.split(/(?<=\n)/);
  return pack(lines, (line) => pieces(line, 0), longest, lengthOf).map((part) => part.trim());

  function pieces(part: string, depth: number): string[] {
    const granularity = GRANULARITIES[depth];
    if (lengthOf(part) <= longest || !granularity) return [part];
    const segments = Array.from(new Intl.Segmenter(locale, { granularity }).segment(part), ({ segment }) => segment);
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
