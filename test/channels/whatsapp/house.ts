import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as module from '../../../src/channels/whatsapp/index.ts';
import { type Answer, type Asked, APP_SECRET, openMetaHouse, TOKEN, VERIFY_TOKEN } from '../meta-house.ts';

export const NUMBER_ID = '106540352242922';
const HERE = import.meta.dirname;

export function settings(origin = 'http://127.0.0.1:9'): Record<string, string> {
  return {
    ESTAFET_WHATSAPP_APP_SECRET: APP_SECRET,
    ESTAFET_WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
    ESTAFET_WHATSAPP_TOKEN: TOKEN,
    ESTAFET_WHATSAPP_PHONE_NUMBER_ID: NUMBER_ID,
    ESTAFET_WHATSAPP_TEMPLATE: 'support_has_news',
    ESTAFET_WHATSAPP_API: `${origin}/v26.0`,
  };
}

let sent = 0;
/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
export function accepts({ body }: Asked): Answer {
  if (body?.status === 'read') return { body: { success: true } };
  const id = `wamid.sent${++sent}`;
  return { body: { messaging_product: 'whatsapp', contacts: [{ input: body?.to, wa_id: body?.to }], messages: [{ id }] } };
}

export function openWhatsApp(options: { answer?(asked: Asked): Answer; env?: Record<string, string> } = {}) {
  return openMetaHouse({
    module,
    path: '/webhooks/whatsapp',
    env: (origin) => ({ ...settings(origin), ...options.env }),
    answer: options.answer ?? accepts,
    at: '2025-06-08T21:05:00Z',
  });
}

export async function fixture(name: string) {
  return JSON.parse(await readFile(join(HERE, 'fixtures', `${name}.json`), 'utf8'));
}
