/** All facts in a message, each with its place; of two that overlap the more telling one. */
import type { CountryCode } from 'libphonenumber-js/max';
import type { Entity } from '../../core/turn-types.ts';
import { findEntities, halfWidth } from '../entities.ts';
import { findAmounts } from './amounts.ts';
import { findDates } from './dates.ts';
import { findNames, findReferences } from './names.ts';
import { createScan, type EntityWords } from './words.ts';

export interface FactOptions {
  region: CountryCode;
  /** IANA name of the customers' time zone. */
  timeZone: string;
}

/** Nobody gives facts further down. */
const SEARCHED = 1000;

/** @returns a finder; `now` in epoch ms, without which no dates are told */
export function createFactFinder(words: EntityWords[], { region, timeZone }: FactOptions): (text: string, now?: number) => Entity[] {
  const scan = createScan(words);
  return (text, now) => {
    const contacts = findEntities(text, region);
    const searched = halfWidth(text.slice(0, SEARCHED));
    const tokens = scan(searched);
    const references = findReferences(searched);
    if (!tokens.length && !references.length) return contacts;
    const named = findNames(searched, tokens);
    const dates = now === undefined ? [] : findDates(searched, tokens, now, timeZone);
    const found = [...contacts, ...references, ...dates, ...findAmounts(searched, tokens), ...named];
    if (found.length < 2) return found;
    return found
      .filter((entity, index) => !found.slice(0, index).some((earlier) => entity.start < earlier.end && earlier.start < entity.end))
      .sort((a, b) => a.start - b.start);
  };
}
