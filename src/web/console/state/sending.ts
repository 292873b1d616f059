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
  /** Empty: a file alone. */
  text: string;
  fileName?: string;
  /** Epoch ms. */
  at: number;
  state: 'sending' | 'sent' | 'failed';
  /** Why it failed. */
  code?: string;
}

const KEY = 'estafet-desk:outgoing';
/** Another try would end the same. */
const HOPELESS = ['file-gone', 'file-not-accepted', 'body-too-large'];
/** Milliseconds: 8 MiB over a slow line. */
const FILE_LIMIT_MS = 180_000;

/** By id; a reload loses them. */
const held = new Map<string, File>();

export const outgoing = signal<Outgoing[]>(read());

/** The text goes with the first file; the others follow, each a message of its own. */
export function send(conversationId: string, mode: Mode, text: string, files: readonly File[] = []): void {
  const parts = files.length ? files.map((file, index) => ({ file, text: index === 0 ? text : '' })) : [{ file: undefined, text }];
  const items = parts.map((part): Outgoing => {
    const id = crypto.randomUUID();
    if (part.file) held.set(id, part.file);
    const file = part.file && { fileName: part.file.name };
    return { id, conversationId, mode, text: part.text, ...file, at: Date.now(), state: 'sending' };
  });
  keep([...outgoing.peek(), ...items]);
  void flush(conversationId);
}

/** The file that goes with it, as long as this page lives. */
export function fileOf({ id }: Outgoing): File | undefined {
  return held.get(id);
}

export function mayRetry({ code }: Outgoing): boolean {
  return code === undefined || !HOPELESS.includes(code);
}

export function retry(id: string): void {
  change(id, { state: 'sending' });
  const item = outgoing.peek().find((candidate) => candidate.id === id);
  if (item) void flush(item.conversationId);
}

export function discard(id: string): void {
  held.delete(id);
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
  const file = held.get(item.id);
  try {
    const files = file && [{ name: file.name.slice(-200) || 'file', base64: await base64Of(file) }];
    const body = { ...(item.text && { text: item.text }), ...(files && { files }), clientActivityId: item.id };
    await call('POST', path, body, file && { withinMs: FILE_LIMIT_MS });
    change(item.id, { state: 'sent' });
    await loadConversation(item.conversationId);
    discard(item.id);
  } catch (error) {
    change(item.id, { state: 'failed', code: whyFailed(error) });
  }
}

function whyFailed(error: unknown): string {
  // The browser can't read it any more: it was moved or changed meanwhile.
  if (error instanceof DOMException) return 'file-gone';
  const unanswered = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  return unanswered ? 'network' : codeOf(error);
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new DOMException('the file can not be read')));
    reader.readAsDataURL(file);
  });
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
    return stored.map((item) => ({ ...item, state: 'failed', code: item.fileName === undefined ? 'network' : 'file-gone' }));
  } catch {
    return [];
  }
}
