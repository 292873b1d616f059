/**
 * Checks a message as the Send API does, and says what her app shows of it.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api, …/send-messages/quick-replies,
 * …/send-messages/template/button, …/send-messages/template/generic
 */
import { httpUrl, length, listOf, objectOf, oneOf, onlyKeys, type Params, stringOf } from '../meta-check.ts';
import { invalid } from '../meta-graph.ts';
import type { Platform } from './platform.ts';

export interface Option {
  label: string;
  payload: string;
  kind: 'quick_reply' | 'postback';
}

export type MediaType = keyof Platform['media'];

export interface Composed {
  text: string;
  options: Option[];
  links: { title: string; url: string }[];
  media?: { type: MediaType; source: { url: string } | { attachmentId: string } | 'upload'; reusable: boolean };
  /** What an echo says of it. */
  echo: object;
}

const MAX_QUICK_REPLIES = 13;
const MAX_TITLE = 20;
const MAX_PAYLOAD = 1000;

export function composeMessage(value: unknown, platform: Platform): Composed {
  const message = objectOf(value, 'message');
  onlyKeys(message, 'message', ['text', 'attachment', 'quick_replies', 'metadata']);
  if (message.text !== undefined && message.attachment !== undefined)
    throw invalid('Only one of the text, attachment, and dynamic_text fields can be specified');
  if (message.text === undefined && message.attachment === undefined)
    throw invalid('Must provide one of the text, attachment, and dynamic_text fields');
  const quick = message.quick_replies === undefined ? [] : quickReplies(message.quick_replies, platform);
  if (message.text !== undefined) {
    const text = limited(message.text, 'message[text]', platform.text.limit, platform.text.size);
    return { text, options: quick, links: [], echo: { text } };
  }
  const composed = composeAttachment(objectOf(message.attachment, 'message[attachment]'), platform);
  return { ...composed, options: [...composed.options, ...quick] };
}

function limited(value: unknown, name: string, limit: number, size: (text: string) => number = length): string {
  const text = stringOf(value, name);
  if (size(text) > limit) throw invalid(`Length of param ${name} must be less than or equal to ${limit}`);
  return text;
}

function atMost(list: unknown[], name: string, max: number): unknown[] {
  if (list.length === 0) throw invalid(`Param ${name} must be a non-empty array`);
  if (list.length > max) throw invalid(`Param ${name} has too many elements: at most ${max}.`);
  return list;
}

function quickReplies(value: unknown, platform: Platform): Option[] {
  const list = atMost(listOf(value, 'message[quick_replies]'), 'message[quick_replies]', MAX_QUICK_REPLIES);
  return list.flatMap((entry, index): Option[] => {
    const name = `message[quick_replies][${index}]`;
    const reply = objectOf(entry, name);
    onlyKeys(reply, name, ['content_type', 'title', 'payload', 'image_url']);
    // Shows her own number or address, which nobody here has.
    if (oneOf(reply.content_type, `${name}[content_type]`, ['text', 'user_phone_number', 'user_email']) !== 'text') return [];
    const title =
      platform.longTitles === 'cut'
        ? [...stringOf(reply.title, `${name}[title]`)].slice(0, MAX_TITLE).join('')
        : limited(reply.title, `${name}[title]`, MAX_TITLE);
    return [{ label: title, payload: limited(reply.payload, `${name}[payload]`, MAX_PAYLOAD), kind: 'quick_reply' }];
  });
}

function composeAttachment(attachment: Params, platform: Platform): Composed {
  onlyKeys(attachment, 'message[attachment]', ['type', 'payload']);
  const type = oneOf(attachment.type, 'message[attachment][type]', ['image', 'audio', 'video', 'file', 'template']);
  const payload = objectOf(attachment.payload ?? {}, 'message[attachment][payload]');
  if (type === 'template') return composeTemplate(payload);
  return { text: '', options: [], links: [], media: mediaOf(type, payload, platform), echo: {} };
}

export function mediaOf(type: MediaType, payload: Params, platform: Platform): NonNullable<Composed['media']> {
  onlyKeys(payload, 'message[attachment][payload]', ['url', 'attachment_id', 'is_reusable']);
  const reusable = payload.is_reusable === true || payload.is_reusable === 'true';
  if (payload.url !== undefined) return { type, source: { url: httpUrl(payload.url, 'message[attachment][payload][url]') }, reusable };
  if (payload.attachment_id !== undefined) {
    return { type, source: { attachmentId: stringOf(payload.attachment_id, 'message[attachment][payload][attachment_id]') }, reusable };
  }
  if (!platform.uploads) throw invalid('The parameter message[attachment][payload][url] is required.');
  return { type, source: 'upload', reusable };
}

function composeTemplate(payload: Params): Composed {
  const echo = { attachments: [{ type: 'template', payload }] };
  if (oneOf(payload.template_type, 'message[attachment][payload][template_type]', ['button', 'generic']) === 'button') {
    const text = limited(payload.text, 'message[attachment][payload][text]', 640);
    return { text, ...buttons(payload.buttons, 'message[attachment][payload][buttons]'), echo };
  }
  const name = 'message[attachment][payload][elements]';
  const elements = atMost(listOf(payload.elements, name), name, 10).map((entry, index) => {
    const element = objectOf(entry, `${name}[${index}]`);
    const title = limited(element.title, `${name}[${index}][title]`, 80);
    const subtitle = element.subtitle === undefined ? '' : limited(element.subtitle, `${name}[${index}][subtitle]`, 80);
    const more = element.buttons === undefined ? { options: [], links: [] } : buttons(element.buttons, `${name}[${index}][buttons]`);
    return { text: [title, subtitle].filter(Boolean).join('\n'), ...more };
  });
  return {
    text: elements.map(({ text }) => text).join('\n\n'),
    options: elements.flatMap(({ options }) => options),
    links: elements.flatMap(({ links }) => links),
    echo,
  };
}

function buttons(value: unknown, name: string): Pick<Composed, 'options' | 'links'> {
  const composed: Pick<Composed, 'options' | 'links'> = { options: [], links: [] };
  for (const [index, entry] of atMost(listOf(value, name), name, 3).entries()) {
    const button = objectOf(entry, `${name}[${index}]`);
    const type = oneOf(button.type, `${name}[${index}][type]`, ['postback', 'web_url']);
    const title = limited(button.title, `${name}[${index}][title]`, MAX_TITLE);
    if (type === 'web_url') composed.links.push({ title, url: httpUrl(button.url, `${name}[${index}][url]`) });
    else
      composed.options.push({
        label: title,
        payload: limited(button.payload, `${name}[${index}][payload]`, MAX_PAYLOAD),
        kind: 'postback',
      });
  }
  return composed;
}
