/** The settings of a push channel: all of them absent is off, a part of them missing is a mistake. */
import * as z from 'zod';

/** Where a provider's API is, without a slash at its end. */
export function baseUrl(usual: string) {
  return z
    .url({ protocol: /^https?$/ })
    .transform((value) => value.replace(/\/+$/, ''))
    .default(usual);
}

/**
 * Undefined when none is set: the channel is off.
 * @throws {ZodError} naming each that is missing or bad
 */
export function readGiven<T extends z.ZodObject>(schema: T, env: Readonly<Record<string, string | undefined>>): z.output<T> | undefined {
  const given = Object.keys(schema.shape).flatMap((name) => (env[name]?.trim() ? [[name, env[name]] as const] : []));
  return given.length ? schema.parse(Object.fromEntries(given)) : undefined;
}
