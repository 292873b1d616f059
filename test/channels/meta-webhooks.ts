/**
 * Webhooks of Meta's channels: signed, tried again on anything but 200, verified with a challenge.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 * https://developers.facebook.com/docs/messenger-platform/webhooks (escaping of what is signed, 200 within 5 s, 36 h of
 * retries; WhatsApp: 7 days)
 */
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from './simulator.ts';

/** Meta tries for days, with growing waits; we try this often, the waits growing by `RETRY_STEP_MS`. */
const TRIES = 20;
const RETRY_STEP_MS = 50;
const ANSWER_WITHIN_MS = 5_000;

export interface WebhookSettings {
  /** e.g. `/webhooks/whatsapp` */
  path: string;
  appSecret: string;
  verifyToken: string;
}

export interface Webhooks {
  deliverTo(...origins: string[]): void;
  sign(body: Buffer): Delivery;
  /** Signs a notification, written as Meta writes it. */
  signed(notification: object): Delivery;
  deliver(delivery: Delivery, origin?: string): Promise<Response>;
  /** Delivers until it is taken. @throws when it never was */
  insist(delivery: Delivery): Promise<void>;
  /** Delivers until it is taken or given up; those of one customer one after the other. */
  later(customerId: string, notification: object): void;
  /** Resolves when what was given to `later` is delivered or given up. */
  settled(): Promise<void>;
  /** The handshake of a new subscription. @param token default: the right one */
  verify(challenge: string, token?: string, mode?: string): Promise<Response>;
  close(): void;
}

/**
 * Meta's servers escape whatever is not ASCII, and the slash, and sign what they send: who parses and writes the body
 * anew gets another signature.
 */
export function encodeNotification(notification: object): Buffer {
  const escaped = JSON.stringify(notification).replace(/[\u0080-\uffff/]/g, (char) =>
    char === '/' ? '\\/' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(escaped, 'ascii');
}

export function createWebhooks({ path, appSecret, verifyToken }: WebhookSettings): Webhooks {
  const nodes: string[] = [];
  const closing = new AbortController();
  const chains = new Map<string, Promise<void>>();
  let turn = 0;

  function nextNode(): string {
    const node = nodes[turn++ % Math.max(nodes.length, 1)];
    if (node === undefined) throw new Error('deliverTo() has named no node yet.');
    return node;
  }

  function sign(body: Buffer): Delivery {
    const hmac = (algorithm: string) => createHmac(algorithm, appSecret).update(body).digest('hex');
    return {
      path,
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'facebookexternalua',
        'X-Hub-Signature': `sha1=${hmac('sha1')}`,
        'X-Hub-Signature-256': `sha256=${hmac('sha256')}`,
      },
      body,
    };
  }

  function deliver(delivery: Delivery, origin = nextNode()): Promise<Response> {
    return fetch(origin + delivery.path, {
      method: 'POST',
      headers: delivery.headers,
      body: new Uint8Array(delivery.body),
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), closing.signal]),
    });
  }

  /** @returns what was wrong with the delivery, if it was not taken */
  async function attempt(delivery: Delivery): Promise<string | undefined> {
    try {
      const response = await deliver(delivery);
      const body = await response.text();
      return response.status === 200 ? undefined : `${response.status} ${body.slice(0, 200)}`;
    } catch (error) {
      return String(error);
    }
  }

  async function insist(delivery: Delivery): Promise<void> {
    let problem: string | undefined;
    for (let tries = 1; tries <= TRIES && !closing.signal.aborted; tries += 1) {
      problem = await attempt(delivery);
      if (problem === undefined) return;
      if (tries < TRIES) await wait(tries * RETRY_STEP_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
    throw new Error(`The webhook never took ${delivery.body.toString().slice(0, 200)}: ${problem ?? 'the simulator was closed'}`);
  }

  const signed = (notification: object): Delivery => sign(encodeNotification(notification));

  return {
    deliverTo: (...origins) => void nodes.splice(0, nodes.length, ...origins),
    sign,
    signed,
    deliver,
    insist,
    later(customerId, notification) {
      if (nodes.length === 0) return;
      const before = chains.get(customerId) ?? Promise.resolve();
      // Meta too gives up in silence.
      chains.set(
        customerId,
        before.then(() => insist(signed(notification))).catch(() => undefined),
      );
    },
    settled: async () => void (await Promise.all(chains.values())),
    verify(challenge, token = verifyToken, mode = 'subscribe') {
      const query = new URLSearchParams({ 'hub.mode': mode, 'hub.challenge': challenge, 'hub.verify_token': token });
      return fetch(`${nextNode()}${path}?${query.toString()}`, { redirect: 'manual' });
    },
    close: () => closing.abort(),
  };
}
