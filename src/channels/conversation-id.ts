import { createHash } from 'node:crypto';

/**
 * The same for every delivery of one chat, and no personal data. @param parts what tells the provider's chats apart:
 * the account of ours it is with, then the chat or the customer
 */
export function conversationIdOf(channel: string, ...parts: string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${channel}-${digest.slice(0, 32)}`;
}
