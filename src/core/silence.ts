/** Her silence while the bot waits for her: when it says something, and when it closes for now. */
import type { Conversation, Delivery, FlowRun } from './conversation.ts';

/** Milliseconds; by how she is reached, since a widget stands open before her and a messenger waits for her. */
export const REMIND_AFTER: Record<Delivery, number> = { pull: 15 * 60_000, push: 60 * 60_000 };
/** Milliseconds of silence, the reminder's part among them. */
export const CLOSE_AFTER = 24 * 60 * 60_000;

/**
 * Milliseconds until it counts; undefined where the flow has a clock of its own that runs longer: then she waits for the
 * flow, and not the flow for her.
 */
export function silenceLasts(kind: 'remind' | 'close', { delivery }: Conversation, run: FlowRun, now: number): number | undefined {
  const remind = REMIND_AFTER[delivery];
  if (Object.values(run.timers).some(({ dueAt }) => dueAt - now >= remind)) return undefined;
  return kind === 'remind' ? remind : CLOSE_AFTER - remind;
}
