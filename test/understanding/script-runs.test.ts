import { describe, expect, it } from 'vitest';
import { createScriptRuns } from '../../src/understanding/script-runs.ts';

const runsIn = createScriptRuns([
  { script: 'Latin', unspaced: false },
  { script: 'Han', unspaced: true },
]);

describe('createScriptRuns', () => {
  it('finds the words of plain Latin texts, with letters beyond ASCII', () => {
    expect(runsIn("Café, señor: naïve-ly 42x ªº don't")).toEqual({
      runs: [['Café', 'señor', 'naïve', 'ly', 'x', 'ªº', 'don', 't'], []],
      letters: 'CafésenornaïvelyxªºDont'.length,
    });
  });

  it('finds the same in a text that has another script beside', () => {
    const latin = "Café, señor: naïve-ly 42x don't";
    const plain = runsIn(latin);
    const mixed = runsIn(`${latin} 密码`);
    expect(mixed.runs).toEqual([plain.runs[0], ['密', '码']]);
    expect(mixed.letters).toBe(plain.letters + 2);
  });

  it('counts letters that belong to none of the scripts', () => {
    expect(runsIn('привет ok')).toEqual({ runs: [['ok'], []], letters: 8 });
    expect(runsIn('12 345')).toEqual({ runs: [[], []], letters: 0 });
  });
});
