import { z } from 'zod';

const MISSING = 'is missing: set it, or remove the other ESTAFET_LINE settings';

const origin = (usual: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((value) => value.replace(/\/+$/, ''))
    .default(usual);

const schema = z.object({
  ESTAFET_LINE_SECRET: z.string(MISSING).min(16, 'copy the channel secret whole'),
  ESTAFET_LINE_TOKEN: z.string(MISSING).regex(/^[\w+/=.-]{16,1000}$/, 'copy the channel access token whole, on one line'),
  ESTAFET_LINE_API: origin('https://api.line.me'),
  ESTAFET_LINE_DATA_API: origin('https://api-data.line.me'),
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
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name]?.trim() || undefined]));
  if (Object.values(given).every((value) => value === undefined)) return undefined;
  const { ESTAFET_LINE_SECRET, ESTAFET_LINE_TOKEN, ESTAFET_LINE_API, ESTAFET_LINE_DATA_API } = schema.parse(given);
  return { secret: ESTAFET_LINE_SECRET, token: ESTAFET_LINE_TOKEN, api: ESTAFET_LINE_API, dataApi: ESTAFET_LINE_DATA_API };
}
