import * as z from 'zod';
import { baseUrl, readGiven } from '../settings.ts';

const MISSING = 'is missing: set it, or remove the other ESTAFET_LINE settings';

const schema = z.object({
  ESTAFET_LINE_SECRET: z.string(MISSING).trim().regex(/^\S+$/, 'copy the channel secret whole, without blanks'),
  ESTAFET_LINE_TOKEN: z
    .string(MISSING)
    .trim()
    .regex(/^[\x21-\x7e]+$/, 'copy the channel access token whole, on one line'),
  ESTAFET_LINE_API: baseUrl('https://api.line.me'),
  ESTAFET_LINE_DATA_API: baseUrl('https://api-data.line.me'),
});

export interface Settings {
  secret: string;
  token: string;
  /** Origins, and paths if any, without a slash at their ends. */
  api: string;
  dataApi: string;
}

/**
 * Undefined when none is set: the channel is off.
 * @throws {ZodError} naming each that is missing or bad
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings | undefined {
  const given = readGiven(schema, env);
  if (!given) return undefined;
  const { ESTAFET_LINE_SECRET, ESTAFET_LINE_TOKEN, ESTAFET_LINE_API, ESTAFET_LINE_DATA_API } = given;
  return { secret: ESTAFET_LINE_SECRET, token: ESTAFET_LINE_TOKEN, api: ESTAFET_LINE_API, dataApi: ESTAFET_LINE_DATA_API };
}
