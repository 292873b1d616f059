/** Indonesia's public holidays. Sun and moon are computed for them, so a build works them out and a start only reads. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';

const DIR = join(import.meta.dirname, '../../../dist/holidays');

// CommonJS, and the library itself only when it is needed: loading it takes long, too.
const require = createRequire(import.meta.url);

const dates = z.array(z.iso.date());

interface Holidays {
  getHolidays(year: number): { date: string; type: string }[];
}

/** @returns ISO dates */
export function publicHolidays(year: number): string[] {
  return readHolidays(year) ?? computeHolidays(year);
}

/** Where a build leaves them: another version of the library may know better. */
export function holidaysFile(year: number): string {
  const { version } = require('date-holidays/package.json') as { version: string };
  return join(DIR, `ID-${year}-${version}.json`);
}

/** @returns undefined when no build has left any, or any that can be read */
export function readHolidays(year: number): string[] | undefined {
  try {
    return dates.parse(JSON.parse(readFileSync(holidaysFile(year), 'utf8')));
  } catch {
    return undefined;
  }
}

export function computeHolidays(year: number): string[] {
  const Calendar = require('date-holidays') as new (country: string) => Holidays;
  const found = new Calendar('ID').getHolidays(year).filter(({ type }) => type === 'public');
  return found.map(({ date }) => date.slice(0, 10));
}
