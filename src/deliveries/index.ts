/** What became of messages on push channels: kept beside the log, which never changes, and told to who is looking. */
import * as z from 'zod';
import type { Deliveries, DeliveryState } from '../ports/deliveries.ts';
import type { Live } from '../ports/live.ts';
import type { Records } from '../ports/records.ts';

const STATES = 'deliveries';
const PROVIDER_IDS = 'provider-messages';
/** Milliseconds; providers report within days. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** Of one conversation. */
const MAX_LISTED = 1_000;
const RANK: Record<DeliveryState, number> = { sent: 0, delivered: 1, read: 2, failed: 3 };

const stored = z.object({
  conversationId: z.string(),
  state: z.enum(['sent', 'delivered', 'read', 'failed']),
  at: z.number(),
  /** When it went out, by which providers say how far she has read. */
  sentAt: z.number(),
});
const sentAs = z.object({ conversationId: z.string(), activityId: z.string() });

/** @param options `now`: epoch ms */
export function createDeliveries({ records, live, now }: { records: Records; live: Live; now: () => number }): Deliveries {
  /** Reports come in any order and more than once: the furthest state stays. */
  async function advance(activityId: string, conversationId: string, state: DeliveryState): Promise<void> {
    for (;;) {
      const record = await records.get(STATES, activityId, now());
      const known = record && stored.parse(record.value);
      if (known && RANK[known.state] >= RANK[state]) return;
      const value = { conversationId, state, at: now(), sentAt: known?.sentAt ?? now() };
      const options = { expectedVersion: record?.version ?? 0, expiresAt: now() + KEPT_MS, index: { conversation: conversationId } };
      if (await records.put(STATES, activityId, value, options)) break;
    }
    live.publish({ kind: 'delivery', conversationId, activityId, state });
  }

  async function list(conversationId: string) {
    const found = await records.list(STATES, now(), { name: 'conversation', value: conversationId, limit: MAX_LISTED });
    return found.map(({ key, value }) => ({ activityId: key, ...stored.parse(value) }));
  }

  async function advanceUntil(conversationId: string, at: number, state: DeliveryState): Promise<void> {
    const behind = (await list(conversationId)).filter((entry) => entry.sentAt <= at && RANK[entry.state] < RANK[state]);
    await Promise.all(behind.map(({ activityId }) => advance(activityId, conversationId, state)));
  }

  return {
    async sent({ id, conversationId }, channel, providerIds) {
      const value = { conversationId, activityId: id };
      const expiresAt = now() + KEPT_MS;
      await Promise.all(providerIds.map((providerId) => records.put(PROVIDER_IDS, `${channel}|${providerId}`, value, { expiresAt })));
      await advance(id, conversationId, 'sent');
    },
    async reported(channel, providerId, state) {
      const record = await records.get(PROVIDER_IDS, `${channel}|${providerId}`, now());
      if (!record) return undefined;
      const { conversationId, activityId } = sentAs.parse(record.value);
      await advance(activityId, conversationId, state);
      return { id: activityId, conversationId };
    },
    deliveredUntil: (conversationId, at) => advanceUntil(conversationId, at, 'delivered'),
    readUntil: (conversationId, at) => advanceUntil(conversationId, at, 'read'),
    of: async (conversationId) => (await list(conversationId)).map(({ activityId, state, at }) => ({ activityId, state, at })),
  };
}
