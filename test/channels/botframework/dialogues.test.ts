/** The golden dialogues, through this door: the SDK's own TestAdapter plays the channel. */
import { type ConversationReference, TestAdapter, type TurnContext } from 'botbuilder';
import { describe, expect, it } from 'vitest';
import { conversationIdOf, parseIncoming } from '../../../src/channels/botframework/incoming.ts';
import { createSender } from '../../../src/channels/botframework/send.ts';
import { takeTurn } from '../../../src/channels/botframework/turn.ts';
import { toWire } from '../../../src/channels/botframework/wire.ts';
import { channelContext } from '../../helpers/channel-context.ts';
import { goldenDialogues, type OpenDriver, replay } from '../../helpers/dialogue.ts';

/** The TestAdapter knows no proactive messages; a reference is all they need. */
class ProactiveTestAdapter extends TestAdapter {
  override async continueConversationAsync(_appId: unknown, reference: Partial<ConversationReference>, logic: unknown): Promise<void> {
    const { channelId, serviceUrl, conversation, user, bot, locale } = reference;
    const turn = this.createContext({
      type: 'event',
      name: 'ContinueConversation',
      channelId,
      serviceUrl,
      conversation,
      from: user,
      recipient: bot,
      locale,
    });
    await this.runMiddleware(turn, logic as (turn: TurnContext) => Promise<void>);
  }
}

const openTestAdapter: OpenDriver = async (harness, locale) => {
  const { storage, world } = harness;
  const context = channelContext(harness);
  const adapter = new ProactiveTestAdapter((turn) => takeTurn(turn, parseIncoming(turn.activity), context));
  adapter.locale = locale;
  harness.channels.set('botframework', {
    name: 'botframework',
    send: createSender({ adapter: async () => adapter, appId: '', context }),
  });
  const { channelId, conversation } = adapter.conversation as ConversationReference;
  const chat = harness.chat({ id: conversationIdOf({ channelId, conversation }), locale });
  let read = 0;

  return {
    chat,
    async say(text) {
      await adapter.receiveActivity(adapter.makeActivity(text));
      await harness.outbox.idle();
    },
    async heard() {
      await harness.outbox.idle();
      const fresh = (await storage.store.activitiesAfter(chat.id, read, 'customer')).activities.filter(({ from }) => from.role !== 'user');
      read = fresh.at(-1)?.seq ?? read;
      const shown = { texts: world.texts, customerId: 'user1' };
      expect(arrived(adapter)).toEqual(
        fresh.flatMap((activity) => toWire(activity, shown)).map(({ type, name, text }) => ({ type, name, text })),
      );
      return fresh.flatMap(({ from, channelData }) =>
        from.role === 'bot' && channelData?.messageKey ? [String(channelData.messageKey)] : [],
      );
    },
  };
};

function arrived(adapter: TestAdapter) {
  return adapter.activeQueue.splice(0).map(({ type, name, text }) => ({ type, name, text }));
}

describe('golden dialogues through the Bot Framework', () => {
  // This door knows no customer by her wallet id; those dialogues begin with one.
  const dialogues = goldenDialogues().filter(({ steps }) => steps.every(({ kind }) => kind !== 'customer'));
  it.each(dialogues.map((dialogue) => [dialogue.name, dialogue] as const))('%s', async (_name, dialogue) => {
    await replay(dialogue, openTestAdapter);
  });
});
