/** The same customer elsewhere, or at another time. */
import { useEffect } from 'preact/hooks';
import { listTime } from '../../shared/times.ts';
import { now } from '../state/clock.ts';
import { askOthers, others } from '../state/others.ts';
import { goAside } from '../state/route.ts';
import { locale, t } from '../texts.ts';
import { Card } from './card.tsx';
import { Channel } from './channel.tsx';
import { statusKind, statusText } from './words.ts';

export function OthersCard({ id }: { id: string }) {
  const language = locale.value;
  useEffect(() => {
    void askOthers(id);
  }, [id, language]);

  const known = others.value.get(id) ?? [];
  if (known.length === 0) return null;
  return (
    <Card title={t('side.others')}>
      <ul class="others">
        {known.map((item) => (
          <li key={item.id}>
            <a
              class="other"
              href={`#/c/${encodeURIComponent(item.id)}`}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                goAside(item.id);
              }}
            >
              <span class="other-topic">{item.topicTitle ?? item.topic ?? t('topic.none')}</span>
              <time dateTime={new Date(item.updatedAt).toISOString()}>{listTime(item.updatedAt, now.value, language)}</time>
              <Channel channel={item.channel} />
              <span class="chip" data-kind={statusKind(item)}>
                {statusText(item)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
