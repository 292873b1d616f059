/** Who writes in which conversation; both ways. */
import { signal } from '@preact/signals';
import { call } from '../api.ts';
import { me } from './session.ts';

const HOLDS_MS = 6_000;
const EVERY_MS = 3_000;

/** Names by conversation; an empty name: the customer, who has none. */
export const typing = signal<ReadonlyMap<string, { name: string; role: string }>>(new Map());

const timers = new Map<string, ReturnType<typeof setTimeout>>();
let lastTold = 0;

export function heardTyping(conversationId: string, from: { id: string; name?: string; role: string }): void {
  if (from.id === `agent:${me()?.id}` || from.id === me()?.id) return;
  typing.value = new Map(typing.peek()).set(conversationId, { name: from.name ?? '', role: from.role });
  clearTimeout(timers.get(conversationId));
  timers.set(
    conversationId,
    setTimeout(() => stoppedTyping(conversationId), HOLDS_MS),
  );
}

export function stoppedTyping(conversationId: string): void {
  if (!typing.peek().has(conversationId)) return;
  const rest = new Map(typing.peek());
  rest.delete(conversationId);
  typing.value = rest;
}

/** The customer sees that somebody writes; a lost signal costs nothing. */
export function tellTyping(conversationId: string): void {
  if (Date.now() - lastTold < EVERY_MS) return;
  lastTold = Date.now();
  call('POST', `/conversations/${encodeURIComponent(conversationId)}/typing`, {}).catch(() => undefined);
}
