/** Who a conversation on WhatsApp is with. */
import * as z from 'zod';
import type { ChannelContext } from '../../ports/channel.ts';
import type { ConversationOrigin } from '../../core/turn-types.ts';
import { conversationIdOf } from '../conversation-id.ts';

const PEOPLE = 'whatsapp-people';

export const address = z.object({
  /** Her number, digits only. */
  to: z.string().optional(),
  /** Meta's id of her for this business, where she hides her number. */
  userId: z.string().optional(),
  /** Her latest message, which is what can be marked as read. */
  messageId: z.string().optional(),
});
export type Address = z.infer<typeof address>;

/** As Meta's API takes a recipient: the number goes first where both are known. */
export function recipientOf({ to, userId }: Address): { to: string } | { recipient: string } {
  return to === undefined ? { recipient: userId ?? '' } : { to };
}

/**
 * By what her conversation is found. Somebody may hide her number at any time, so her conversation stays under what she
 * first came with.
 */
export async function chatOf(
  { from, userId }: { from?: string; userId?: string },
  { storage, now }: Pick<ChannelContext, 'storage' | 'now'>,
): Promise<string> {
  const chat = from ?? userId ?? '';
  if (userId === undefined) return chat;
  const isNew = await storage.records.put(PEOPLE, userId, { chat }, { expectedVersion: 0 });
  if (isNew) return chat;
  return z.object({ chat: z.string() }).parse((await storage.records.get(PEOPLE, userId, now()))?.value).chat;
}

export function originOf(
  chat: string,
  phoneNumberId: string,
  to: Address,
  name?: string,
): { conversationId: string; origin: ConversationOrigin } {
  return {
    conversationId: conversationIdOf('whatsapp', phoneNumberId, chat),
    origin: {
      channel: 'whatsapp',
      delivery: 'push',
      address: { ...to },
      customer: { id: `whatsapp:${chat}`, ...(name && { name }) },
    },
  };
}
