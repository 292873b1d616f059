import * as z from 'zod';
import { baseUrl, readGiven } from '../settings.ts';

const MISSING = 'is missing: set it, or remove the other ESTAFET_TELEGRAM settings';

const schema = z.object({
  ESTAFET_TELEGRAM_TOKEN: z
    .string(MISSING)
    .trim()
    .regex(/^\d{1,20}:[\w-]{1,200}$/, 'copy it whole from @BotFather: digits, a colon, and letters, digits, _ or -'),
  ESTAFET_TELEGRAM_SECRET: z
    .string(MISSING)
    .trim()
    .regex(/^[\w-]{1,256}$/, '1 to 256 of A-Z, a-z, 0-9, _ and -'),
  ESTAFET_TELEGRAM_API: baseUrl('https://api.telegram.org'),
});

export interface Settings {
  token: string;
  /** The bot's own id: the first part of its token. */
  botId: string;
  secret: string;
  /** Origin, and path if any, without a slash at its end. */
  api: string;
}

/**
 * Undefined when none is set: the channel is off.
 * @throws {ZodError} naming each that is missing or bad
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings | undefined {
  const given = readGiven(schema, env);
  if (!given) return undefined;
  const { ESTAFET_TELEGRAM_TOKEN: token, ESTAFET_TELEGRAM_SECRET: secret, ESTAFET_TELEGRAM_API: api } = given;
  return { token, botId: token.slice(0, token.indexOf(':')), secret, api };
}
