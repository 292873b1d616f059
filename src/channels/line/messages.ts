/** One message of ours as LINE's: https://developers.line.biz/en/reference/messaging-api/#message-objects */
import type { Texts } from '../../core/render.ts';
import type { Files } from '../../ports/files.ts';
import type { Capabilities, OutgoingMessage } from '../capabilities.ts';

/** Bytes; of a picture that is its own preview. */
const MAX_PREVIEW = 1024 * 1024;

/**
 * Labels hold 20 characters. A little longer ones are cut, as the whole one is said for her by a tap; what would lose more
 * than that is numbered. Links are written out: as quick replies they would be gone with her next message.
 */
export const capabilities: Capabilities = {
  textLength: 5_000,
  buttons: { max: 13, labelLength: 20 },
  list: { max: 13, labelLength: 20, descriptionLength: 24 },
};

interface MessageOptions {
  files: Files;
  texts: Texts;
  publicUrl?: string;
  /** LINE takes files by https alone; its simulator does not. */
  anyScheme: boolean;
}

/** @returns undefined: it can't be shown in any way */
export async function messageFor(
  { text, options, file }: OutgoingMessage,
  locale: string,
  { files, texts, publicUrl, anyScheme }: MessageOptions,
): Promise<object | undefined> {
  if (file) {
    const url = URL.parse(file.contentUrl, publicUrl);
    if (!url) return undefined;
    const isReachable = url.protocol === 'https:' || anyScheme;
    const size =
      isReachable && /^image\/(jpeg|png)$/.test(file.contentType) ? (await files.read(file.contentUrl))?.bytes.length : undefined;
    if (size !== undefined && size <= MAX_PREVIEW) return { type: 'image', originalContentUrl: url.href, previewImageUrl: url.href };
    // Recordings need their length and films a still, which we do not have; other files LINE has no message for.
    return { type: 'text', text: `${file.name}: ${url.href}` };
  }
  return {
    type: 'text',
    text: text || texts.format(locale, '_common.card.choose'),
    ...(options && { quickReply: { items: options.items.map(({ id, label, description }) => quickReply(id, label, description)) } }),
  };
}

/** What she says with it stands in the chat as hers. */
function quickReply(data: string, label: string, whole = label): object {
  return { type: 'action', action: { type: 'postback', label, data, displayText: whole } };
}
