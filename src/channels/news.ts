/** Push channels show no events, so what she should know of one is said. */
import type { Activity } from '../core/activity.ts';
import type { Texts } from '../core/render.ts';
import type { QueueStatus } from '../ports/queue-status.ts';

export function newsOf(activity: Activity, texts: Texts): string | undefined {
  const say = (key: string) => texts.format(activity.locale ?? '', key, { name: activity.from.name ?? '' });
  switch (activity.name) {
    case 'secret.masked':
      return say('_common.secret-masked');
    case 'agent.transferred':
      return say('_common.event.transferred');
    case 'handoff.status': {
      const state = stateOf(activity);
      const joinsOrLeaves = activity.from.role === 'agent' && (state === 'accepted' || state === 'completed');
      return joinsOrLeaves ? say(`_common.event.${state}`) : undefined;
    }
    default:
      return undefined;
  }
}

export function queueWords({ agentsOnline, position, estimateSeconds }: QueueStatus, texts: Texts, locale: string): string {
  const minutes = estimateSeconds === undefined ? -1 : estimateSeconds < 60 ? 0 : Math.round(estimateSeconds / 60);
  return texts.format(locale, '_common.event.queued', { agents: agentsOnline, position, minutes });
}

function stateOf({ value }: Activity): unknown {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value.state : undefined;
}
