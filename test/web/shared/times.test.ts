/** Times and dates as people of a language write them, in whatever time zone and across the change of clocks. */
import { afterEach, describe, expect, it } from 'vitest';
import { clockTime, comingTime, dayName, fullTime, listTime, shortDuration, startOfDay } from '../../../src/web/shared/times.ts';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const local = (year: number, month: number, day: number, hour = 0, minute = 0) => new Date(year, month - 1, day, hour, minute).getTime();
/** Intl puts narrow and no-break spaces between the parts. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('a time', () => {
  const at = local(2026, 11, 24, 15, 4);

  it('is written by the clock of the language', () => {
    expect(plain(clockTime(at, 'en'))).toBe('3:04 PM');
    expect(clockTime(at, 'id')).toBe('15.04');
    expect(clockTime(at, 'zh')).toBe('15:04');
  });

  it('is the same from ISO 8601 as from milliseconds', () => {
    expect(clockTime(new Date(at).toISOString(), 'id')).toBe(clockTime(at, 'id'));
    expect(fullTime(new Date(at).toISOString(), 'zh')).toBe(fullTime(at, 'zh'));
  });

  it('has its date with it in full', () => {
    expect(plain(fullTime(at, 'en'))).toBe('Nov 24, 2026, 3:04 PM');
    expect(fullTime(at, 'zh')).toContain('2026');
  });
});

describe('a day', () => {
  const now = local(2026, 11, 24, 0, 30);

  it.each([
    ['en', 'Today', 'Yesterday'],
    ['id', 'Hari ini', 'Kemarin'],
    ['zh', '今天', '昨天'],
  ])('has its word in %s if it is near', (locale, today, yesterday) => {
    expect(dayName(local(2026, 11, 24, 23, 59), now, locale)).toBe(today);
    expect(dayName(local(2026, 11, 23, 23, 59), now, locale)).toBe(yesterday);
  });

  it('is a date else, with its year only if it is another', () => {
    expect(dayName(local(2026, 11, 22), now, 'en')).toBe('Sun, November 22');
    expect(dayName(local(2026, 11, 25), now, 'en')).toBe('Wed, November 25');
    expect(dayName(local(2025, 12, 31), now, 'en')).toBe('Wed, December 31, 2025');
  });

  it('stands in a list for the time, save today’s', () => {
    expect(listTime(local(2026, 11, 24, 0, 5), now, 'id')).toBe('00.05');
    expect(listTime(local(2026, 11, 23, 23, 59), now, 'id')).toBe('Kemarin');
    expect(listTime(local(2026, 11, 20), now, 'en')).toBe('Nov 20');
    expect(listTime(local(2025, 12, 31), now, 'zh')).toBe('2025年12月31日');
  });

  it('begins at midnight of the place', () => {
    expect(startOfDay(now)).toBe(local(2026, 11, 24));
    expect(startOfDay(new Date(now).toISOString())).toBe(local(2026, 11, 24));
  });

  it('is yesterday even when yesterday had 23 or 25 hours', () => {
    process.env.TZ = 'Europe/Amsterdam';
    expect(dayName(local(2026, 3, 29, 1), local(2026, 3, 30, 0, 5), 'en')).toBe('Yesterday');
    expect(dayName(local(2026, 10, 25, 1), local(2026, 10, 26, 0, 5), 'en')).toBe('Yesterday');
    expect(startOfDay(local(2026, 3, 30)) - startOfDay(local(2026, 3, 29))).toBe(23 * 3_600_000);
  });
});

describe('a duration', () => {
  it.each([
    [-5_000, '0 min'],
    [59_999, '0 min'],
    [12 * 60_000, '12 min'],
    [59 * 60_000, '59 min'],
    [60 * 60_000, '1 hr'],
    [23.9 * 3_600_000, '23 hr'],
    [24 * 3_600_000, '1 day'],
    [50 * 3_600_000, '2 days'],
  ])('of %i ms is %s', (ms, text) => {
    expect(shortDuration(ms, 'en')).toBe(text);
  });

  it('speaks the language', () => {
    expect(shortDuration(180_000, 'zh')).toBe('3分钟');
    expect(shortDuration(180_000, 'id')).toBe('3 mnt');
  });
});

describe('a coming moment', () => {
  const now = local(2026, 11, 24, 15, 4);

  it('is a time today, and has its weekday on another day', () => {
    expect(plain(comingTime(local(2026, 11, 24, 18, 30), now, 'en'))).toBe('6:30 PM');
    expect(plain(comingTime(local(2026, 11, 25, 9, 5), now, 'en'))).toBe('Wed 9:05 AM');
    expect(comingTime(local(2026, 11, 25, 9, 5), now, 'id')).toContain('Rab');
    expect(comingTime(local(2026, 11, 25, 9, 5), now, 'zh')).toContain('周三');
  });
});
