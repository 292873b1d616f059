/**
 * Checks a message as the Cloud API does, and says what her app shows of it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages, …/interactive-reply-buttons-messages,
 * …/interactive-list-messages, …/interactive-cta-url-messages, …/image-messages, …/document-messages, …/audio-messages
 */
import { httpUrl, length, listOf, objectOf, oneOf, onlyKeys, type Params, stringOf } from '../meta-check.ts';
import { invalid } from '../meta-graph.ts';
import { badValue, missing } from './errors.ts';
import type { MediaKind } from './media.ts';
import { buttonReply, listReply } from './payloads.ts';

export interface Option {
  label: string;
  /** The content of the message that a tap sends. */
  reply: object;
}

export interface MediaRef {
  kind: MediaKind;
  source: { id: string } | { link: string };
  name?: string;
}

export interface Composed {
  text: string;
  options: Option[];
  links: { title: string; url: string }[];
  media?: MediaRef;
}

const MAX_TEXT = 4096;

export function composeText(value: unknown): Composed {
  const text = objectOf(value, 'text');
  onlyKeys(text, 'text', ['body', 'preview_url']);
  const body = stringOf(text.body, "text['body']");
  if (length(body) > MAX_TEXT) throw invalid(`Param text['body'] must be at most ${MAX_TEXT} characters long.`);
  return { text: withoutMarks(body), options: [], links: [] };
}

export function composeMedia(kind: MediaKind, value: unknown): Composed {
  const media = objectOf(value, kind);
  onlyKeys(media, kind, ['id', 'link', ...(kind === 'audio' ? ['voice'] : ['caption']), ...(kind === 'document' ? ['filename'] : [])]);
  const caption = media.caption === undefined ? '' : stringOf(media.caption, `${kind}['caption']`);
  if (length(caption) > 1024) throw invalid(`Param ${kind}['caption'] must be at most 1024 characters long.`);
  return { text: withoutMarks(caption), options: [], links: [], media: mediaRef(kind, media) };
}

function mediaRef(kind: MediaKind, media: Params): MediaRef {
  const { id, link, filename } = media;
  if ((id === undefined) === (link === undefined)) throw missing(`['${kind}'] must have either 'id' or 'link'.`);
  const source = id === undefined ? { link: httpUrl(link, `${kind}['link']`) } : { id: stringOf(id, `${kind}['id']`) };
  return { kind, source, ...(typeof filename === 'string' && { name: filename }) };
}

export function composeInteractive(value: unknown): Composed {
  const interactive = objectOf(value, 'interactive');
  onlyKeys(interactive, 'interactive', ['type', 'header', 'body', 'footer', 'action']);
  const type = oneOf(interactive.type, "interactive['type']", ['button', 'list', 'cta_url']);
  const body = between(part(interactive.body, 'body'), 'Body text', 1, type === 'list' ? MAX_TEXT : 1024);
  const header = interactive.header === undefined ? {} : composeHeader(objectOf(interactive.header, "interactive['header']"), type);
  const footer = interactive.footer === undefined ? '' : between(part(interactive.footer, 'footer'), 'Footer text', 1, 60);
  const action = objectOf(interactive.action, "interactive['action']");
  const text = [header.text, withoutMarks(body), footer].filter(Boolean).join('\n\n');
  const media = header.media && { media: header.media };
  if (type === 'button') return { text, options: buttons(action), links: [], ...media };
  if (type === 'list') return { text, options: rows(action), links: [], ...media };
  return { text, options: [], links: [pageLink(action)], ...media };
}

function part(value: unknown, name: string): unknown {
  const holder = objectOf(value, `interactive['${name}']`);
  if (holder.text === undefined) throw missing(`['${name}']['text'] is required.`);
  return holder.text;
}

function composeHeader(header: Params, type: string): { text?: string; media?: MediaRef } {
  if (header.type === 'text') return { text: between(header.text, 'Header text', 1, 60) };
  if (type === 'list') throw badValue('Header type must be text.');
  const kind = oneOf(header.type, "interactive['header']['type']", ['image', 'video', 'document']);
  return { media: mediaRef(kind, objectOf(header[kind], `interactive['header']['${kind}']`)) };
}

function buttons(action: Params): Option[] {
  onlyKeys(action, "interactive['action']", ['buttons']);
  const given = listOf(action.buttons, "interactive['action']['buttons']");
  if (given.length < 1 || given.length > 3) throw badValue('Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3');
  const replies = given.map((entry, index) => {
    const button = objectOf(entry, `interactive['action']['buttons'][${index}]`);
    oneOf(button.type, `interactive['action']['buttons'][${index}]['type']`, ['reply']);
    const reply = objectOf(button.reply, `interactive['action']['buttons'][${index}]['reply']`);
    return { id: between(reply.id, 'Button id', 1, 256), label: between(reply.title, 'Button title', 1, 20) };
  });
  unique(
    replies.map(({ id }) => id),
    'button id',
  );
  unique(
    replies.map(({ label }) => label),
    'button title',
  );
  return replies.map(({ id, label }) => ({ label, reply: buttonReply(id, label) }));
}

function rows(action: Params): Option[] {
  onlyKeys(action, "interactive['action']", ['button', 'sections']);
  between(action.button, 'Button text', 1, 20);
  const sections = listOf(action.sections, "interactive['action']['sections']").map((entry, index) =>
    objectOf(entry, `interactive['action']['sections'][${index}]`),
  );
  if (sections.length < 1 || sections.length > 10)
    throw badValue('Invalid sections count. Min allowed sections: 1, Max allowed sections: 10');
  const given = sections.flatMap((section, index) => {
    if (sections.length > 1 || section.title !== undefined) between(section.title, 'Section title', 1, 24);
    return listOf(section.rows, `interactive['action']['sections'][${index}]['rows']`);
  });
  if (given.length < 1) throw badValue('Total row count is less than the min allowed count: 1');
  if (given.length > 10) throw badValue('Total row count exceed max allowed count: 10');
  const options = given.map((entry) => {
    const row = objectOf(entry, 'row');
    onlyKeys(row, 'row', ['id', 'title', 'description']);
    const description = row.description === undefined ? undefined : between(row.description, 'Row description', 1, 72);
    return { id: between(row.id, 'Row id', 1, 200), label: between(row.title, 'Row title', 1, 24), description };
  });
  unique(
    options.map(({ id }) => id),
    'row id',
  );
  return options.map(({ id, label, description }) => ({ label, reply: listReply(id, label, description) }));
}

function pageLink(action: Params): { title: string; url: string } {
  onlyKeys(action, "interactive['action']", ['name', 'parameters']);
  oneOf(action.name, "interactive['action']['name']", ['cta_url']);
  const { display_text, url } = objectOf(action.parameters, "interactive['action']['parameters']");
  return { title: between(display_text, 'Display text', 1, 20), url: httpUrl(url, "interactive['action']['parameters']['url']") };
}

function between(value: unknown, name: string, min: number, max: number): string {
  const text = typeof value === 'string' ? value : '';
  if (length(text) >= min && length(text) <= max) return text;
  throw badValue(`${name} length invalid. Min length: ${min}, Max length: ${max}`);
}

function unique(values: string[], name: string): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw badValue(`Duplicated ${name}: ${twice}`);
}

const MARKS = [
  /(?<![\p{L}\p{N}*])\*(?=\S)([^\n*]*[^\s*])\*(?![\p{L}\p{N}*])/gu,
  /(?<![\p{L}\p{N}_])_(?=\S)([^\n_]*[^\s_])_(?![\p{L}\p{N}_])/gu,
  /(?<![\p{L}\p{N}~])~(?=\S)([^\n~]*[^\s~])~(?![\p{L}\p{N}~])/gu,
];

/** How the app formats: https://faq.whatsapp.com/539178204879377 (marks stand at the edges of words). */
function withoutMarks(text: string): string {
  const plain = text.replace(/```([\s\S]+?)```/g, '$1').replace(/`([^`\n]+)`/g, '$1');
  return MARKS.reduce((kept, pair) => kept.replace(pair, '$1'), plain);
}
