/**
 * LINE, as https://developers.line.biz/en/docs/messaging-api/ describes it: the Messaging API, and the events it posts
 * to a webhook. What wasn't taken comes again as a redelivery, perhaps after what happened later.
 */
import { createHmac } from 'node:crypto';
import { openClock, openFaults, openPostman, openServer, type Requests } from '../provider.ts';
import type { Delivery, ProviderSimulator, SimulatorOptions, StartSimulator } from '../simulator.ts';
import { newAccount } from './account.ts';
import { openApi } from './api.ts';
import { openCustomer, type LineCustomer } from './customer.ts';
import { eventOf, type LineEvent, textContent, token } from './events.ts';

const PATH = '/webhooks/line';

export interface LineSimulator extends ProviderSimulator {
  customer(options?: { name?: string; locale?: string }): LineCustomer;
  /** Signs events in one body, as many as there are: none is what the console's “Verify” posts. */
  bodyOf(...events: LineEvent[]): Delivery;
  /** The same events under the same ids, as LINE posts them again. */
  again(delivery: Delivery): Delivery;
  /** Posts a message that somebody wrote in a group the account is in. */
  saysInGroup(text: string): Promise<void>;
}

/** https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/ */
export function signatureOf(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

async function start(options: SimulatorOptions = {}): Promise<LineSimulator> {
  const clock = openClock(options.now);
  const faults = openFaults();
  const postman = openPostman();
  const requests: Requests = [];
  const account = newAccount(clock, faults);
  const { api, data } = openApi(account, requests);
  const [server, dataServer] = await Promise.all([openServer(options.port ?? 0, api), openServer(0, data)]);

  function sign(body: Buffer): Delivery {
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'LineBotWebhook/2.0',
      'x-line-signature': signatureOf(body, account.secret),
    };
    return { path: PATH, headers, body };
  }

  const bodyOf = (...events: LineEvent[]) => sign(Buffer.from(JSON.stringify({ destination: account.id, events })));

  /** Reply tokens live on from when the webhook had them last. */
  function deliver(delivery: Delivery, origin?: string): Promise<Response> {
    for (const [, replyToken = ''] of delivery.body.toString().matchAll(/"replyToken":"(\w+)"/g)) {
      const given = account.replyTokens.get(replyToken);
      if (given) given.delivered = clock.now();
    }
    return postman.deliver(delivery, origin);
  }

  function again({ body }: Delivery): Delivery {
    const { events } = JSON.parse(body.toString()) as { events: LineEvent[] };
    return bodyOf(...events.map((event) => ({ ...event, deliveryContext: { isRedelivery: true } })));
  }

  async function push(...events: LineEvent[]): Promise<void> {
    const delivery = bodyOf(...events);
    const response = await postman.insist((tried) => (tried === 0 ? delivery : again(delivery)), deliver);
    await response.arrayBuffer();
  }

  return {
    env: {
      ESTAFET_LINE_SECRET: account.secret,
      ESTAFET_LINE_TOKEN: account.token,
      ESTAFET_LINE_API: server.origin,
      ESTAFET_LINE_DATA_API: dataServer.origin,
    },
    origin: server.origin,
    deliverTo: postman.deliverTo,
    customer: ({ name = 'Sinta Dewi', locale = 'en' } = {}) => openCustomer(account, name, locale, push),
    prepare: (customer, text) => bodyOf((customer as LineCustomer).event(text)),
    sign,
    deliver,
    bodyOf,
    again,
    async saysInGroup(text) {
      const source = { type: 'group', groupId: `C${'a'.repeat(32)}`, userId: `U${'b'.repeat(32)}` } as const;
      await push({ ...eventOf('message', source, account.tick()), replyToken: token(24), message: textContent(text) });
    },
    faults: faults.faults,
    requests,
    advance: clock.advance,
    async close() {
      postman.close();
      await Promise.all([server.close(), dataServer.close()]);
    },
  };
}

export const startLineSimulator = start satisfies StartSimulator;
