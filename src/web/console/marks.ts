/** What became of each message that went out on a push channel. */
import { isObject } from '../shared/wire.ts';
import type { Activity, DeliveryState } from './shapes.ts';

/** By activity id. */
export type Marks = ReadonlyMap<string, DeliveryState>;

/** News may overtake one another; the last of these is final. */
const ORDER: DeliveryState[] = ['sent', 'delivered', 'read', 'failed'];

export function withMark(marks: Marks, activityId: string, state: DeliveryState): Marks {
  const known = marks.get(activityId);
  if (known && ORDER.indexOf(known) >= ORDER.indexOf(state)) return marks;
  return new Map(marks).set(activityId, state);
}

/** With the failures that stand in the log. */
export function withFailures(marks: Marks, activities: readonly Activity[]): Marks {
  return activities.reduce((all, activity) => {
    const failure = failureIn(activity);
    return failure ? withMark(all, failure.activityId, 'failed') : all;
  }, marks);
}

const REASONS = ['blocked', 'window-closed', 'rejected', 'gave-up'] as const;

export interface Failure {
  /** Empty: of no message in particular. */
  activityId: string;
  reason: (typeof REASONS)[number];
  /** In the provider's words; may be empty. */
  detail: string;
}

export function failureIn({ type, name, value }: Activity): Failure | undefined {
  if (type !== 'event' || name !== 'delivery.failed' || !isObject(value)) return undefined;
  const { activityId, detail } = value;
  if (typeof activityId !== 'string') return undefined;
  const reason = REASONS.find((known) => known === value.reason) ?? 'rejected';
  return { activityId, reason, detail: typeof detail === 'string' ? detail : '' };
}
