/** One line of the log: what somebody said, a note, or what happened. */
import { linkify, safeUrl } from '../../shared/linkify.ts';
import { clockTime, fullTime } from '../../shared/times.ts';
import { isObject } from '../../shared/wire.ts';
import type { LogEntry } from '../days.ts';
import { failureIn } from '../marks.ts';
import type { Activity, Agent, ConversationItem, DeliveryState } from '../shapes.ts';
import { locale, t } from '../texts.ts';
import { eventLine } from './event-line.ts';
import { AttachedFile } from './file.tsx';
import { Icon } from './icons.tsx';
import { DeliveryMark } from './mark.tsx';
import { customerName } from './words.ts';

const GROUP_MS = 5 * 60_000;

export interface EntryProps {
  entry: LogEntry;
  before: LogEntry | undefined;
  agent: Agent;
  item: ConversationItem;
  /** What became of it, where the channel tells. */
  mark: DeliveryState | undefined;
}

export function Entry({ entry, before, agent, item, mark }: EntryProps) {
  const { activity } = entry;
  if (activity.type === 'event') return <Happened entry={entry} channel={item.channel} />;
  const { role } = activity.from;
  const isNote = activity.visibility === 'desk';
  const offered = offeredIn(activity);
  const follows = before !== undefined && sameHand(before, entry);
  return (
    <li class="entry" data-role={role} data-note={isNote} data-follows={follows} data-mark={mark}>
      {!follows && (
        <p class="entry-head">
          <strong>{nameOf(activity, customerName(item), activity.from.id === `agent:${agent.id}`)}</strong>
          {isNote && (
            <span class="private">
              <Icon name="lock" size={14} />
              {role === 'bot' ? t('bot.unsaid') : `${t('note')}. ${t('note.private')}`}
            </span>
          )}
          {activity.channelData?.invitation === true && <span class="chip">{t('invitation')}</span>}
          <Time at={entry.at} />
          {entry.arrivedAt !== undefined && <span>{t('late', { time: clockTime(entry.arrivedAt, locale.value) })}</span>}
        </p>
      )}
      {activity.text && (
        <div class="said" dir="auto" lang={activity.locale}>
          <Linked text={activity.text} />
        </div>
      )}
      {(activity.attachments ?? []).map((attachment, index) => (
        <AttachedFile key={index} attachment={attachment} channel={item.channel} />
      ))}
      {linksOf(activity).map(({ href, title }) => (
        <p key={href} class="sent-link">
          <a href={href} target="_blank" rel="noopener noreferrer">
            {title}
          </a>
        </p>
      ))}
      {offered.length > 0 && <p class="offered">{t('offered', { choices: offered.join(' · ') })}</p>}
      {mark && <DeliveryMark state={mark} />}
    </li>
  );
}

function Happened({ entry: { activity, at }, channel }: { entry: LogEntry; channel: string }) {
  const line = eventLine(activity, channel);
  if (!line) return null;
  const failure = failureIn(activity);
  return (
    <li class="happened" data-bad={failure !== undefined}>
      {failure && <Icon name="alert" size={16} />}
      <span>{line}</span> <Time at={at} />
      {failure?.detail && failure.reason !== 'blocked' && <small dir="auto">{failure.detail}</small>}
    </li>
  );
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at, locale.value)}>
      {clockTime(at, locale.value)}
    </time>
  );
}

export function Linked({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part) =>
        part.href ? (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}

/** One name and time for both. */
function sameHand({ activity: a, at: first }: LogEntry, { activity: b, at, arrivedAt }: LogEntry): boolean {
  if (a.type !== 'message' || arrivedAt !== undefined) return false;
  return a.from.id === b.from.id && a.visibility === b.visibility && at - first < GROUP_MS;
}

function nameOf({ from }: Activity, customer: string, mine: boolean): string {
  if (from.role === 'bot') return t('from.bot');
  if (from.role === 'user') return customer;
  return mine ? t('from.you') : t('from.agent', { name: from.name ?? from.id });
}

function linksOf(activity: Activity): { href: string; title: string }[] {
  return buttonsOf(activity).flatMap(({ type, title, value }) => {
    const href = type === 'openUrl' ? safeUrl(value) : undefined;
    return href && typeof title === 'string' ? [{ href, title }] : [];
  });
}

/** What she could tap: what stood on cards, then the quick replies. */
function offeredIn(activity: Activity): string[] {
  const picks = buttonsOf(activity).flatMap(({ type, value }) => (type === 'imBack' && typeof value === 'string' ? [value] : []));
  return [...picks, ...(activity.suggestedActions?.actions.map(({ title }) => title) ?? [])];
}

/** Of all its cards. */
function buttonsOf({ attachments = [] }: Activity): Record<string, unknown>[] {
  return attachments.flatMap(({ content }) =>
    isObject(content) && Array.isArray(content.buttons) ? (content.buttons as unknown[]).filter(isObject) : [],
  );
}
