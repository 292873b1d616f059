/** Brings the table of docs/errors.md in line with the catalogue; the last column is written by hand and stays. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../src/errors.ts';

export const ERRORS_DOC = join(import.meta.dirname, '..', 'docs', 'errors.md');

export interface ErrorRow {
  code: string;
  status: number;
  message: string;
  /** What to do; empty as long as nobody wrote it. */
  advice: string;
}

const ROW = /^\| `(?<code>[^`]+)` \| (?<status>\d{3}) \| (?<message>.*?) \| (?<advice>.*?) ?\|$/;

/** The rows of the table in `markdown`, in its order. */
export function readErrorRows(markdown: string): ErrorRow[] {
  return markdown.split('\n').flatMap((line) => {
    const { code = '', status, message = '', advice = '' } = ROW.exec(line)?.groups ?? {};
    return code ? [{ code, status: Number(status), message, advice: advice.trim() }] : [];
  });
}

/** `markdown` with one row for each code of the catalogue, by status, and the advice it had. */
export function updateErrorsDoc(markdown: string): string {
  const advice = new Map(readErrorRows(markdown).map((row) => [row.code, row.advice]));
  const rows = Object.entries(catalogue)
    .toSorted(([, [a]], [, [b]]) => a - b)
    .map(([code, [status, message]]) => `| \`${code}\` | ${status} | ${message} | ${advice.get(code) ?? ''} |`);
  const lines = markdown.split('\n');
  const head = lines.findIndex((line) => line.startsWith('| --- ') || line.startsWith('|---'));
  if (head < 0) throw new Error('docs/errors.md has no table: it needs a head and a line of dashes under it');
  const after = lines.findIndex((line, index) => index > head && !line.startsWith('|'));
  return [...lines.slice(0, head + 1), ...rows, ...(after < 0 ? [''] : lines.slice(after))].join('\n');
}

if (import.meta.main) writeFileSync(ERRORS_DOC, updateErrorsDoc(readFileSync(ERRORS_DOC, 'utf8')));
