/** A customer with Telegram's app in her hand. */
import { randomBytes } from 'node:crypto';
import { contentTypeOf } from '../provider.ts';
import type { SimulatedCustomer } from '../simulator.ts';
import { type Bot, type Chat, seconds } from './bot.ts';
import type { Kind } from './files.ts';
import { memberChange, type Message, plainText, privateChat, type User } from './payloads.ts';

export interface TelegramCustomer extends SimulatedCustomer {
  /** Changes the words of her latest message. */
  edits(text: string): Promise<void>;
  /** Whether a button she tapped still shows that it is waited for. */
  waiting(): boolean;
}

/** The app sends a longer text as several messages. */
const MAX_TEXT = 4096;

function kindOf(contentType: string): Kind {
  if (['image/jpeg', 'image/png', 'image/webp'].includes(contentType)) return 'photo';
  if (contentType === 'audio/ogg') return 'voice';
  if (contentType === 'video/mp4') return 'video';
  return contentType.startsWith('audio/') ? 'audio' : 'document';
}

/** @param push posts an update, and resolves when it was taken */
export function openCustomer(bot: Bot, user: User, push: (content: object) => Promise<void>) {
  const chat: Chat = { user, started: false, blocked: false, messages: new Map(), screen: [] };
  bot.chats.set(user.id, chat);
  // https://core.telegram.org/bots/api#callbackquery
  const instance = String(randomBytes(8).readBigInt64BE());
  const taps: string[] = [];
  let before: Promise<unknown> = Promise.resolve();

  /** One thing at a time, in the order she does it. */
  function next(act: () => Promise<void>): Promise<void> {
    const done = before.then(act);
    before = done.catch(() => undefined);
    return done;
  }

  function write(content: Partial<Message>): Message {
    chat.started = true;
    chat.blocked = false;
    const message: Message = { message_id: bot.nextMessageId(), from: user, chat: privateChat(user), date: seconds(bot), ...content };
    chat.messages.set(message.message_id, { message, keyboard: { inline: [], reply: [], removesReply: false } });
    return message;
  }

  async function block(blocked: boolean): Promise<void> {
    if (chat.blocked === blocked) return;
    chat.blocked = blocked;
    await push(memberChange(user, bot.user, blocked, seconds(bot)));
  }

  async function say(text: string): Promise<void> {
    // She can write only after she has unblocked the bot.
    await block(false);
    for (let at = 0; at < Math.max(1, text.length); at += MAX_TEXT)
      await push({ message: write(plainText(text.slice(at, at + MAX_TEXT))) });
  }

  async function tap(label: string): Promise<void> {
    const kept = [...chat.messages.values()].reverse().find(({ shown }) => shown?.options.includes(label));
    if (!kept) throw new Error(`There is no option "${label}" on her screen.`);
    const button = kept.keyboard.inline.flat().find(({ text, url }) => text === label && !url);
    if (!button) return say(label);
    const id = String(randomBytes(8).readBigUInt64BE() >> 1n);
    bot.taps.set(id, { at: bot.clock.now(), answered: false });
    taps.push(id);
    await push({ callback_query: { id, from: user, message: kept.message, chat_instance: instance, data: button.callback_data } });
  }

  const customer: TelegramCustomer = {
    id: String(user.id),
    name: [user.first_name, user.last_name].filter(Boolean).join(' '),
    screen: chat.screen,
    says: (text) => next(() => say(text)),
    taps: (label) => next(() => tap(label)),
    sends: ({ bytes, contentType, name }) =>
      next(async () => {
        await block(false);
        const kind = kindOf(contentTypeOf(bytes) ?? contentType);
        // A photo and a voice note have no name.
        const media = { bytes, contentType, ...(name !== undefined && { name }) };
        await push({ message: write(bot.files.describe(media, kind)) });
      }),
    blocks: () => next(() => block(true)),
    unblocks: () => next(() => block(false)),
    edits: (text) =>
      next(async () => {
        const kept = [...chat.messages.values()].reverse().find(({ message }) => message.from.id === user.id && message.text !== undefined);
        if (!kept) throw new Error('She has written nothing to edit.');
        const { entities: _, ...message } = kept.message;
        kept.message = { ...message, edit_date: seconds(bot), ...plainText(text) };
        await push({ edited_message: kept.message });
      }),
    waiting: () => taps.some((id) => !bot.taps.get(id)?.answered),
  };
  return { customer, write };
}
