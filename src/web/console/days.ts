/** The log by days, with what arrived late where she wrote it. */
import { inSentOrder } from '../shared/sent-order.ts';
import { startOfDay } from '../shared/times.ts';
import type { Activity } from './shapes.ts';

export interface LogEntry {
  activity: Activity;
  /** Epoch ms: when it was said. */
  at: number;
  /** Epoch ms; present when others had been said before it arrived. */
  arrivedAt?: number;
}

export interface Day {
  /** Epoch ms of its first moment. */
  at: number;
  entries: LogEntry[];
}

/** @param activities in the log's order */
export function inDays(activities: readonly Activity[]): Day[] {
  const days: Day[] = [];
  for (const entry of withTimes(inSentOrder(activities.filter(({ type }) => type === 'message' || type === 'event')))) {
    const last = days.at(-1);
    const at = startOfDay(entry.at);
    // Clocks of providers and ours may differ about midnight; a day is never begun twice.
    if (last && last.at >= at) last.entries.push(entry);
    else days.push({ at, entries: [entry] });
  }
  return days;
}

function withTimes(ordered: Activity[]): LogEntry[] {
  let earliest = Number.POSITIVE_INFINITY;
  const entries = ordered.toReversed().map((activity): LogEntry => {
    const arrivedAt = Date.parse(activity.timestamp);
    const sentAt = activity.channelData?.sentAt;
    const isLate = activity.seq > earliest && typeof sentAt === 'number';
    earliest = Math.min(earliest, activity.seq);
    return isLate ? { activity, at: sentAt, arrivedAt } : { activity, at: arrivedAt };
  });
  return entries.reverse();
}
