/** Where she stands while she waits for a person. */
import type { QueueNews } from '../state.ts';
import { Text } from './group.tsx';
import { ClockIcon } from './icons.tsx';
import { t } from '../texts.ts';

export function QueueCard({ queue, away }: { queue: QueueNews; away: string | undefined }) {
  return (
    <div class="queue">
      <p class="queue-title">
        <ClockIcon />
        {t('queue.title')}
      </p>
      {queue.agentsOnline === 0 ? (
        <p>{away ? <Text text={away} /> : t('queue.nobody')}</p>
      ) : (
        <p>{[place(), estimate()].filter(Boolean).join(' ')}</p>
      )}
      <p class="soft">{t('queue.keep')}</p>
    </div>
  );

  function place(): string {
    if (queue.position > 1_000) return t('queue.many');
    return queue.position <= 1 ? t('queue.next') : t('queue.position', { position: queue.position });
  }

  function estimate(): string {
    if (queue.estimateSeconds === undefined) return '';
    return queue.estimateSeconds < 60 ? t('queue.soon') : t('queue.estimate', { n: Math.round(queue.estimateSeconds / 60) });
  }
}
