/** Messages of one author in a row, with one name before and one time after them. */
import { linkify } from '../../shared/linkify.ts';
import { clockTime, fullTime } from '../../shared/times.ts';
import type { WireActivity } from '../../shared/wire.ts';
import type { Pending } from '../outbox.ts';
import type { Item } from '../timeline.ts';
import { Attachments } from './attachments.tsx';
import { BotIcon } from './icons.tsx';
import type { WidgetActions } from './props.ts';
import { language, t } from '../texts.ts';

type MessageGroup = Extract<Item, { kind: 'group' }>;

interface GroupProps {
  group: MessageGroup;
  actions: WidgetActions;
  /** The message that may still be answered by its cards' buttons. */
  questionId: string | undefined;
  onReply: (text: string) => void;
}

export function Group({ group, actions, questionId, onReply }: GroupProps) {
  const { author, messages, pending } = group;
  const name = group.name || t('someone');
  const said = { me: t('you'), bot: t('bot'), agent: t('agent', { name }) }[author];
  const last = messages.at(-1);
  return (
    <li class={`group ${author}`}>
      {author === 'me' ? (
        <p class="unseen">{said}</p>
      ) : (
        <p class="author">
          <span class="avatar" aria-hidden="true">
            {author === 'bot' ? <BotIcon /> : initial(name)}
          </span>
          {said}
        </p>
      )}
      {messages.map((message) => (
        <Message key={message.id} message={message} onReply={message.id === questionId ? onReply : undefined} />
      ))}
      {last?.timestamp && pending.length === 0 && (
        <time class="time" dateTime={last.timestamp} title={fullTime(last.timestamp, language)}>
          {clockTime(last.timestamp, language)}
        </time>
      )}
      {pending.map((item) => (
        <PendingMessage key={item.id} item={item} actions={actions} />
      ))}
    </li>
  );
}

function Message({ message, onReply }: { message: WireActivity; onReply?: (text: string) => void }) {
  return (
    <>
      {message.text && (
        <div class="bubble" dir="auto" lang={message.locale}>
          <Text text={message.text} />
        </div>
      )}
      <Attachments attachments={message.attachments ?? []} onReply={onReply} />
    </>
  );
}

function PendingMessage({ item, actions }: { item: Pending; actions: WidgetActions }) {
  const stuck = item.state === 'failed' || item.state === 'refused';
  return (
    <div class="pending" data-state={item.state}>
      <div class="bubble" dir="auto">
        <Text text={item.text} />
      </div>
      <p class="delivery">
        <span>{t(`state.${item.state}`)}</span>
        {stuck && (
          <>
            <button type="button" class="link" onClick={() => actions.retry(item.id)}>
              {t('retry')}
            </button>
            <button type="button" class="link" onClick={() => actions.discard(item.id)}>
              {t('discard')}
            </button>
          </>
        )}
      </p>
    </div>
  );
}

export function Text({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part) =>
        part.href ? (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
            <span class="unseen"> ({t('new-tab')})</span>
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}

function initial(name: string): string {
  return [...name.trim()][0]?.toLocaleUpperCase() ?? '';
}
