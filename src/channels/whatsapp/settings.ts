import * as z from 'zod';
import { graphApi, metaId, secret } from '../meta-settings.ts';
import { readGiven } from '../settings.ts';

const schema = z.object({
  ESTAFET_WHATSAPP_APP_SECRET: secret,
  ESTAFET_WHATSAPP_VERIFY_TOKEN: secret,
  ESTAFET_WHATSAPP_TOKEN: secret,
  ESTAFET_WHATSAPP_PHONE_NUMBER_ID: metaId,
  ESTAFET_WHATSAPP_TEMPLATE: z
    .string()
    .regex(/^[a-z0-9_]{1,512}$/, 'lowercase letters, digits and _')
    .optional(),
  ESTAFET_WHATSAPP_API: graphApi('graph.facebook.com'),
});

export interface Settings {
  appSecret: string;
  verifyToken: string;
  token: string;
  /** Of the business number; the number itself is another. */
  phoneNumberId: string;
  /** Name of the approved invitation, which takes no parameters. */
  template?: string;
  /** Base of the Graph API, with its version. */
  api: string;
}

/** @throws {ZodError} */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings | undefined {
  const given = readGiven(schema, env);
  return (
    given && {
      appSecret: given.ESTAFET_WHATSAPP_APP_SECRET,
      verifyToken: given.ESTAFET_WHATSAPP_VERIFY_TOKEN,
      token: given.ESTAFET_WHATSAPP_TOKEN,
      phoneNumberId: given.ESTAFET_WHATSAPP_PHONE_NUMBER_ID,
      ...(given.ESTAFET_WHATSAPP_TEMPLATE !== undefined && { template: given.ESTAFET_WHATSAPP_TEMPLATE }),
      api: given.ESTAFET_WHATSAPP_API,
    }
  );
}
