/** What happened, in a line between the messages. */
import { isObject } from '../../shared/wire.ts';
import { failureIn } from '../marks.ts';
import type { Activity } from '../shapes.ts';
import { t } from '../texts.ts';
import { channelName } from './channel.tsx';

/** Undefined for what agents need not see. */
export function eventLine(activity: Activity, channel: string): string | undefined {
  const { name, value, from } = activity;
  const detail = isObject(value) ? value : {};
  switch (name) {
    case 'handoff.initiate':
      return t('event.initiate-plain');
    case 'handoff.status':
      if (detail.state === 'accepted') return t('event.accepted', { name: from.name ?? '' });
      return detail.state === 'failed' ? t('event.failed') : t('event.completed', { name: from.name ?? '' });
    case 'agent.started':
      return t('event.started', { name: from.name ?? '' });
    case 'agent.transferred': {
      const to = detail.to ?? detail.team;
      return t('event.transferred', { name: from.name ?? '', to: typeof to === 'string' ? to : '' });
    }
    case 'customer.rated':
      return t('event.rated', { score: Number(detail.score) });
    case 'secret.masked':
      return t('event.masked');
    case 'delivery.failed': {
      const failure = failureIn(activity);
      // She blocked us before anything was sent.
      if (failure?.activityId === '') return t('event.blocked');
      return failure && t(`undelivered.${failure.reason}`, { channel: channelName(channel) });
    }
    default:
      return undefined;
  }
}
