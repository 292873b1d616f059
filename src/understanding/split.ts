/** Parts a text into words and runs of characters. */

export interface Parts {
  words: string[];
  /** Of scripts that don't part words. */
  runs: string[];
}

const WORD = /:\/\/|@|[\p{L}\p{M}\p{N}]+/gu;
const PLAIN = /^[\0-\u024f]*$/;

/** @param scripts that don't part words by spaces */
export function splitter(scripts: string[]): (text: string) => Parts {
  if (!scripts.length) return (text) => ({ words: text.match(WORD) ?? [], runs: [] });
  const classes = [...new Set(scripts)].map((script) => `\\p{Script=${script}}`).join('');
  const piece = new RegExp(`:\\/\\/|@|[${classes}]+|(?:(?![${classes}])[\\p{L}\\p{M}\\p{N}])+`, 'gu');
  const ofScript = new RegExp(`^[${classes}]`, 'u');
  return (text) => {
    // Most messages are plain Latin letters, for which the shorter pattern is faster.
    if (PLAIN.test(text)) return { words: text.match(WORD) ?? [], runs: [] };
    const words: string[] = [];
    const runs: string[] = [];
    for (const part of text.match(piece) ?? []) (ofScript.test(part) ? runs : words).push(part);
    return { words, runs };
  };
}
