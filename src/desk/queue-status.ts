/** Where a waiting customer stands and how long it may take. */
import type { QueueStatus, QueueStatusOf } from '../ports/queue-status.ts';
import type { Store } from '../ports/store.ts';
import { briefly } from './briefly.ts';
import type { HandlingTimes } from './handling-times.ts';
import type { Presence } from './presence.ts';

const COUNTED = 1_000;
const FRESH_MS = 1_000;

export interface QueueStatusOptions {
  store: Store;
  presence: Presence;
  handlingTimes: HandlingTimes;
  now: () => number;
}

export function createQueueStatus({ store, presence, handlingTimes, now }: QueueStatusOptions): {
  queueStatus: QueueStatusOf;
  close(): void;
} {
  const statuses = briefly<QueueStatus | undefined>(FRESH_MS, now);
  const queues = briefly<{ agentsOnline: number; median: number | undefined }>(FRESH_MS, now);
  // Whoever was just accepted is not told her place any more.
  const unsubscribe = store.onChange(({ conversationId }) => statuses.forget(conversationId));

  async function look(conversationId: string): Promise<QueueStatus | undefined> {
    const place = await store.queuePosition(conversationId, COUNTED);
    if (!place) return undefined;
    const { conversation } = await store.load(conversationId);
    if (conversation?.owner.kind !== 'queue') return undefined;
    const { team, locale } = conversation.owner;
    const { agentsOnline, median } = await queues.get(`${team}|${locale}`, async () => ({
      agentsOnline: await presence.serving(team, locale),
      median: await handlingTimes.median(team, locale),
    }));
    const known = agentsOnline > 0 && median !== undefined && place.position <= COUNTED;
    return {
      position: place.position,
      ...(known && { estimateSeconds: Math.round((place.position * median) / agentsOnline / 1000) }),
      agentsOnline,
    };
  }

  return { queueStatus: (id) => statuses.get(id, () => look(id)), close: unsubscribe };
}
