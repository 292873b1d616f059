/** What it is about, and the way to correct it. */
import { useEffect } from 'preact/hooks';
import type { ConversationItem } from '../shapes.ts';
import { act } from '../state/actions.ts';
import { askTopics, topics } from '../state/topics.ts';
import { locale, t } from '../texts.ts';

export function TopicSelect({ item }: { item: ConversationItem }) {
  useEffect(() => void askTopics(locale.value), [locale.value]);
  const known = topics.value.some(({ id }) => id === item.topic);
  return (
    <select
      class="topic-select"
      aria-label={t('side.topic')}
      value={item.topic ?? ''}
      onChange={(event) => void act('topic', item.id, { topic: event.currentTarget.value })}
    >
      {!known && (
        <option value={item.topic ?? ''} disabled>
          {item.topicTitle ?? item.topic ?? t('topic.none')}
        </option>
      )}
      {topics.value.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  );
}
