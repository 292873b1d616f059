/** Lists in the model's file: one text, an entry a line, which reads much faster than an array. */

/** Phrases of concepts, and the number of each one's concept. */
export interface PhraseTable {
  phrases: string;
  concepts: number[];
}

export function lines(text: string): string[] {
  return text ? text.split('\n') : [];
}
