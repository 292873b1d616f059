/** How things are called on the screen. */
import type { ConversationItem, OwnerView } from '../shapes.ts';
import { now } from '../state/clock.ts';
import { me } from '../state/session.ts';
import { locale, t } from '../texts.ts';
import { shortDuration } from '../../shared/times.ts';

/** The customer's name, else the end of her id, so that two guests are told apart. */
export function customerName({ customer }: ConversationItem): string {
  return customer.name || customer.walletId || `${t('guest')} ${customer.id.replace(/[^a-z0-9]/gi, '').slice(-4)}`;
}

export function statusText(item: ConversationItem): string {
  if (item.status === 'closed') return t('status.closed');
  switch (item.owner.kind) {
    case 'queue':
      return waitingMs(item) < 60_000
        ? t('status.waiting.now')
        : t('status.waiting', { time: shortDuration(waitingMs(item), locale.value) });
    case 'agent':
      return item.owner.agentId === me()?.id ? t('status.mine') : t('status.agent', { name: item.owner.agentName });
    case 'bot':
      return t('status.bot');
  }
}

export function statusKind(item: ConversationItem): 'waiting' | 'mine' | 'agent' | 'bot' | 'closed' {
  if (item.status === 'closed') return 'closed';
  if (item.owner.kind === 'queue') return 'waiting';
  return isMine(item.owner) ? 'mine' : item.owner.kind;
}

export function isMine(owner: OwnerView): boolean {
  return owner.kind === 'agent' && owner.agentId === me()?.id;
}

/** Undefined when she waits in the chat. */
export function followUpText({ followUp, status }: ConversationItem): string | undefined {
  if (!followUp || status === 'closed') return undefined;
  return followUp.kind === 'ticket' ? t('follow-up.ticket') : t('follow-up.call');
}

function waitingMs(item: ConversationItem): number {
  return now.value - (item.waitingSince ?? (item.owner.kind === 'queue' ? item.owner.since : item.updatedAt));
}

export function lastLine(item: ConversationItem): string {
  const text = item.lastText ?? '';
  if (!text || item.lastFrom === 'user') return text;
  if (item.lastFrom === 'bot') return t('last.bot', { text });
  return isMine(item.owner) ? t('last.you', { text }) : t('last.agent', { text });
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return (words.length > 1 ? [words[0], words.at(-1)] : [words[0]])
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

export function languageName(tag: string): string {
  return new Intl.DisplayNames(locale.value, { type: 'language' }).of(tag) ?? tag;
}
