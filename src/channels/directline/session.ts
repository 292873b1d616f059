/** `POST /widget/session`: what the widget starts with, and how it finds its way back to the same conversation. */
import { createHash, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import type { ChannelContext } from '../../ports/channel.ts';
import type { Limit } from '../../ports/limits.ts';
import type { Records } from '../../ports/records.ts';
import type { Route } from '../../ports/http.ts';
import { parse, sessionBody } from './incoming.ts';
import { type Pass, TOKEN_SECONDS, type Tokens } from './tokens.ts';

/** Milliseconds since it was last used. */
const RESUME_MS = 30 * 24 * 60 * 60 * 1000;

const kept = z.object({ conversationId: z.string(), user: z.string(), walletId: z.string().optional() });
type Kept = z.infer<typeof kept>;

export function createSessionRoute(
  { wallet, storage, now }: Pick<ChannelContext, 'wallet' | 'storage' | 'now'>,
  { tokens, limit }: { tokens: Tokens; limit: Limit },
): Route {
  return {
    method: 'POST',
    path: '/widget/session',
    maxBytes: 16_384,
    async handle(request) {
      await limit.use(request.remoteAddress);
      const { customerToken, resumeToken, locale } = parse(sessionBody, request.body);
      const customer = customerToken === undefined ? undefined : await wallet.verifyCustomerToken(customerToken);
      const found = resumeToken === undefined ? undefined : await recall(storage.records, resumeToken, now());
      // A conversation is its own customer's: whoever else shares her browser begins anew.
      const resumed = found && found.walletId === customer?.customerId ? found : undefined;
      const session: Kept = resumed ?? {
        conversationId: `dl-${uuidv7()}`,
        user: `dl_${customer?.customerId ?? randomBytes(12).toString('base64url')}`,
        ...(customer && { walletId: customer.customerId }),
      };
      const token = resumed && resumeToken !== undefined ? resumeToken : randomBytes(32).toString('base64url');
      await storage.records.put('resume', hash(token), { ...session }, { expiresAt: now() + RESUME_MS });
      const spoken = locale ?? customer?.locale;
      const pass: Pass = {
        conv: session.conversationId,
        user: session.user,
        ...(customer?.name !== undefined && { name: customer.name }),
        ...(spoken !== undefined && { locale: spoken }),
        ...(session.walletId !== undefined && { wallet: session.walletId }),
      };
      return {
        status: 200,
        headers: { 'Cache-Control': 'no-store' },
        body: { token: await tokens.issue(pass), conversationId: pass.conv, expires_in: TOKEN_SECONDS, resumeToken: token },
      };
    },
  };
}

async function recall(records: Records, resumeToken: string, now: number): Promise<Kept | undefined> {
  const record = await records.get('resume', hash(resumeToken), now);
  return record && kept.parse(record.value);
}

/** Whoever reads the store can't resume with what stands there. */
function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
