/**
 * Messages as the Cloud API takes them.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
import * as z from 'zod';
import type { Activity, JsonObject } from '../../core/activity.ts';
import type { Texts } from '../../core/render.ts';
import type { ChannelContext } from '../../ports/channel.ts';
import type { Capabilities, OutgoingMessage } from '../capabilities.ts';
import { graphFailure } from '../meta-graph.ts';
import { postJson, readAnswer } from '../provider-call.ts';
import type { Delivered } from '../sender.ts';
import { type Address, recipientOf } from './address.ts';
import { codes } from './codes.ts';
import { upload } from './media.ts';
import type { Settings } from './settings.ts';

export const capabilities: Capabilities = {
  textLength: 4_096,
  buttons: { max: 3, labelLength: 20, textLength: 1_024 },
  list: { max: 10, labelLength: 24, descriptionLength: 72, textLength: 1_024 },
  linkButtons: { max: 1, labelLength: 20, besideOptions: false, textLength: 1_024 },
};

/** Meta's codes for the languages of templates, where they are not ours. */
const TEMPLATE_LANGUAGE: Record<string, string> = { zh: 'zh_CN' };
const KINDS = [
  { kind: 'image', types: /^image\/(jpeg|png)$/ },
  { kind: 'video', types: /^video\/(mp4|3gpp)$/ },
  { kind: 'audio', types: /^audio\/(aac|amr|mpeg|mp4|ogg)$/ },
] as const;

const accepted = z.object({ messages: z.array(z.object({ id: z.string() })).min(1) });

export function createDeliver(settings: Settings, { files, texts }: Pick<ChannelContext, 'files' | 'texts'>) {
  return async (to: Address, message: OutgoingMessage, activity: Activity): Promise<Delivered> => {
    if (settings.template !== undefined && isInvitation(activity))
      return post(settings, { ...recipientOf(to), ...invitation(settings, activity) });
    if (!message.file) return post(settings, { ...recipientOf(to), ...bodyOf(message, activity, texts) });
    const file = await files.read(message.file.contentUrl);
    if (!file) return { ok: false, retry: false, error: 'the file is not here any more' };
    const sent = await upload(file, settings);
    if (!sent.ok) return sent;
    const kind = KINDS.find(({ types }) => types.test(file.contentType))?.kind ?? 'document';
    const media = { id: sent.mediaId, ...(kind === 'document' && { filename: file.name }) };
    return post(settings, { ...recipientOf(to), type: kind, [kind]: media });
  };
}

export function isInvitation({ channelData }: Activity): boolean {
  return channelData?.invitation === true;
}

function invitation({ template }: Settings, { locale = '' }: Activity): JsonObject {
  return { type: 'template', template: { name: template ?? '', language: { code: TEMPLATE_LANGUAGE[locale] ?? locale } } };
}

function bodyOf({ text, options, links }: OutgoingMessage, { locale = '' }: Activity, texts: Texts): JsonObject {
  // An interactive message needs words.
  const body = { text: text || '…' };
  if (options?.kind === 'buttons') {
    const buttons = options.items.map(({ id, label }) => ({ type: 'reply', reply: { id, title: label } }));
    return { type: 'interactive', interactive: { type: 'button', body, action: { buttons } } };
  }
  if (options) {
    const rows = options.items.map(({ id, label, description }) => ({
      id,
      title: label,
      ...(description !== undefined && { description }),
    }));
    const action = { button: texts.format(locale, '_common.options'), sections: [{ rows }] };
    return { type: 'interactive', interactive: { type: 'list', body, action } };
  }
  const [link] = links ?? [];
  if (!link) return { type: 'text', text: { body: text, preview_url: false } };
  const parameters = { display_text: link.title, url: link.url };
  return { type: 'interactive', interactive: { type: 'cta_url', body, action: { name: 'cta_url', parameters } } };
}

async function post({ api, token, phoneNumberId }: Settings, body: JsonObject): Promise<Delivered> {
  const answer = await postJson(`${api}/${phoneNumberId}/messages`, token, {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...body,
  });
  const id = readAnswer(accepted, answer)?.messages[0]?.id;
  if (id !== undefined) return { ok: true, providerId: id };
  return answer.status >= 200 && answer.status < 300 ? { ok: true } : graphFailure(answer, 'WhatsApp', codes);
}

/** @param typing she also sees that somebody writes, for 25 s or until the message comes */
export function tellRead({ api, token, phoneNumberId }: Settings, messageId: string, typing: boolean): Promise<unknown> {
  return postJson(`${api}/${phoneNumberId}/messages`, token, {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: messageId,
    ...(typing && { typing_indicator: { type: 'text' } }),
  });
}
