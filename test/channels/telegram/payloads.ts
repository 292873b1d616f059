/** Objects of the Bot API: https://core.telegram.org/bots/api#available-types and #update. */
import type { Entity } from './entity.ts';
import { detect } from './markup.ts';

/** https://core.telegram.org/bots/api#user */
export interface User {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

/** https://core.telegram.org/bots/api#chat */
type Chat = { id: number; first_name: string; last_name?: string; username?: string; type: 'private' } | GroupChat;

interface GroupChat {
  id: number;
  title: string;
  type: 'group' | 'supergroup';
}

/** https://core.telegram.org/bots/api#message */
export interface Message {
  message_id: number;
  from: User;
  chat: Chat;
  /** Epoch seconds. */
  date: number;
  edit_date?: number;
  text?: string;
  entities?: Entity[];
  caption?: string;
  caption_entities?: Entity[];
  reply_to_message?: Message;
  reply_markup?: { inline_keyboard: unknown[][] };
  [media: string]: unknown;
}

export function userFrom(id: number, name: string, locale: string): User {
  const [first = name, ...rest] = name.split(' ');
  return { id, is_bot: false, first_name: first, ...(rest.length > 0 && { last_name: rest.join(' ') }), language_code: locale };
}

export function privateChat({ id, first_name, last_name, username }: User): Chat {
  return { id, first_name, ...(last_name && { last_name }), ...(username && { username }), type: 'private' };
}

/** A text as anybody writes it: Telegram marks commands, links and addresses. */
export function plainText(text: string): { text: string; entities?: Entity[] } {
  const entities = detect(text);
  return { text, ...(entities.length > 0 && { entities }) };
}

/** https://core.telegram.org/bots/api#chatmemberupdated, which a bot gets as she blocks or unblocks it. */
export function memberChange(user: User, bot: User, blocked: boolean, date: number) {
  const member = { user: bot, status: 'member' };
  const kicked = { user: bot, status: 'kicked', until_date: 0 };
  const [before, after] = blocked ? [member, kicked] : [kicked, member];
  return { my_chat_member: { chat: privateChat(user), from: user, date, old_chat_member: before, new_chat_member: after } };
}
