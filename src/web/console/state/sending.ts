/** Replies and notes on their way: shown at once, sent in order, kept and offered again when they fail. */
import { signal } from '@preact/signals';
import { ApiError, call, codeOf } from '../api.ts';
import { conversations, loadConversation } from './conversations.ts';
import type { Mode } from './drafts.ts';

export interface Outgoing {
  /** The same in every try, so that the server takes it once. */
  id: string;
  conversationId: string;
  mode: Mode;
  text: string;
  /** Epoch ms. */
  at: number;
  state: 'sending' | 'sent' | 'failed';
  /** Why it failed. */
  code?: string;
}

const KEY = 'estafet-desk:outgoing';

export const outgoing = signal<Outgoing[]>(read());

export function send(conversationId: string, mode: Mode, text: string): void {
  const item: Outgoing = { id: crypto.randomUUID(), conversationId, mode, text, at: Date.now(), state: 'sending' };
  keep([...outgoing.peek(), item]);
  void flush(conversationId);
}

export function retry(id: string): void {
  change(id, { state: 'sending' });
  const item = outgoing.peek().find((candidate) => candidate.id === id);
  if (item) void flush(item.conversationId);
}

export function discard(id: string): void {
  keep(outgoing.peek().filter((item) => item.id !== id));
}

/** The line is back: what failed for want of it goes out again. */
export function retryUnsent(): void {
  const stuck = outgoing.peek().filter(({ state, code }) => state === 'failed' && (code === 'network' || code === undefined));
  for (const { id } of stuck) change(id, { state: 'sending' });
  for (const id of new Set(outgoing.peek().map(({ conversationId }) => conversationId))) void flush(id);
}

/** Those whose echo is not in the log yet. */
export function outgoingOf(conversationId: string): Outgoing[] {
  const logged = new Set(conversations.value.get(conversationId)?.activities.map((activity) => activity.channelData?.clientActivityID));
  return outgoing.value.filter((item) => item.conversationId === conversationId && !logged.has(item.id));
}

const flushing = new Set<string>();

async function flush(conversationId: string): Promise<void> {
  if (flushing.has(conversationId)) return;
  flushing.add(conversationId);
  try {
    for (;;) {
      const item = outgoing.peek().find((candidate) => candidate.conversationId === conversationId && candidate.state === 'sending');
      if (!item) break;
      await post(item);
    }
  } finally {
    flushing.delete(conversationId);
  }
}

async function post(item: Outgoing): Promise<void> {
  const path = `/conversations/${encodeURIComponent(item.conversationId)}/${item.mode === 'note' ? 'notes' : 'messages'}`;
  try {
    await call('POST', path, { text: item.text, clientActivityId: item.id });
    change(item.id, { state: 'sent' });
    await loadConversation(item.conversationId);
    keep(outgoing.peek().filter(({ id }) => id !== item.id));
  } catch (error) {
    const unanswered = error instanceof ApiError && (error.status === 0 || error.status >= 500);
    change(item.id, { state: 'failed', code: unanswered ? 'network' : codeOf(error) });
  }
}

function change(id: string, next: Partial<Outgoing>): void {
  keep(outgoing.peek().map((item) => (item.id === id ? { ...item, ...next } : item)));
}

function keep(items: Outgoing[]): void {
  outgoing.value = items;
  sessionStorage.setItem(KEY, JSON.stringify(items.filter(({ state }) => state !== 'sent')));
}

/** After a reload nobody knows whether the last try arrived; the same id makes asking again safe. */
function read(): Outgoing[] {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Outgoing[];
    return stored.map((item) => ({ ...item, state: 'failed', code: 'network' }));
  } catch {
    return [];
  }
}
