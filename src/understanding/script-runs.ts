/** The words of each script in a text. Most texts are plain Latin letters, for which a table is faster than a pattern. */

export interface ScriptRuns {
  /** By place of the script, in order; single characters where words aren't parted by spaces. */
  runs: string[][];
  /** UTF-16 code units of letters, of whatever script. */
  letters: number;
}

/** The table ends with the last Latin letter of Europe's languages. */
const TABLE = 0x250;
const IN_TABLE = /^[\0-\u024f]*$/;
const ALL = String.fromCharCode(...Array(TABLE).keys());

interface Script {
  pattern: RegExp;
  unspaced: boolean;
  /** Code units of the table that belong to it; absent where none does. */
  units?: Uint8Array;
}

export function createScriptRuns(scripts: { script: string; unspaced: boolean }[]): (text: string) => ScriptRuns {
  const isLetter = tableOf(/\p{L}/gu);
  const searched = scripts.map(({ script, unspaced }): Script => {
    const any = `[\\p{Script=${script}}\\p{M}]`;
    const units = tableOf(new RegExp(any, 'gu'));
    return { pattern: new RegExp(`${any}${unspaced ? '' : '+'}`, 'gu'), unspaced, ...(units.includes(1) && { units }) };
  });

  return (text) => {
    if (!IN_TABLE.test(text)) {
      return { runs: searched.map(({ pattern }) => text.match(pattern) ?? []), letters: text.replace(/\P{L}+/gu, '').length };
    }
    let letters = 0;
    for (let at = 0; at < text.length; at += 1) letters += isLetter[text.charCodeAt(at)] ?? 0;
    return { runs: searched.map(({ units, unspaced }) => (units ? runsOf(text, units, unspaced) : [])), letters };
  };
}

function tableOf(pattern: RegExp): Uint8Array {
  const table = new Uint8Array(TABLE);
  for (const unit of ALL.match(pattern) ?? []) table[unit.charCodeAt(0)] = 1;
  return table;
}

function runsOf(text: string, units: Uint8Array, unspaced: boolean): string[] {
  const runs: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (!units[text.charCodeAt(at)]) continue;
    const start = at;
    if (!unspaced) while (at + 1 < text.length && units[text.charCodeAt(at + 1)]) at += 1;
    runs.push(text.slice(start, at + 1));
  }
  return runs;
}
