/** The lists waiting, mine and all; refetched when the server says that something changed. */
import { batch, effect, signal } from '@preact/signals';
import { call, codeOf } from '../api.ts';
import type { ConversationItem, InboxAnswer, View } from '../shapes.ts';
import { locale } from '../texts.ts';
import { me } from './session.ts';

export interface InboxState {
  /** Absent: not loaded yet. */
  items?: ConversationItem[];
  /** The last try failed; what was loaded before is still shown. */
  error?: string;
}

export const VIEWS: View[] = ['waiting', 'mine', 'all'];

export const view = signal<View>('waiting');
export const counts = signal({ waiting: 0, mine: 0 });
export const inboxes = signal<Record<View, InboxState>>({ waiting: {}, mine: {}, all: {} });

/** Many changes at once make one call. */
const GATHER_MS = 120;
let gathering: ReturnType<typeof setTimeout> | undefined;
let latest = 0;

export function refreshInboxSoon(): void {
  gathering ??= setTimeout(() => {
    gathering = undefined;
    void refreshInbox();
  }, GATHER_MS);
}

export async function refreshInbox(): Promise<void> {
  if (!me()) return;
  const wanted = view.peek();
  const turn = ++latest;
  try {
    const answer = await call<InboxAnswer>('GET', `/inbox?view=${wanted}&lang=${locale.peek()}`);
    // A slower answer of before must not overwrite a newer one.
    if (turn !== latest) return;
    batch(() => {
      inboxes.value = { ...inboxes.peek(), [wanted]: { items: answer.conversations } };
      counts.value = answer.counts;
    });
  } catch (error) {
    if (turn === latest) inboxes.value = { ...inboxes.peek(), [wanted]: { ...inboxes.peek()[wanted], error: codeOf(error) } };
  }
}

/** Until sign-out; what one agent saw is not there for the next. */
export function forgetInbox(): void {
  batch(() => {
    inboxes.value = { waiting: {}, mine: {}, all: {} };
    counts.value = { waiting: 0, mine: 0 };
  });
}

effect(() => {
  void view.value;
  void locale.value;
  if (me()) void refreshInbox();
});
