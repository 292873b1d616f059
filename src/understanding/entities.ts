/** Facts in a message, each with its place: phone numbers and email addresses. */
import { type CountryCode, findPhoneNumbersInText, getCountryCallingCode } from 'libphonenumber-js/max';
import type { Entity } from '../core/turn-types.ts';

/** UTF-16 code units that are searched: nobody writes her number further down. */
const SEARCHED = 4000;
/** RFC 5321. */
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;

/** @param region whose numbers are written without a country code */
export function findEntities(text: string, region: CountryCode): Entity[] {
  const searched = halfWidth(text.slice(0, SEARCHED));
  const emails = findEmails(searched);
  const phones = findPhones(searched, region);
  return emails.length ? [...emails, ...phones].sort((a, b) => a.start - b.start) : phones;
}

const SEVEN_DIGITS = /\d(?:\D{0,3}\d){6}/;

function findPhones(text: string, region: CountryCode): Entity[] {
  if (!SEVEN_DIGITS.test(text)) return [];
  const callingCode = getCountryCallingCode(region);
  return findPhoneNumbersInText(text, region).flatMap(({ number, startsAt, endsAt }) => {
    const digits = text.slice(startsAt, endsAt).replace(/\D/g, '');
    // "order 8812345678" is a number of this form too; without a prefix it counts only where it stands alone.
    const prefixed = text[startsAt] === '+' || digits.startsWith('0') || digits.startsWith(callingCode);
    const alone = text.slice(0, startsAt).trim() === '' && text.slice(endsAt).trim() === '';
    return prefixed || alone ? [{ kind: 'phone', value: number.number, start: startsAt, end: endsAt }] : [];
  });
}

/** From each "@" to both sides, so that the cost is linear whatever the text. */
function findEmails(text: string): Entity[] {
  const found: Entity[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const before = /[a-z0-9](?:[a-z0-9._%+-]*)$/i.exec(text.slice(Math.max(from, at - LONGEST_LOCAL), at))?.[0];
    const after = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/i.exec(text.slice(at + 1, at + 1 + LONGEST_DOMAIN))?.[0];
    if (!before || !after) continue;
    const start = at - before.length;
    const end = at + 1 + after.length;
    found.push({ kind: 'email', value: text.slice(start, end).toLowerCase(), start, end });
    from = end;
  }
  return found;
}

const FULL_WIDTH = /[\u3000\uFF01-\uFF5E]/;

/** Full-width forms (０８１２, ＠) as plain ones, each in its place. */
export function halfWidth(text: string): string {
  if (!FULL_WIDTH.test(text)) return text;
  return text.replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ');
}
