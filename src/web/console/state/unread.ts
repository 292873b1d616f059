/** Conversations of hers in which the customer wrote since she last looked. */
import { signal } from '@preact/signals';
import type { ConversationItem } from '../shapes.ts';
import { openId } from './route.ts';
import { me } from './session.ts';

const seen = signal<ReadonlyMap<string, number>>(new Map());

export function markSeen(id: string, updatedAt: number): void {
  if ((seen.peek().get(id) ?? 0) < updatedAt) seen.value = new Map(seen.peek()).set(id, updatedAt);
}

export function isUnread(item: ConversationItem): boolean {
  if (item.owner.kind !== 'agent' || item.owner.agentId !== me()?.id || item.lastFrom !== 'user') return false;
  return item.id !== openId.value && (seen.value.get(item.id) ?? 0) < item.updatedAt;
}
