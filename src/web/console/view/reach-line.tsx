/** How long the channel still lets the agent write. */
import { comingTime, shortDuration } from '../../shared/times.ts';
import type { Reaching } from '../reach.ts';
import { now } from '../state/clock.ts';
import { locale, t } from '../texts.ts';
import { Icon } from './icons.tsx';

export function ReachLine({ reaching }: { reaching: Reaching }) {
  if (reaching.kind !== 'open' || reaching.until === undefined) return null;
  const { until, soon } = reaching;
  const left = shortDuration(Math.max(60_000, until - now.value), locale.value);
  return (
    <>
      <p class="reach" data-soon={soon}>
        <Icon name={soon ? 'alert' : 'clock'} size={16} />
        <span>{t('reach.until', { time: comingTime(until, now.value, locale.value), left })}</span>
      </p>
      {/* Said once, when it begins; the minutes are not counted aloud. */}
      <p class="unseen" role="status">
        {soon ? t('reach.soon') : ''}
      </p>
    </>
  );
}
