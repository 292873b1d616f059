/**
 * Where Meta delivers for an app: the handshake when the operator enters the address, then signed deliveries.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
import * as z from 'zod';
import { EstafetError } from '../errors.ts';
import type { HttpRequest, Route } from '../ports/http.ts';
import { isSame, isSigned } from './signature.ts';
import { webhookRoute } from './webhook.ts';

/** Bytes: Meta puts up to 1,000 events into one delivery. */
const MAX_BYTES = 3 * 1024 * 1024;
const MAX_CHALLENGE = 500;

const envelope = z.object({ object: z.string(), entry: z.array(z.unknown()) });

export interface MetaWebhookOptions {
  path: string;
  appSecret: string;
  verifyToken: string;
  /** @param entries each to be parsed by itself */
  deliver(object: string, entries: unknown[]): Promise<void>;
}

export function metaRoutes({ path, appSecret, verifyToken, deliver }: MetaWebhookOptions): Route[] {
  return [
    { method: 'GET', path, handle: async ({ query }) => shakeHands(query, verifyToken) },
    webhookRoute({
      path,
      maxBytes: MAX_BYTES,
      isAuthentic: ({ raw, headers }) => isSigned(raw, appSecret, signatureIn(headers), 'hex'),
      envelope,
      deliver: ({ object, entry }) => deliver(object, entry),
    }),
  ];
}

/** @throws {EstafetError} `forbidden` */
function shakeHands(query: URLSearchParams, verifyToken: string) {
  const challenge = query.get('hub.challenge') ?? '';
  const isOurs = isSame(verifyToken, query.get('hub.verify_token') ?? undefined);
  if (!isOurs || query.get('hub.mode') !== 'subscribe' || !challenge || challenge.length > MAX_CHALLENGE)
    throw new EstafetError('forbidden');
  return { status: 200, body: challenge };
}

/** `X-Hub-Signature-256: sha256=<hex>` */
function signatureIn({ 'x-hub-signature-256': given }: HttpRequest['headers']): string | undefined {
  return typeof given === 'string' && given.startsWith('sha256=') ? given.slice('sha256='.length) : undefined;
}
