/** Methods of the Bot API that a support desk uses: https://core.telegram.org/bots/api#available-methods. */
import type { ShownMessage } from '../simulator.ts';
import { type Bot, type Chat, chatFor, type Kept, post, seconds, show } from './bot.ts';
import type { Formatted } from './entity.ts';
import type { Kind, Media } from './files.ts';
import { type Keyboard, readKeyboard } from './keyboard.ts';
import { parseText } from './markup.ts';
import { objectOf, type Params, textOf } from './params.ts';
import type { Message } from './payloads.ts';
import { badRequest } from './refusal.ts';
import { deleteWebhook, setWebhook, webhookInfo } from './webhook.ts';

type Method = (bot: Bot, params: Params) => unknown;

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
/** The documentation names no figure for how long a tap waits. */
const TAP_LIFE = 60_000;

const ACTIONS = ['typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document'];
const MORE_ACTIONS = ['choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'];

const length = (text: string) => [...text].length;

function textFrom({ fields }: Params): Formatted {
  const source = textOf(fields.text);
  if (source === '') throw badRequest('message text is empty');
  const formatted = parseText(source, fields.parse_mode, objectOf(fields.entities));
  if (formatted.text.trim() === '') throw badRequest('message text is empty');
  if (length(formatted.text) > MAX_TEXT) throw badRequest('message is too long');
  return formatted;
}

const withEntities = ({ text, entities }: Formatted): Partial<Message> => ({ text, ...(entities.length > 0 && { entities }) });

const keyboardFrom = ({ fields }: Params): Keyboard => readKeyboard(objectOf(fields.reply_markup) ?? fields.reply_markup);

/** https://core.telegram.org/bots/api#replyparameters */
function replied(chat: Chat, { fields }: Params): Partial<Message> {
  const reply = objectOf(fields.reply_parameters);
  if (reply === undefined) return {};
  if (typeof reply !== 'object' || reply === null) throw badRequest("can't parse reply parameters JSON object");
  const { message_id: id, allow_sending_without_reply: anyway } = reply as Record<string, unknown>;
  const found = chat.messages.get(Number(id));
  if (!found && anyway !== true) throw badRequest('message to be replied not found');
  if (!found) return {};
  const { reply_to_message: _, ...message } = found.message;
  return { reply_to_message: message };
}

function sendMessage(bot: Bot, params: Params): Message {
  const formatted = textFrom(params);
  const keyboard = keyboardFrom(params);
  const chat = chatFor(bot, textOf(params.fields.chat_id));
  return post(bot, chat, { ...replied(chat, params), ...withEntities(formatted) }, keyboard);
}

const VOICE_TYPES = ['audio/ogg', 'audio/mpeg', 'audio/mp4'];
const MAX_VOICE = 1_048_576;

/** https://core.telegram.org/bots/api#sendvoice: other formats, and by URL what is large, arrive as files. */
function kindOf(name: Kind, { contentType, bytes }: Media, byUrl: boolean): Kind {
  const voice = VOICE_TYPES.includes(contentType) && !(byUrl && bytes.length > MAX_VOICE);
  return name === 'voice' && !voice ? 'document' : name;
}

const sendFile =
  (name: 'photo' | 'document' | 'voice'): Method =>
  async (bot, params) => {
    const caption = parseText(textOf(params.fields.caption), params.fields.parse_mode, objectOf(params.fields.caption_entities));
    if (length(caption.text) > MAX_CAPTION) throw badRequest('message caption is too long');
    const keyboard = keyboardFrom(params);
    const chat = chatFor(bot, textOf(params.fields.chat_id));
    const media = await bot.files.input(params, name);
    const content = bot.files.describe(media, kindOf(name, media, /^https?:/i.test(textOf(params.fields[name]))));
    if (caption.text !== '') content.caption = caption.text;
    if (caption.entities.length > 0) content.caption_entities = caption.entities;
    const file: ShownMessage['file'] = { contentType: media.contentType, bytes: media.bytes };
    if (media.name !== undefined && name === 'document') file.name = media.name;
    return post(bot, chat, { ...replied(chat, params), ...content }, keyboard, file);
  };

function ours(bot: Bot, { fields }: Params): Kept {
  const chat = chatFor(bot, textOf(fields.chat_id), false);
  const kept = chat.messages.get(Number(fields.message_id));
  if (!kept) throw badRequest('message to edit not found');
  if (!kept.message.from.is_bot) throw badRequest("message can't be edited");
  return kept;
}

function change(bot: Bot, kept: Kept, content: Partial<Message>, keyboard: Keyboard): Message {
  const { reply_markup: _, edit_date: __, ...rest } = kept.message;
  const changed: Message = { ...rest, ...content };
  if (keyboard.inline.length > 0) changed.reply_markup = { inline_keyboard: keyboard.inline };
  const { edit_date: ___, ...before } = kept.message;
  if (JSON.stringify(sorted(changed)) === JSON.stringify(sorted(before)))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  kept.message = { ...changed, edit_date: seconds(bot) };
  kept.keyboard = keyboard;
  return show(kept).message;
}

const sorted = (message: object) =>
  Object.entries(message)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

function editMessageText(bot: Bot, params: Params): Message {
  const formatted = textFrom(params);
  const keyboard = keyboardFrom(params);
  const kept = ours(bot, params);
  if (kept.message.text === undefined) throw badRequest('there is no text in the message to edit');
  return change(bot, kept, editedText(formatted), keyboard);
}

const editedText = ({ text, entities }: Formatted): Partial<Message> => ({ text, entities: entities.length > 0 ? entities : undefined });

function answerCallbackQuery(bot: Bot, { fields }: Params): true {
  const tap = bot.taps.get(textOf(fields.callback_query_id));
  if (!tap || bot.clock.now() - tap.at > TAP_LIFE) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  if (length(textOf(fields.text)) > 200) throw badRequest('MESSAGE_TOO_LONG');
  tap.answered = true;
  return true;
}

function sendChatAction(bot: Bot, { fields }: Params): true {
  if (![...ACTIONS, ...MORE_ACTIONS].includes(textOf(fields.action))) throw badRequest('wrong parameter action in request');
  chatFor(bot, textOf(fields.chat_id));
  return true;
}

/** https://core.telegram.org/bots/api#setmycommands */
function setMyCommands(bot: Bot, { fields }: Params): true {
  const commands = objectOf(fields.commands);
  if (!Array.isArray(commands)) throw badRequest("can't parse commands JSON object");
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands as { command?: unknown; description?: unknown }[]) {
    if (!/^[a-z0-9_]{1,32}$/.test(textOf(command))) throw badRequest('BOT_COMMAND_INVALID');
    const described = length(textOf(description));
    if (described < 1 || described > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  bot.commands = commands;
  return true;
}

/** https://core.telegram.org/bots/api#getme */
const getMe: Method = ({ user }) => ({
  ...user,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
});

/** By their names in lower case: those of the Bot API are case-insensitive. */
export const METHODS: Record<string, Method> = {
  getme: getMe,
  setwebhook: setWebhook,
  deletewebhook: deleteWebhook,
  getwebhookinfo: webhookInfo,
  sendmessage: sendMessage,
  sendphoto: sendFile('photo'),
  senddocument: sendFile('document'),
  sendvoice: sendFile('voice'),
  editmessagetext: editMessageText,
  editmessagereplymarkup: (bot, params) => change(bot, ours(bot, params), {}, keyboardFrom(params)),
  answercallbackquery: answerCallbackQuery,
  sendchataction: sendChatAction,
  setmycommands: setMyCommands,
  getmycommands: ({ commands }) => commands,
  getfile: ({ files }, { fields }) => files.getFile(textOf(fields.file_id)),
};

/** What counts as a send, where faults are asked for. */
export const SENDS = ['sendmessage', 'sendphoto', 'senddocument', 'sendvoice'];
