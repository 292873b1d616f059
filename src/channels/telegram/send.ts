/** One message of ours, as the Bot API takes it. Texts go as they are: nothing in them is read as markup. */
import type { Texts } from '../../core/render.ts';
import type { Files } from '../../ports/files.ts';
import type { Capabilities, Link, OutgoingMessage } from '../capabilities.ts';
import type { Delivered } from '../sender.ts';
import { descriptionOf, isDone, refusalOf, type TelegramApi } from './api.ts';
import * as z from 'zod';

/** Labels longer than that are cut on telephones, so those options are numbered instead. */
const LABEL_LENGTH = 48;

/** https://core.telegram.org/bots/api#sendmessage */
export const capabilities: Capabilities = {
  textLength: 4_096,
  buttons: { max: 30, labelLength: LABEL_LENGTH },
  linkButtons: { max: 10, labelLength: LABEL_LENGTH, besideOptions: true },
};

export const address = z.object({ chatId: z.int() });
type Address = z.infer<typeof address>;

/** Kinds of files that are shown by a method of their own; everything else is a document. */
const METHODS: Record<string, [method: string, field: string]> = {
  'image/jpeg': ['sendPhoto', 'photo'],
  'image/png': ['sendPhoto', 'photo'],
  'image/gif': ['sendAnimation', 'animation'],
  'audio/ogg': ['sendVoice', 'voice'],
  'audio/mpeg': ['sendAudio', 'audio'],
  'audio/mp4': ['sendAudio', 'audio'],
  'video/mp4': ['sendVideo', 'video'],
};
const AS_DOCUMENT = ['sendDocument', 'document'] as const;

export function createDelivery({ api, files, texts, publicUrl }: { api: TelegramApi; files: Files; texts: Texts; publicUrl?: string }) {
  return async ({ chatId }: Address, message: OutgoingMessage, { activity }: { activity: { locale?: string } }): Promise<Delivered> => {
    if (message.file) return sendFile(chatId, message.file);
    const { options, links = [] } = message;
    const asButtons = links.filter(isForButton);
    const keyboard = [
      ...asButtons.map(({ title, url }) => [{ text: title, url }]),
      ...(options?.items ?? []).map(({ id, label }) => [{ text: label, callback_data: id }]),
    ];
    const written = links.filter((link) => !isForButton(link)).map(({ title, url }) => `${title}: ${url}`);
    const text = [message.text, ...written].filter(Boolean).join('\n\n');
    return sendText(chatId, text || texts.format(activity.locale ?? '', '_common.card.choose'), keyboard);
  };

  async function sendText(chatId: number, text: string, keyboard: object[][] = []): Promise<Delivered> {
    const answer = await api.call('sendMessage', {
      chat_id: chatId,
      text,
      // For a preview Telegram would open the link before she does.
      link_preview_options: { is_disabled: true },
      ...(keyboard.length && { reply_markup: { inline_keyboard: keyboard } }),
    });
    return isDone(answer) ? { ok: true } : refusalOf(answer);
  }

  async function sendFile(chatId: number, file: NonNullable<OutgoingMessage['file']>): Promise<Delivered> {
    const kept = await files.read(file.contentUrl);
    if (!kept) return sendLink(chatId, file);
    const [method, field] = METHODS[kept.contentType] ?? AS_DOCUMENT;
    const send = (way: string, name: string) => {
      const form = new FormData();
      form.set('chat_id', String(chatId));
      form.set(name, new Blob([new Uint8Array(kept.bytes)], { type: kept.contentType }), kept.name);
      return api.upload(way, form);
    };
    let answer = await send(method, field);
    // A picture too long and narrow, a recording that Telegram can not play: still a file.
    if (answer.status === 400 && method !== AS_DOCUMENT[0] && !/chat not found/i.test(descriptionOf(answer))) {
      answer = await send(...AS_DOCUMENT);
    }
    return isDone(answer) ? { ok: true } : refusalOf(answer);
  }

  /** Of a file that is not ours. */
  function sendLink(chatId: number, { name, contentUrl }: NonNullable<OutgoingMessage['file']>): Promise<Delivered> | Delivered {
    const url = URL.parse(contentUrl, publicUrl);
    return url ? sendText(chatId, `${name}: ${url.href}`) : { ok: false, retry: false, error: 'the file is gone' };
  }
}

/** Telegram refuses buttons to hosts without a dot, such as `localhost`. */
function isForButton({ url }: Link): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '') && (URL.parse(url)?.hostname.includes('.') ?? false);
}
