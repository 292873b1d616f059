/** Which phrases say nearly the same: a fair judgement never trains on the twin of what it judges. */
import { foldWords } from '../normalise.ts';

/** Share of three-letter pieces in common from which two phrases are twins. */
const ALIKE = 0.5;
/** A piece in more phrases than this says little, and comparing by it would be quadratic. */
const COMMON = 150;

/** @returns for each text the number of its group */
export function groupAlike(texts: string[]): number[] {
  const pieces = texts.map(piecesOf);
  const holders = new Map<string, number[]>();
  const parent = texts.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  for (const [index, own] of pieces.entries()) {
    const shared = new Map<number, number>();
    for (const piece of own) {
      const others = holders.get(piece) ?? [];
      if (others.length < COMMON) for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
      others.push(index);
      holders.set(piece, others);
    }
    for (const [other, count] of shared) {
      const union = own.size + (pieces[other]?.size ?? 0) - count;
      if (count > ALIKE * union) parent[rootOf(index)] = rootOf(other);
    }
  }
  return texts.map((_, index) => rootOf(index));
}

function piecesOf(text: string): Set<string> {
  const folded = foldWords(text);
  // Two characters of a script without spaces say as much as three letters.
  const size = /[\u2e80-\u9fff]/.test(folded) ? 2 : 3;
  const pieces = new Set<string>();
  for (let at = 0; at + size <= folded.length; at += 1) pieces.add(folded.slice(at, at + size));
  return pieces.size ? pieces : new Set([folded]);
}
