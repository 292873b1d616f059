import * as z from 'zod';

const schema = z.object({
  ESTAFET_DIRECTLINE_SECRET: z.preprocess((value) => value || undefined, z.string().min(16, 'at least 16 characters').optional()),
});

export interface Settings {
  secret: string;
  /** Milliseconds between two looks at a waiting customer's place; default 10,000. */
  queueEveryMs?: number;
  /** Messages that one conversation may send in 10 s; default 40. */
  messagesPer10s?: number;
  /** Uploads of one conversation in a minute; default 10. */
  uploadsPerMinute?: number;
  /** Sessions that one address may open in a minute; default 300, since mobile networks share addresses. */
  sessionsPerMinute?: number;
}

/** @throws {ZodError} */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings | undefined {
  const { ESTAFET_DIRECTLINE_SECRET: secret } = schema.parse(env);
  return secret === undefined ? undefined : { secret };
}
