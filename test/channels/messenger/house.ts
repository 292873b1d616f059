import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as module from '../../../src/channels/messenger/index.ts';
import { type Answer, type Asked, APP_SECRET, openMetaHouse, TOKEN, VERIFY_TOKEN } from '../meta-house.ts';

export const PAGE = '1906385232743451';
export const PSID = '1254477777772919';

let sent = 0;
/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api */
export function accepts({ body }: Asked): Answer {
  const action = body?.sender_action !== undefined;
  return { body: { recipient_id: PSID, ...(!action && { message_id: `m_sent${++sent}` }) } };
}

export function openMessenger(answer = accepts) {
  const env = (origin: string) => ({
    ESTAFET_MESSENGER_APP_SECRET: APP_SECRET,
    ESTAFET_MESSENGER_VERIFY_TOKEN: VERIFY_TOKEN,
    ESTAFET_MESSENGER_TOKEN: TOKEN,
    ESTAFET_MESSENGER_PAGE_ID: PAGE,
    ESTAFET_MESSENGER_APP_ID: '1517776481860111',
    ESTAFET_MESSENGER_API: `${origin}/v26.0`,
  });
  return openMetaHouse({ module, path: '/webhooks/messenger', env, answer, at: '2025-06-08T21:05:00Z' });
}

export async function fixture(name: string) {
  return JSON.parse(await readFile(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8'));
}
