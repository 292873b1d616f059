import * as z from 'zod';
import { graphApi, metaId, secret } from '../meta-settings.ts';
import { readGiven } from '../settings.ts';

const schema = z.object({
  ESTAFET_MESSENGER_APP_SECRET: secret,
  ESTAFET_MESSENGER_VERIFY_TOKEN: secret,
  ESTAFET_MESSENGER_TOKEN: secret,
  ESTAFET_MESSENGER_PAGE_ID: metaId,
  ESTAFET_MESSENGER_APP_ID: metaId,
  ESTAFET_MESSENGER_API: graphApi('graph.facebook.com'),
});

export interface Settings {
  appSecret: string;
  verifyToken: string;
  /** The Page's. */
  token: string;
  pageId: string;
  appId: string;
  /** Base of the Graph API, with its version. */
  api: string;
}

/** @throws {ZodError} */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings | undefined {
  const given = readGiven(schema, env);
  return (
    given && {
      appSecret: given.ESTAFET_MESSENGER_APP_SECRET,
      verifyToken: given.ESTAFET_MESSENGER_VERIFY_TOKEN,
      token: given.ESTAFET_MESSENGER_TOKEN,
      pageId: given.ESTAFET_MESSENGER_PAGE_ID,
      appId: given.ESTAFET_MESSENGER_APP_ID,
      api: given.ESTAFET_MESSENGER_API,
    }
  );
}
