/** What most operations begin with. */
import type { Conversation } from '../core/conversation.ts';
import { EstafetError } from '../errors.ts';
import type { Store } from '../ports/store.ts';
import type { Agent } from './agents.ts';
import type { Labels } from './labels.ts';

/** @throws {EstafetError} `conversation-not-found` */
export async function loadConversation(store: Store, id: string): Promise<Conversation> {
  const { conversation } = await store.load(id);
  if (!conversation) throw new EstafetError('conversation-not-found');
  return conversation;
}

/** The language an agent reads titles in. */
export function languageOf(labels: Labels, lang: string | undefined, agent: Agent): string {
  return labels.match(lang ?? agent.locales[0]);
}
