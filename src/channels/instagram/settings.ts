import * as z from 'zod';
import { graphApi, metaId, secret } from '../meta-settings.ts';
import { readGiven } from '../settings.ts';

const schema = z.object({
  ESTAFET_INSTAGRAM_APP_SECRET: secret,
  ESTAFET_INSTAGRAM_VERIFY_TOKEN: secret,
  ESTAFET_INSTAGRAM_TOKEN: secret,
  ESTAFET_INSTAGRAM_ACCOUNT_ID: metaId,
  ESTAFET_INSTAGRAM_API: graphApi('graph.instagram.com'),
});

export interface Settings {
  appSecret: string;
  verifyToken: string;
  token: string;
  /** Of the professional account, as it stands in its webhook deliveries. */
  accountId: string;
  /** Base of the API, with its version. */
  api: string;
}

/** @throws {ZodError} */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings | undefined {
  const given = readGiven(schema, env);
  return (
    given && {
      appSecret: given.ESTAFET_INSTAGRAM_APP_SECRET,
      verifyToken: given.ESTAFET_INSTAGRAM_VERIFY_TOKEN,
      token: given.ESTAFET_INSTAGRAM_TOKEN,
      accountId: given.ESTAFET_INSTAGRAM_ACCOUNT_ID,
      api: given.ESTAFET_INSTAGRAM_API,
    }
  );
}
