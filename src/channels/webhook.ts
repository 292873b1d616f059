/** Where a provider delivers: the signature first, then the form, then one turn after the other; 200 once all are durable. */
import type { Logger } from 'pino';
import type * as z from 'zod';
import type { ActivityInput } from '../core/turn-types.ts';
import { EstafetError, parseAs } from '../errors.ts';
import type { Engine } from '../ports/engine.ts';
import type { HttpRequest, Route } from '../ports/http.ts';

/**
 * Days that a delivery is taken after it was first made. Every store knows the inputs of 30 days, so what is older can
 * only be a replay.
 */
const STALE_MS = 14 * 24 * 60 * 60 * 1_000;

/** @param sentAt epoch ms by the provider's clock */
export function isStale(sentAt: number, now: number): boolean {
  return now - sentAt > STALE_MS;
}

export interface WebhookOptions<T extends z.ZodType> {
  path: string;
  /** Bytes; providers' deliveries are small. Default 256 KiB. */
  maxBytes?: number;
  isAuthentic(request: HttpRequest): boolean;
  /** The envelope alone: an event nobody knows yet must not keep the others out, so `deliver` parses each by itself. */
  envelope: T;
  deliver(envelope: z.output<T>, request: HttpRequest): Promise<void>;
}

/** @throws {EstafetError} its handler: `signature-invalid`, `bad-json`, `bad-request`, and as `Engine.handle` */
export function webhookRoute<T extends z.ZodType>({ path, maxBytes, isAuthentic, envelope, deliver }: WebhookOptions<T>): Route {
  return {
    method: 'POST',
    path,
    bodyType: 'raw',
    ...(maxBytes !== undefined && { maxBytes }),
    async handle(request) {
      if (!isAuthentic(request)) throw new EstafetError('signature-invalid');
      await deliver(parseAs('bad-request', envelope, parseJson(request.raw)), request);
      return { status: 200, body: {} };
    },
  };
}

/** @throws {EstafetError} `bad-json` */
function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw new EstafetError('bad-json');
  }
}

/** What she sent, when. */
export interface Delivered {
  input: ActivityInput;
  /** Epoch ms by the provider's clock. */
  sentAt: number;
}

/**
 * Takes them in the order they were sent. `sentAt` goes into the log, by which what arrived late is shown in its place.
 * @throws {EstafetError} as `Engine.handle`; what was taken before stays taken, and is a duplicate next time
 */
export async function takeAll(
  deliveries: Delivered[],
  { engine, now, log }: { engine: Engine; now: () => number; log: Logger },
): Promise<void> {
  for (const { input, sentAt } of deliveries.toSorted((a, b) => a.sentAt - b.sentAt)) {
    if (isStale(sentAt, now())) {
      log.warn({ input: input.id }, 'a delivery from long ago was left out');
      continue;
    }
    const channelData = { ...input.activity.channelData, sentAt };
    await engine.handle({ ...input, activity: { ...input.activity, channelData } });
  }
}
