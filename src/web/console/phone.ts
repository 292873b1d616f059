/** Phone numbers as agents type them. */

/** E.164; undefined when it is none. Spaces, dashes, brackets and a leading 00 are taken. */
export function toE164(typed: string): string | undefined {
  const number = typed.replace(/[\s().\-\u2010-\u2015]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : undefined;
}
