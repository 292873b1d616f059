import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRORS_DOC, readErrorRows, updateErrorsDoc } from '../scripts/errors-doc.ts';
import { catalogue } from '../src/errors.ts';

const markdown = readFileSync(ERRORS_DOC, 'utf8');
const rows = readErrorRows(markdown);

describe('docs/errors.md', () => {
  it('has each code of the catalogue once, with its status and message, and no other (node scripts/errors-doc.ts corrects it)', () => {
    const documented = rows.map(({ code, status, message }) => ({ code, status, message }));
    const expected = Object.entries(catalogue).map(([code, [status, message]]) => ({ code, status, message }));
    const byCode = (a: { code: string }, b: { code: string }) => a.code.localeCompare(b.code);
    expect(documented.toSorted(byCode)).toEqual(expected.toSorted(byCode));
  });

  it.each(rows)('says what to do about $code', ({ advice }) => {
    expect(advice).toMatch(/^[A-Z].{10,}\.$/);
  });

  it('is what scripts/errors-doc.ts writes', () => {
    expect(markdown).toBe(updateErrorsDoc(markdown));
  });
});

describe('updateErrorsDoc', () => {
  const doc =
    '# Errors\n\n| Code | Status | Message | What to do |\n|---|---|---|---|\n| `gone` | 410 | Old. | Nothing. |\n| `internal` | 499 | Wrong. | Kept. |\n\nAfter.\n';

  it('adds what is missing, drops what is gone, keeps the advice and the text around', () => {
    const updated = updateErrorsDoc(doc);
    const found = readErrorRows(updated);
    expect(found.map((row) => row.code).toSorted()).toEqual(Object.keys(catalogue).toSorted());
    expect(found.find((row) => row.code === 'internal')).toEqual({
      code: 'internal',
      status: 500,
      message: catalogue.internal[1],
      advice: 'Kept.',
    });
    expect(updated.startsWith('# Errors\n')).toBe(true);
    expect(updated.endsWith(' |\n\nAfter.\n')).toBe(true);
  });
});
