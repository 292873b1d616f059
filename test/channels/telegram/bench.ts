/** A simulated Telegram, a node it delivers to, and the calls that tests make by plain fetch. */
import { expect } from 'vitest';
import { openNode } from '../provider-node.ts';
import { startTelegramSimulator } from './simulator.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
export type Json = any;

export const MINUTE = 60_000;
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const OGG = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(6000)]);

export const button = (text: string, data = text) => ({ text, callback_data: data });
export const keyboard = (...row: object[]) => ({ inline_keyboard: [row] });

export async function openBench() {
  const [telegram, node] = await Promise.all([startTelegramSimulator(), openNode()]);
  telegram.deliverTo(node.origin);
  const url = (method: string, token = telegram.env.ESTAFET_TELEGRAM_TOKEN) => `${telegram.origin}/bot${token}/${method}`;

  async function call(method: string, body: object = {}, token?: string): Promise<{ status: number; body: Json }> {
    const form = body instanceof FormData;
    const response = await fetch(url(method, token), {
      method: 'POST',
      body: form ? body : JSON.stringify(body),
      headers: form ? {} : { 'Content-Type': 'application/json' },
    });
    return { status: response.status, body: await response.json() };
  }

  return {
    telegram,
    node,
    url,
    call,
    async refusal(method: string, body: object = {}): Promise<[number, string]> {
      const answer = await call(method, body);
      expect(answer.body).toMatchObject({ ok: false, error_code: answer.status });
      return [answer.status, answer.body.description];
    },
    last: () => node.bodies().at(-1) as Json,
    /** Somebody who has written to the bot. */
    async known(options?: { name?: string; locale?: string }) {
      const her = telegram.customer(options);
      await her.says('hello');
      return her;
    },
    close: () => Promise.all([telegram.close(), node.close()]),
  };
}
