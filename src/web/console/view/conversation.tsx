/** The middle pane: who it is, what was said, where to answer. */
import { useEffect } from 'preact/hooks';
import type { Agent } from '../shapes.ts';
import { conversations, failures, loadConversation } from '../state/conversations.ts';
import { connection } from '../state/live.ts';
import { markSeen } from '../state/unread.ts';
import { errorText, locale, t } from '../texts.ts';
import { Composer } from './composer.tsx';
import { Heading, WayBack } from './heading.tsx';
import { Empty, Loading, Trouble } from './states.tsx';
import { Timeline } from './timeline.tsx';

export function Conversation({ id, agent }: { id: string | undefined; agent: Agent }) {
  const open = id === undefined ? undefined : conversations.value.get(id);
  const failure = id === undefined ? undefined : failures.value.get(id);
  const updatedAt = open?.item.updatedAt;
  const language = locale.value;

  useEffect(() => {
    if (id !== undefined) void loadConversation(id);
  }, [id, language]);

  useEffect(() => {
    if (id !== undefined && updatedAt !== undefined) markSeen(id, updatedAt);
  }, [id, updatedAt]);

  if (id === undefined) return <Empty title={t('pick')} hint={t('pick.hint', { key: 'J' })} />;
  if (!open) {
    const text = failure === 'unknown' ? t('conversation.error') : failure && errorText(failure);
    return (
      <>
        <WayBack />
        {text ? <Trouble text={text} onRetry={() => void loadConversation(id)} /> : <Loading text={t('conversation.loading')} rows={4} />}
      </>
    );
  }
  return (
    <>
      <Heading item={open.item} flow={open.flow} agent={agent} />
      {connection.value !== 'online' && (
        <p class="strip only-narrow" role="status">
          {t(`live.${connection.value}`)}
        </p>
      )}
      {failure && (
        <p class="strip" role="status">
          {errorText(failure)}
        </p>
      )}
      <Timeline open={open} agent={agent} />
      <Composer item={open.item} />
    </>
  );
}
