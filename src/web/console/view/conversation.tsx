/** The middle pane: who it is, what was said, where to answer. */
import { useEffect, useMemo } from 'preact/hooks';
import { type Marks, withFailures } from '../marks.ts';
import type { Agent } from '../shapes.ts';
import { conversations, failures, loadConversation } from '../state/conversations.ts';
import { askDeliveries, deliveries } from '../state/deliveries.ts';
import { connection } from '../state/live.ts';
import { cameFrom, goBack } from '../state/route.ts';
import { markSeen } from '../state/unread.ts';
import { errorText, locale, t } from '../texts.ts';
import { channelName } from './channel.tsx';
import { Composer } from './composer.tsx';
import { Heading, WayBack } from './heading.tsx';
import { Icon } from './icons.tsx';
import { Empty, Loading, Trouble } from './states.tsx';
import { Timeline } from './timeline.tsx';

const NO_MARKS: Marks = new Map();

export function Conversation({ id, agent }: { id: string | undefined; agent: Agent }) {
  const open = id === undefined ? undefined : conversations.value.get(id);
  const failure = id === undefined ? undefined : failures.value.get(id);
  const updatedAt = open?.item.updatedAt;
  const language = locale.value;
  const known = (id === undefined ? undefined : deliveries.value.get(id)) ?? NO_MARKS;
  const activities = open?.activities;
  const marks = useMemo(() => withFailures(known, activities ?? []), [known, activities]);

  useEffect(() => {
    if (id !== undefined) void loadConversation(id);
  }, [id, language]);

  useEffect(() => {
    if (id !== undefined) void askDeliveries(id);
  }, [id]);

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
      <WayBackAside />
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
      <Timeline open={open} marks={marks} agent={agent} />
      <Composer open={open} marks={marks} />
    </>
  );
}

/** To the conversation of the same customer that the agent came from. */
function WayBackAside() {
  const from = cameFrom();
  if (from === undefined) return null;
  const channel = conversations.value.get(from)?.item.channel;
  return (
    <button type="button" class="way-back" onClick={goBack}>
      <Icon name="back" size={16} />
      {channel ? t('others.back', { channel: channelName(channel) }) : t('back')}
    </button>
  );
}
