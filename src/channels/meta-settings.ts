/** The settings of a Meta channel: all of them absent is off, a part of them missing is a mistake. */
import { z } from 'zod';

/** The latest one: https://developers.facebook.com/docs/graph-api/changelog */
const GRAPH_VERSION = 'v26.0';

export const secret = z.string().min(8, 'at least 8 characters');
/** Meta's ids of accounts. */
export const metaId = z.string().regex(/^\d{3,30}$/, 'digits only');

/** @param host e.g. `graph.facebook.com` */
export function graphApi(host: string) {
  const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
  return url.default(`https://${host}/${GRAPH_VERSION}`);
}

/** @throws {ZodError} naming every setting that is missing or bad */
export function readMetaSettings<T extends z.ZodObject>(
  schema: T,
  env: Readonly<Record<string, string | undefined>>,
): z.output<T> | undefined {
  const given = Object.keys(schema.shape).flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return given.length ? schema.parse(Object.fromEntries(given)) : undefined;
}
