/** https://core.telegram.org/bots/api#inlinekeyboardmarkup, #replykeyboardmarkup and #replykeyboardremove */
import { badRequest } from './refusal.ts';

/** https://core.telegram.org/bots/api#inlinekeyboardbutton, of its kinds those that a support desk uses. */
export interface InlineButton {
  text: string;
  url?: string;
  callback_data?: string;
}

export interface Keyboard {
  inline: InlineButton[][];
  /** Labels of a reply keyboard, which send themselves as text. */
  reply: string[][];
  removesReply: boolean;
}

const NONE: Keyboard = { inline: [], reply: [], removesReply: false };
const MAX_BUTTONS = 100;

export function readKeyboard(markup: unknown): Keyboard {
  if (markup === undefined || markup === '') return NONE;
  if (typeof markup !== 'object' || markup === null) throw badRequest("can't parse reply keyboard markup JSON object");
  const { inline_keyboard: inline, keyboard, remove_keyboard: removes } = markup as Record<string, unknown>;
  return {
    inline: rows(inline, 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays', inlineButton),
    reply: rows(keyboard, 'Field "keyboard" must be an Array of Arrays', replyButton),
    removesReply: removes === true,
  };
}

function rows<T>(value: unknown, otherwise: string, read: (button: unknown) => T | undefined): T[][] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every(Array.isArray)) throw badRequest(otherwise);
  if (value.flat().length > MAX_BUTTONS) throw badRequest('reply markup is too long');
  return value.map((row: unknown[]) => row.map(read).filter((button) => button !== undefined)).filter((row) => row.length > 0);
}

/** TDLib leaves out a button without words. */
function inlineButton(value: unknown): InlineButton | undefined {
  const fail = (why: string) => badRequest(`can't parse inline keyboard button: ${why}`);
  if (typeof value !== 'object' || value === null) throw fail('InlineKeyboardButton must be an Object');
  const { text, url, callback_data: data } = value as Record<string, unknown>;
  if (text === undefined) throw fail('Can\'t find field "text"');
  if (typeof text !== 'string') throw fail('Field "text" must be of type String');
  if (typeof url === 'string' && url !== '') {
    if (!reachable(url)) throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    return text === '' ? undefined : { text, url };
  }
  if (typeof data !== 'string' || data === '') throw fail('Text buttons are unallowed in the inline keyboard');
  if (Buffer.byteLength(data) > 64) throw badRequest('BUTTON_DATA_INVALID');
  return text === '' ? undefined : { text, callback_data: data };
}

function replyButton(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : (value as { text?: unknown } | null)?.text;
  if (typeof text !== 'string') throw badRequest("can't parse keyboard button: KeyboardButton must be a String or an Object");
  return text === '' ? undefined : text;
}

/** A host without a dot, such as localhost, is none for Telegram. */
function reachable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'tg:' || (['http:', 'https:'].includes(protocol) && hostname.includes('.'));
}
