/** Times and dates as people of a language write them. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${kind}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known;
}

/** @param at epoch ms or ISO 8601 */
export function clockTime(at: number | string, locale: string): string {
  return format(locale, 'time', { timeStyle: 'short' }).format(new Date(at));
}

export function fullTime(at: number | string, locale: string): string {
  return format(locale, 'full', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** A moment of the coming days: the time today, else with its weekday. */
export function comingTime(at: number, now: number, locale: string): string {
  if (startOfDay(at) === startOfDay(now)) return clockTime(at, locale);
  return format(locale, 'coming', { weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(new Date(at));
}

/** As short as tells it apart in a list: the time today, else the day. */
export function listTime(at: number | string, now: number, locale: string): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days === 0) return clockTime(at, locale);
  if (days === -1) return dayName(at, now, locale);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(locale, sameYear ? 'short' : 'short-year', {
    day: 'numeric',
    month: 'short',
    year: sameYear ? undefined : 'numeric',
  }).format(new Date(at));
}

/** `today` and `yesterday` by the language's own words, else the date. */
export function dayName(at: number | string, now: number, locale: string): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days === 0 || days === -1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(locale, sameYear ? 'day' : 'date', {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: sameYear ? undefined : 'numeric',
  }).format(new Date(at));
}

export function startOfDay(at: number | string): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Short, as in a list: `12 min`, `3 hr`, `2 days`. */
export function shortDuration(ms: number, locale: string): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [value, unit] =
    minutes < 60 ? [minutes, 'minute'] : minutes < 1_440 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1_440), 'day'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}
