/** Message objects that we send: https://developers.line.biz/en/reference/messaging-api/#message-objects. */
import { type Action, checkAction } from './actions.ts';
import { type Detail, Refusal, wrongBody } from './refusal.ts';

export interface Outgoing {
  type: string;
  text?: string;
  altText?: string;
  originalContentUrl?: string;
  previewImageUrl?: string;
  duration?: number;
  packageId?: string;
  stickerId?: string;
  template?: Template;
  quickReply?: { items: { type: string; imageUrl?: string; action: Action }[] };
}

export interface Template {
  type: string;
  title?: string;
  text: string;
  thumbnailImageUrl?: string;
  actions: Action[];
  columns?: Template[];
}

const KNOWN = ['text', 'image', 'video', 'audio', 'sticker', 'template'];
/** Of the documentation, but not of a support desk's words. */
const NOT_SIMULATED = ['textV2', 'location', 'imagemap', 'flex', 'coupon'];

/** @throws Refusal with a detail for each thing that is wrong */
export function readMessages(value: unknown): Outgoing[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > 5)
    throw wrongBody([{ message: 'Size must be between 1 and 5', property: 'messages' }]);
  const details: Detail[] = [];
  for (const [at, message] of (value as unknown[]).entries()) check(message, `messages[${at}]`, details);
  if (details.length > 0) throw wrongBody(details);
  return value as Outgoing[];
}

function check(value: unknown, path: string, details: Detail[]): void {
  if (typeof value !== 'object' || value === null) return void details.push({ message: 'May not be empty', property: path });
  const message = value as Outgoing;
  const need = openNeed(details);
  if (NOT_SIMULATED.includes(message.type)) throw new Refusal(501, `The simulator does not know messages of type ${message.type}`);
  switch (message.type) {
    case 'text':
      need.text(message.text, `${path}.text`, 5000);
      break;
    case 'image':
      need.url(message.originalContentUrl, `${path}.originalContentUrl`);
      need.url(message.previewImageUrl, `${path}.previewImageUrl`);
      break;
    case 'video':
      need.url(message.originalContentUrl, `${path}.originalContentUrl`);
      need.url(message.previewImageUrl, `${path}.previewImageUrl`);
      break;
    case 'audio':
      need.url(message.originalContentUrl, `${path}.originalContentUrl`);
      if (typeof message.duration !== 'number') details.push({ message: 'May not be empty', property: `${path}.duration` });
      break;
    case 'sticker':
      need.text(message.packageId, `${path}.packageId`, 20);
      need.text(message.stickerId, `${path}.stickerId`, 20);
      break;
    case 'template':
      need.text(message.altText, `${path}.altText`, 1500);
      checkTemplate(message.template, `${path}.template`, details);
      break;
    default:
      details.push({
        message: `Must be one of the following values: [${[...KNOWN, ...NOT_SIMULATED].join(', ')}]`,
        property: `${path}.type`,
      });
  }
  if (message.quickReply !== undefined) checkQuickReply(message.quickReply, `${path}.quickReply`, details);
}

/** https://developers.line.biz/en/reference/messaging-api/#quick-reply */
function checkQuickReply(value: Outgoing['quickReply'], path: string, details: Detail[]): void {
  const items = value?.items;
  if (!Array.isArray(items) || items.length < 1 || items.length > 13)
    return void details.push({ message: 'Size must be between 1 and 13', property: `${path}.items` });
  for (const [at, item] of items.entries()) {
    const place = `${path}.items[${at}]`;
    if (item?.type !== 'action') details.push({ message: 'Must be one of the following values: [action]', property: `${place}.type` });
    else checkAction(item.action, `${place}.action`, details, 20);
  }
}

const MAX_ACTIONS: Record<string, number> = { buttons: 4, confirm: 2, column: 3 };

/** https://developers.line.biz/en/reference/messaging-api/#buttons, #confirm and #carousel */
function checkTemplate(template: Template | undefined, path: string, details: Detail[], kind = template?.type ?? ''): void {
  const need = openNeed(details);
  if (kind === 'carousel') {
    const columns = template?.columns;
    if (!Array.isArray(columns) || columns.length < 1 || columns.length > 10)
      return void details.push({ message: 'Size must be between 1 and 10', property: `${path}.columns` });
    for (const [at, column] of columns.entries()) checkTemplate(column, `${path}.columns[${at}]`, details, 'column');
    return;
  }
  const most = MAX_ACTIONS[kind];
  if (!template || most === undefined)
    return void details.push({
      message: 'Must be one of the following values: [buttons, confirm, carousel, image_carousel]',
      property: `${path}.type`,
    });
  const { title, text, thumbnailImageUrl: image, actions } = template;
  const alone = title === undefined && image === undefined;
  need.text(text, `${path}.text`, { buttons: alone ? 160 : 60, confirm: 240, column: alone ? 120 : 60 }[kind] ?? 60);
  if (title !== undefined) need.text(title, `${path}.title`, 40);
  if (image !== undefined) need.url(image, `${path}.thumbnailImageUrl`);
  const least = kind === 'confirm' ? 2 : 1;
  if (!Array.isArray(actions) || actions.length < least || actions.length > most)
    return void details.push({ message: `Size must be between ${least} and ${most}`, property: `${path}.actions` });
  for (const [at, action] of actions.entries()) checkAction(action, `${path}.actions[${at}]`, details, 20);
}

function openNeed(details: Detail[]) {
  return {
    /** In UTF-16 code units: https://developers.line.biz/en/docs/messaging-api/text-character-count/. */
    text(value: unknown, property: string, most: number): void {
      if (typeof value !== 'string' || value === '') details.push({ message: 'May not be empty', property });
      else if (value.length > most) details.push({ message: `Length must be between 0 and ${most}`, property });
    },
    url(value: unknown, property: string): void {
      if (typeof value !== 'string' || value === '') details.push({ message: 'May not be empty', property });
      else if (value.length > 2000) details.push({ message: 'Length must be between 0 and 2000', property });
      else if (!URL.canParse(value)) details.push({ message: 'invalid uri', property });
      else if (!secure(new URL(value))) details.push({ message: 'invalid uri scheme', property });
    },
  };
}

/** The loopback address stands for our public one. */
const secure = ({ protocol, hostname }: URL) => protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
