/** Bringing one activity to where its conversation lives. */
import type { ConversationReference } from 'botbuilder';
import type { Activity } from '../../core/activity.ts';
import type { Conversation } from '../../core/conversation.ts';
import type { Texts } from '../../core/render.ts';
import type { SendResult } from '../../ports/channel.ts';
import type { Adapter } from './adapter.ts';
import { reference, repliedTo } from './incoming.ts';
import { DeliveryFailed } from './transport.ts';
import { toWire } from './wire.ts';

interface SenderOptions {
  adapter: () => Promise<Pick<Adapter, 'continueConversationAsync'>>;
  appId: string;
  texts: Texts;
}

/** The Bot Connector knows no idempotency key: a crash between sending and settling repeats that one activity. */
export function createSender({ adapter, appId, texts }: SenderOptions) {
  return async (conversation: Conversation, activity: Activity): Promise<SendResult> => {
    const address = reference.safeParse(conversation.address);
    if (!address.success) return { ok: false, retry: false, error: 'the conversation has no address to send to' };
    const wire = toWire(activity, { texts, customerId: address.data.user.id });
    if (!wire.length) return { ok: true };
    try {
      const sdk = await adapter();
      await sdk.continueConversationAsync(appId, address.data as Partial<ConversationReference>, async (turn) => {
        // The SDK would send in reply to an id it has just made up.
        turn.activity.id = repliedTo(activity, address.data);
        await turn.sendActivities(wire);
      });
      return { ok: true };
    } catch (error) {
      if (error instanceof DeliveryFailed) return error.result;
      return { ok: false, retry: true, error: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown' };
    }
  };
}
