/** One line of the log: what somebody said, a note, or what happened. */
import { linkify, safeUrl } from '../../shared/linkify.ts';
import { clockTime, fullTime } from '../../shared/times.ts';
import { isObject } from '../../shared/wire.ts';
import type { Activity, Agent } from '../shapes.ts';
import { locale, t } from '../texts.ts';
import { Icon } from './icons.tsx';

const GROUP_MS = 5 * 60_000;

export interface EntryProps {
  activity: Activity;
  before: Activity | undefined;
  agent: Agent;
  /** The customer's name. */
  customer: string;
}

export function Entry({ activity, before, agent, customer }: EntryProps) {
  if (activity.type === 'event') {
    const line = eventLine(activity);
    if (!line) return null;
    return (
      <li class="happened">
        <span>{line}</span> <Time at={activity.timestamp} />
      </li>
    );
  }
  const { role } = activity.from;
  const isNote = activity.visibility === 'desk';
  const mine = activity.from.id === `agent:${agent.id}`;
  const offered = offeredIn(activity);
  const follows = before?.type === 'message' && sameHand(before, activity);
  return (
    <li class="entry" data-role={role} data-note={isNote} data-follows={follows}>
      {!follows && (
        <p class="entry-head">
          <strong>{nameOf(activity, customer, mine)}</strong>
          {isNote && (
            <span class="private">
              <Icon name="lock" size={14} />
              {role === 'bot' ? t('bot.unsaid') : `${t('note')}. ${t('note.private')}`}
            </span>
          )}
          <Time at={activity.timestamp} />
        </p>
      )}
      {activity.text && (
        <div class="said" dir="auto" lang={activity.locale}>
          <Linked text={activity.text} />
        </div>
      )}
      {[...filesOf(activity), ...linksOf(activity)].map(({ href, title }) => (
        <p key={href} class="sent-link">
          <a href={href} target="_blank" rel="noopener noreferrer">
            {title}
          </a>
        </p>
      ))}
      {offered.length > 0 && <p class="offered">{t('offered', { choices: offered.join(' · ') })}</p>}
    </li>
  );
}

function Time({ at }: { at: string }) {
  return (
    <time dateTime={at} title={fullTime(at, locale.value)}>
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

function sameHand(a: Activity, b: Activity): boolean {
  return a.from.id === b.from.id && a.visibility === b.visibility && Date.parse(b.timestamp) - Date.parse(a.timestamp) < GROUP_MS;
}

function nameOf({ from }: Activity, customer: string, mine: boolean): string {
  if (from.role === 'bot') return t('from.bot');
  if (from.role === 'user') return customer;
  return mine ? t('from.you') : t('from.agent', { name: from.name ?? from.id });
}

function eventLine({ name, value, from }: Activity): string | undefined {
  const detail = isObject(value) ? value : {};
  switch (name) {
    case 'handoff.initiate':
      return t('event.initiate-plain');
    case 'handoff.status':
      if (detail.state === 'accepted') return t('event.accepted', { name: from.name ?? '' });
      return detail.state === 'failed' ? t('event.failed') : t('event.completed', { name: from.name ?? '' });
    case 'agent.transferred': {
      const to = detail.to ?? detail.team;
      return t('event.transferred', { name: from.name ?? '', to: typeof to === 'string' ? to : '' });
    }
    case 'customer.rated':
      return t('event.rated', { score: Number(detail.score) });
    case 'secret.masked':
      return t('event.masked');
    default:
      return undefined;
  }
}

function filesOf({ attachments = [] }: Activity): { href: string; title: string }[] {
  return attachments.flatMap(({ contentUrl, name }) => {
    const href = safeUrl(contentUrl);
    return href ? [{ href, title: name ?? href }] : [];
  });
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
