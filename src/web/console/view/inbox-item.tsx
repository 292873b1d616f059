import type { ConversationItem } from '../shapes.ts';
import { now } from '../state/clock.ts';
import { openConversation, openId } from '../state/route.ts';
import { isUnread } from '../state/unread.ts';
import { listTime } from '../../shared/times.ts';
import { locale, t } from '../texts.ts';
import { Channel } from './channel.tsx';
import { customerName, followUpText, lastLine, statusKind, statusText } from './words.ts';

export function InboxItem({ item }: { item: ConversationItem }) {
  const unread = isUnread(item);
  const line = lastLine(item);
  const followUp = followUpText(item);
  return (
    <li>
      <a
        class="item"
        href={`#/c/${encodeURIComponent(item.id)}`}
        aria-current={item.id === openId.value ? 'true' : undefined}
        data-id={item.id}
        data-unread={unread}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          openConversation(item.id);
        }}
      >
        <span class="item-head">
          <strong>{customerName(item)}</strong>
          {unread && (
            <span class="dot">
              <span class="unseen">{t('item.unread')}</span>
            </span>
          )}
          <time dateTime={new Date(item.updatedAt).toISOString()}>{listTime(item.updatedAt, now.value, locale.value)}</time>
        </span>
        <span class="item-topic">{item.topicTitle ?? item.topic ?? t('topic.none')}</span>
        {line && (
          <span class="item-line" dir="auto">
            {line}
          </span>
        )}
        <span class="item-foot">
          <span class="chip" data-kind={statusKind(item)}>
            {statusText(item)}
          </span>
          {followUp && (
            <span class="chip" data-kind="follow-up">
              {followUp}
            </span>
          )}
          {item.demo && <span class="chip">{t('demo')}</span>}
          <Channel channel={item.channel} />
          <span class="language">{item.locale.toUpperCase()}</span>
        </span>
      </a>
    </li>
  );
}
