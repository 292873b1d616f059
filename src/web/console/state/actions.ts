/** What an agent does with a conversation. */
import { signal } from '@preact/signals';
import { call } from '../api.ts';
import type { ConversationItem } from '../shapes.ts';
import { loadConversation } from './conversations.ts';
import { refreshInbox } from './inbox.ts';
import { tell } from './notice.ts';

/** Under way, as `<action> <conversation id>`. */
export const busy = signal<ReadonlySet<string>>(new Set());

export type Action = 'accept' | 'start' | 'invite' | 'return' | 'transfer' | 'close' | 'topic';

/** @returns whether it was done; else the notice says why not */
export async function act(action: Action, id: string, body: object = {}): Promise<boolean> {
  const name = `${action} ${id}`;
  if (busy.peek().has(name)) return false;
  busy.value = new Set(busy.peek()).add(name);
  try {
    await call('POST', `/conversations/${encodeURIComponent(id)}/${action}`, body);
    return true;
  } catch (error) {
    tell(error);
    return false;
  } finally {
    const rest = new Set(busy.peek());
    rest.delete(name);
    busy.value = rest;
    void refreshInbox();
    void loadConversation(id);
  }
}

/** Takes the conversation with somebody who may not have written yet, or begins it. @returns its id @throws {ApiError} */
export async function writeFirst(channel: string, to: string, clientActivityId: string): Promise<string> {
  const { conversation } = await call<{ conversation: ConversationItem }>('POST', '/conversations', { channel, to, clientActivityId });
  void refreshInbox();
  return conversation.id;
}
