/** What Telegram knows of our bot: its chats and their messages, its webhook, the taps it has yet to answer. */
import { randomBytes } from 'node:crypto';
import type { Clock, Faults } from '../provider.ts';
import type { ShownMessage } from '../simulator.ts';
import type { Formatted } from './entity.ts';
import type { Files } from './files.ts';
import type { Keyboard } from './keyboard.ts';
import { linksIn } from './markup.ts';
import { type Message, privateChat, type User } from './payloads.ts';
import { badRequest, Refusal } from './refusal.ts';

/** A message in a chat, and how her app shows it. */
export interface Kept {
  message: Message;
  keyboard: Keyboard;
  shown?: ShownMessage;
}

export interface Chat {
  user: User;
  /** A bot can't write to whoever never wrote to it: https://core.telegram.org/bots/faq. */
  started: boolean;
  blocked: boolean;
  messages: Map<number, Kept>;
  screen: ShownMessage[];
}

interface Webhook {
  url: string;
  secret: string;
  /** Undefined: all but those the documentation of `setWebhook` leaves out. */
  allowed?: string[];
  maxConnections: number;
}

/** The group and what it became: https://core.telegram.org/bots/api#responseparameters. */
export const GROUP = { old: -4_012_345_678, id: -1_002_112_345_678, title: 'Teman Dompet' };

export interface Bot {
  token: string;
  user: User;
  clock: Clock;
  faults: Faults;
  files: Files;
  chats: Map<number, Chat>;
  webhook: Webhook | undefined;
  /** By id; `at` is epoch ms. */
  taps: Map<string, { at: number; answered: boolean }>;
  commands: unknown[];
  nextMessageId(): number;
}

export function newBot(options: Pick<Bot, 'clock' | 'faults' | 'files'> & { secret: string }): Bot {
  let last = 0;
  const id = 110_201_543;
  return {
    ...options,
    token: `${id}:${randomBytes(26).toString('base64url')}`,
    user: { id, is_bot: true, first_name: 'Estafet', username: 'estafet_bot' },
    chats: new Map(),
    webhook: { url: 'https://desk.example/webhooks/telegram', secret: options.secret, maxConnections: 40 },
    taps: new Map(),
    commands: [],
    nextMessageId: () => ++last,
  };
}

export const seconds = (bot: Bot) => Math.floor(bot.clock.now() / 1000);

/** @throws Refusal where there is no such chat, or she has blocked the bot */
export function chatFor(bot: Bot, id: string, needsHer = true): Chat {
  if (id === '') throw badRequest('chat_id is empty');
  if (Number(id) === GROUP.old)
    throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: GROUP.id });
  const chat = bot.chats.get(Number(id));
  if (!chat?.started) throw badRequest('chat not found');
  if (needsHer && chat.blocked) throw new Refusal(403, 'Forbidden: bot was blocked by the user');
  return chat;
}

/** A message of ours; it stands on her screen from now on. */
export function post(bot: Bot, chat: Chat, content: Partial<Message>, keyboard: Keyboard, file?: ShownMessage['file']): Message {
  const message: Message = {
    message_id: bot.nextMessageId(),
    from: bot.user,
    chat: privateChat(chat.user),
    date: seconds(bot),
    ...content,
    ...(keyboard.inline.length > 0 && { reply_markup: { inline_keyboard: keyboard.inline } }),
  };
  // A reply keyboard stands below the chat, one at a time.
  if (keyboard.reply.length > 0 || keyboard.removesReply)
    for (const { shown, keyboard: old } of chat.messages.values()) hideReply(shown, old);
  const shown: ShownMessage = { text: '', options: [], links: [], ...(file && { file }) };
  chat.messages.set(message.message_id, show({ message, keyboard, shown }));
  chat.screen.push(shown);
  return message;
}

/** Brings what she sees in line with the message. */
export function show(kept: Kept): Kept {
  const { message, keyboard, shown } = kept;
  if (!shown) return kept;
  const formatted: Formatted = {
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
  };
  const buttons = keyboard.inline.flat();
  shown.text = formatted.text;
  shown.options = [...buttons.flatMap(({ text, url }) => (url ? [] : [text])), ...keyboard.reply.flat()];
  shown.links = [...linksIn(formatted), ...buttons.flatMap(({ text, url }) => (url ? [{ title: text, url }] : []))];
  return kept;
}

function hideReply(shown: ShownMessage | undefined, keyboard: Keyboard): void {
  const gone = keyboard.reply.flat();
  keyboard.reply = [];
  if (shown) shown.options = shown.options.filter((label) => !gone.includes(label));
}
