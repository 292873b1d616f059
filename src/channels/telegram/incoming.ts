/** What Telegram delivers, as what it means to us: https://core.telegram.org/bots/api#update */
import * as z from 'zod';

const user = z.object({
  id: z.int(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  language_code: z.string().max(35).optional(),
});
const chat = z.object({ id: z.int(), type: z.string() });
const file = z.object({
  file_id: z.string().min(1).max(500),
  file_name: z.string().max(500).optional(),
  mime_type: z.string().max(200).optional(),
});

const message = z.object({
  message_id: z.int(),
  /** Unix seconds. */
  date: z.int(),
  chat,
  from: user.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  /** The same picture in several sizes, the largest last. */
  photo: z.array(file).min(1).optional(),
  voice: file.optional(),
  audio: file.optional(),
  video: file.optional(),
  video_note: file.optional(),
  animation: file.optional(),
  document: file.optional(),
  sticker: z.object({ emoji: z.string().optional() }).optional(),
  contact: z.object({ phone_number: z.string() }).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
});
type Message = z.infer<typeof message>;

const button = z.object({ text: z.string(), callback_data: z.string().optional(), url: z.string().optional() });
const callbackQuery = z.object({
  id: z.string(),
  from: user,
  data: z.string().optional(),
  /** `date` 0: it has been deleted, or is too old for the bot to see. */
  message: z
    .object({ message_id: z.int(), date: z.int(), chat, reply_markup: z.object({ inline_keyboard: z.array(z.array(button)) }).optional() })
    .optional(),
});
const membership = z.object({ chat, from: user, date: z.int(), new_chat_member: z.object({ status: z.string() }) });

/** The kinds are read one by one, so that one of a kind nobody knows yet is acknowledged like the others. */
export const envelope = z.looseObject({ update_id: z.int().nonnegative() });
export type Update = z.infer<typeof envelope>;

/** A file of hers, which lies with Telegram. */
export interface SentFile {
  fileId: string;
  contentType: string;
  name: string;
}

interface FromHer {
  updateId: number;
  chatId: number;
  from: z.infer<typeof user>;
  /** Epoch ms. */
  sentAt: number;
}

export interface Said extends FromHer {
  kind: 'said' | 'edited';
  messageId: number;
  text?: string;
  files: SentFile[];
}

export interface Tapped extends FromHer {
  kind: 'tapped';
  queryId: string;
  /** The option's id. */
  data: string;
  /** What stands on the button, as far as Telegram tells. */
  title?: string;
  /** Of the message with the buttons. */
  messageId: number;
  /** Its rows that stay; absent when it can't be edited. */
  links?: { text: string; url: string }[][];
}

export interface BlockChange extends FromHer {
  kind: 'blocked' | 'unblocked';
}

/** A tap on something that is not ours to follow, which Telegram still wants answered. */
export interface StrayTap {
  kind: 'stray-tap';
  queryId: string;
}

/**
 * Undefined: not for us, e.g. a group's, or of a kind that says nothing to a support desk.
 * @param now epoch ms; taps carry no time of their own
 */
export function readUpdate(update: Update, now: number): Said | Tapped | BlockChange | StrayTap | undefined {
  if (update.message !== undefined) return readMessage(update.update_id, 'said', update.message);
  if (update.edited_message !== undefined) return readMessage(update.update_id, 'edited', update.edited_message);
  if (update.callback_query !== undefined) return readTap(update.update_id, update.callback_query, now);
  if (update.my_chat_member !== undefined) return readMembership(update.update_id, update.my_chat_member);
  return undefined;
}

function readMessage(updateId: number, kind: Said['kind'], given: unknown): Said | undefined {
  const parsed = message.safeParse(given).data;
  if (!parsed?.from || parsed.chat.type !== 'private') return undefined;
  const text = parsed.text ?? parsed.caption ?? wordsFor(parsed);
  const files = filesIn(parsed);
  if (text === undefined && !files.length) return undefined;
  const { message_id: messageId, date, from } = parsed;
  return {
    kind,
    updateId,
    messageId,
    chatId: parsed.chat.id,
    from,
    sentAt: momentOf(date, updateId),
    ...(text !== undefined && { text }),
    files,
  };
}

/** What else she can send that says something in words. */
function wordsFor({ sticker, contact, location }: Message): string | undefined {
  return sticker?.emoji ?? contact?.phone_number ?? (location && `geo:${location.latitude},${location.longitude}`);
}

/** An animation comes as a document, too, for bots that know none. */
function filesIn({ photo, voice, audio, video, video_note, animation, document }: Message): SentFile[] {
  const of = (given: z.infer<typeof file> | undefined, contentType: string, name: string): SentFile[] =>
    given ? [{ fileId: given.file_id, contentType: given.mime_type ?? contentType, name: given.file_name ?? name }] : [];
  return [
    ...of(photo?.at(-1), 'image/jpeg', 'photo.jpg'),
    ...of(voice, 'audio/ogg', 'voice.ogg'),
    ...of(audio, 'audio/mpeg', 'audio.mp3'),
    ...of(video, 'video/mp4', 'video.mp4'),
    ...of(video_note, 'video/mp4', 'video.mp4'),
    ...of(animation, 'video/mp4', 'animation.mp4'),
    ...(animation ? [] : of(document, 'application/octet-stream', 'file')),
  ];
}

function readTap(updateId: number, given: unknown, now: number): Tapped | StrayTap | undefined {
  const query = callbackQuery.safeParse(given).data;
  if (!query) return undefined;
  const { id: queryId, from, data, message: on } = query;
  if (data === undefined || on?.chat.type !== 'private') return { kind: 'stray-tap', queryId };
  const rows = on.reply_markup?.inline_keyboard ?? [];
  const title = rows.flat().find(({ callback_data }) => callback_data === data)?.text;
  const links = rows.map((row) => row.flatMap(({ text, url }) => (url === undefined ? [] : [{ text, url }])));
  return {
    kind: 'tapped',
    updateId,
    queryId,
    data,
    chatId: on.chat.id,
    from,
    sentAt: momentOf(Math.floor(now / 1_000), updateId),
    ...(title !== undefined && { title }),
    messageId: on.message_id,
    ...(on.date !== 0 && { links: links.filter((row) => row.length) }),
  };
}

/** In private chats it tells that she has blocked or unblocked the bot, and nothing else. */
function readMembership(updateId: number, given: unknown): BlockChange | undefined {
  const change = membership.safeParse(given).data;
  if (change?.chat.type !== 'private') return undefined;
  const { chat: where, from, date, new_chat_member } = change;
  const kind = new_chat_member.status === 'kicked' ? 'blocked' : 'unblocked';
  return { kind, updateId, chatId: where.id, from, sentAt: momentOf(date, updateId) };
}

/** Telegram tells seconds; within one the update's number says what came first. */
function momentOf(seconds: number, updateId: number): number {
  return seconds * 1_000 + (updateId % 1_000_000) / 1_000;
}
