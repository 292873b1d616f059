/** Working days of Indonesian banks: no weekend, no public holiday, no collective leave (cuti bersama). */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { publicHolidays } from './public-holidays.ts';

const FILE = new URL('../../../config/holidays.id.json', import.meta.url);
const DAY = 86_400_000;
/** Jakarta's clock is this far ahead of UTC, all year. */
const WIB = 7 * 3_600_000;
/** By the end of the working day. */
const CLOSING = 17 * 3_600_000;

const date = z.iso.date();
const file = z.object({ source: z.string(), collectiveLeave: z.array(date), holidays: z.array(date) });

const free = new Map<number, ReadonlySet<string>>();

/**
 * The moment, epoch ms, when the `days`-th working day after `from` closes in Jakarta.
 * @param from epoch ms; its own day does not count
 */
export function afterWorkingDays(from: number, days: number): number {
  let at = Math.floor((from + WIB) / DAY) * DAY;
  for (let left = days; left > 0; ) {
    at += DAY;
    if (isWorkingDay(at)) left -= 1;
  }
  return at - WIB + CLOSING;
}

function isWorkingDay(midnight: number): boolean {
  const day = new Date(midnight);
  const weekday = day.getUTCDay();
  return weekday !== 0 && weekday !== 6 && !freeDays(day.getUTCFullYear()).has(day.toISOString().slice(0, 10));
}

function freeDays(year: number): ReadonlySet<string> {
  const known = free.get(year);
  if (known) return known;
  const { collectiveLeave, holidays } = file.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  const days = new Set([...publicHolidays(year), ...collectiveLeave, ...holidays]);
  free.set(year, days);
  return days;
}
