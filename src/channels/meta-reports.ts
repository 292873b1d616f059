/**
 * What Meta reports of messages of ours. A report may overtake the answer that names the message, so an unknown one is
 * looked for once more a little later.
 */
import type { UndeliveredReason } from '../core/conversation.ts';
import type { ChannelContext } from '../ports/channel.ts';
import type { DeliveryState } from '../ports/deliveries.ts';

/** Milliseconds. */
const LATER_MS = 2_000;

export interface Report {
  /** Meta's id of the message. */
  id: string;
  state: DeliveryState;
  /** Of a failed one. */
  failure?: { reason: UndeliveredReason; detail: string; at?: number };
}

export function createReports(channel: string, { deliveries, engine, log }: Pick<ChannelContext, 'deliveries' | 'engine' | 'log'>) {
  const later = new Set<NodeJS.Timeout>();

  async function take({ id, state, failure }: Report): Promise<boolean> {
    const activity = await deliveries.reported(channel, id, state);
    if (activity && failure) {
      const { id: activityId, conversationId } = activity;
      await engine.handle({ kind: 'undelivered', id: `undelivered|${activityId}`, conversationId, activityId, ...failure });
    }
    return activity !== undefined;
  }

  return {
    async take(report: Report): Promise<void> {
      if (await take(report)) return;
      const timer = setTimeout(() => {
        later.delete(timer);
        take(report).catch((error: unknown) => log.warn({ err: error }, 'a report of a message could not be taken'));
      }, LATER_MS);
      later.add(timer);
    },
    close(): void {
      for (const timer of later) clearTimeout(timer);
    },
  };
}
