/** Bringing one activity to where its conversation lives. */
import type { Activity as WireActivity, ConversationReference } from 'botbuilder';
import type { Conversation } from '../../core/conversation.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import { createPartsSender, type Delivered, placeInQueue } from '../sender.ts';
import type { Adapter } from './adapter.ts';
import { providerIdOf, type Reference, reference, repliedTo } from './incoming.ts';
import { lookOf } from './looks.ts';
import { DeliveryFailed } from './transport.ts';
import { toWire } from './wire.ts';

interface SenderOptions {
  adapter: () => Promise<Pick<Adapter, 'continueConversationAsync'>>;
  appId: string;
  context: Pick<ChannelContext, 'storage' | 'texts' | 'deliveries' | 'queueStatus' | 'now'>;
}

/** The Bot Connector knows no idempotency key: a crash between sending and noting it repeats that one activity. */
export function createSender({ adapter, appId, context }: SenderOptions) {
  return createPartsSender({
    channel: 'botframework',
    address: reference,
    context,
    async parts(activity, to) {
      const place = await placeInQueue(activity, context);
      return [activity, ...(place ? [place] : [])].flatMap((one) => toWire(one, wireContextOf(to, context)));
    },
    async deliver(to, wire, { activity }): Promise<Delivered> {
      try {
        let providerId: string | undefined;
        const sdk = await adapter();
        await sdk.continueConversationAsync(appId, to as Partial<ConversationReference>, async (turn) => {
          // The SDK would send in reply to an id it has just made up.
          turn.activity.id = repliedTo(activity, to);
          const [response] = await turn.sendActivities([wire]);
          if (response?.id) providerId = providerIdOf(to, response.id);
        });
        return { ok: true, providerId };
      } catch (error) {
        if (error instanceof DeliveryFailed) return error.result;
        return { ok: false, retry: true, error: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'unknown' };
      }
    },
  });
}

/** An agent who writes is seen to write, where the channel shows that. */
export function createTyping({ adapter, appId }: Pick<SenderOptions, 'adapter' | 'appId'>) {
  return async ({ address }: Conversation): Promise<void> => {
    const to = reference.parse(address);
    if (!lookOf(to.channelId).typing) return;
    const sdk = await adapter();
    await sdk.continueConversationAsync(appId, to as Partial<ConversationReference>, async (turn) => {
      await turn.sendActivities([{ type: 'typing' } as Partial<WireActivity>]);
    });
  };
}

export function wireContextOf(to: Reference, { texts }: Pick<ChannelContext, 'texts'>) {
  return { texts, customerId: to.user.id, channelId: to.channelId };
}
