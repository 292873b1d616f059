/** What happened between the messages: queue, joined, left, passed on, hidden. */
import { isObject, type WireActivity } from '../../shared/wire.ts';
import { t } from '../texts.ts';

export function SystemLine({ activity }: { activity: WireActivity }) {
  const value = isObject(activity.value) ? activity.value : {};
  const name = activity.from.name || t('someone');
  return (
    <li class="system">
      <span>{line()}</span>
    </li>
  );

  function line(): string {
    switch (activity.name) {
      case 'handoff.initiate':
        return t('event.queued');
      case 'handoff.status':
        if (value.state === 'accepted') return t('event.accepted', { name });
        return value.state === 'failed' ? t('event.failed') : t('event.completed', { name });
      case 'agent.transferred':
        return typeof value.to === 'string' ? t('event.transferred', { name: value.to }) : t('event.transferred-team');
      default:
        return t('event.masked');
    }
  }
}
