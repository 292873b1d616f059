/** Our activities as Bot Framework channels show them. */
import type { Activity as WireActivity, Attachment as WireAttachment } from 'botbuilder';
import type { Activity, Attachment, QuickReply } from '../../core/activity.ts';
import { HERO_CARD } from '../../core/cards.ts';
import type { Texts } from '../../core/render.ts';
import type { OutgoingMessage } from '../capabilities.ts';
import { newsOf } from '../news.ts';
import { labelsOf, linksOf } from '../options.ts';
import { render } from '../render.ts';
import { splitText } from '../sentences.ts';
import { ADAPTIVE_CARD, toAdaptiveCard } from './card.ts';
import { type Look, lookOf } from './looks.ts';

type Wire = Partial<WireActivity>;

export interface WireContext {
  texts: Texts;
  /** The channel's id of the customer. */
  customerId: string;
  /** Absent: a client of one's own. */
  channelId?: string;
}

/**
 * Sender, recipient and conversation are the SDK's to fill in. Empty for what no channel shows. An event that agents'
 * hubs know comes first, the words for her last, so that a repeated try after a failure repeats no words.
 */
export function toWire(activity: Activity, context: WireContext): Wire[] {
  const look = lookOf(context.channelId);
  switch (activity.type) {
    case 'message':
      return messages(activity, context, look);
    case 'event':
      return event(activity, context, look);
    case 'endOfConversation':
      return look.events ? [{ type: 'endOfConversation', locale: activity.locale }] : [];
    case 'trace':
      return [];
  }
}

function messages(activity: Activity, context: WireContext, look: Look): Wire[] {
  switch (look.cards) {
    case 'hero':
      return asItIs(activity, context, look);
    case 'adaptive':
      return onAdaptiveCard(activity, context, look);
    case 'words':
      return render(activity, look.capabilities, context.texts).map((message) => rendered(message, activity, context, look));
  }
}

/** Long texts in parts; what can be tapped is under the last. */
function asItIs(activity: Activity, context: WireContext, { capabilities }: Look): Wire[] {
  const { text, attachments = [] } = activity;
  const parts = text === undefined ? [undefined] : splitText(text, capabilities.textLength, activity.locale ?? '');
  const last = {
    ...suggested(activity.suggestedActions?.actions ?? [], context),
    ...(attachments.length && { attachments: attachments.map((attachment) => ({ ...attachment })) }),
  };
  return parts.map((part, index) => wireMessage(activity, part, index === parts.length - 1 ? last : {}));
}

function onAdaptiveCard(activity: Activity, context: WireContext, look: Look): Wire[] {
  const { capabilities } = look;
  const files = (activity.attachments ?? []).filter(({ contentType }) => contentType !== HERO_CARD);
  const hasCards = files.length < (activity.attachments?.length ?? 0);
  const actions = activity.suggestedActions?.actions ?? [];
  const parts = activity.text === undefined ? [] : splitText(activity.text, capabilities.textLength, activity.locale ?? '');
  const sent = files.map((file) => fileMessage(file, activity, look));
  const isPlain = !hasCards && actions.length <= (capabilities.buttons?.max ?? 0);
  if (isPlain || (!labelsOf(activity).length && !linksOf(activity).length && !hasCards)) {
    const last = suggested(actions, context);
    return [...parts.map((part, index) => wireMessage(activity, part, index === parts.length - 1 ? last : {})), ...sent];
  }
  const text = parts.at(-1);
  const card = toAdaptiveCard([{ ...activity, text }], 'imBack');
  const onCard: Wire[] = card
    ? [
        wireMessage(activity, undefined, {
          // What the notification says.
          ...(text !== undefined && { summary: text.slice(0, 200) }),
          attachments: [{ contentType: ADAPTIVE_CARD, content: card }],
        }),
      ]
    : [];
  return [...parts.slice(0, -1).map((part) => wireMessage(activity, part, {})), ...onCard, ...sent];
}

/** One message of those that every push channel's are rendered to. A tap says the whole label. */
function rendered({ text, options, links, file }: OutgoingMessage, activity: Activity, context: WireContext, look: Look): Wire {
  if (file) return fileMessage(file, activity, look);
  const replies = (options?.items ?? []).map(({ label, description }) => ({
    type: 'imBack' as const,
    title: label,
    value: description ?? label,
  }));
  const onCard = [
    ...(look.options === 'card' ? replies : []),
    ...(links ?? []).map(({ title, url }) => ({ type: 'openUrl', title, value: url })),
  ];
  return wireMessage(activity, text, {
    ...(look.options === 'beside' && suggested(replies, context)),
    ...(onCard.length && { attachments: [{ contentType: HERO_CARD, content: { buttons: onCard } }] }),
  });
}

function fileMessage({ contentType, contentUrl = '', name = 'file' }: Attachment, activity: Activity, { picturesOnly }: Look): Wire {
  const isLink = picturesOnly && !contentType.startsWith('image/');
  return wireMessage(
    activity,
    isLink ? `${name}: ${contentUrl}` : undefined,
    isLink ? {} : { attachments: [{ contentType, contentUrl, name }] },
  );
}

function suggested(actions: QuickReply[], { customerId }: WireContext): Wire {
  if (!actions.length) return {};
  return {
    inputHint: 'expectingInput',
    suggestedActions: { to: [customerId], actions: actions.map(({ type, title, value }) => ({ type, title, value })) },
  };
}

function wireMessage({ locale }: Activity, text: string | undefined, more: Wire & { attachments?: WireAttachment[] }): Wire {
  return {
    type: 'message',
    // Markdown is the protocol's default; what people typed must stay what they typed.
    textFormat: 'plain',
    inputHint: 'acceptingInput',
    ...(locale && { locale }),
    ...(text !== undefined && { text }),
    ...more,
  };
}

function event(activity: Activity, context: WireContext, look: Look): Wire[] {
  const news = newsOf(activity, context.texts);
  const words = news === undefined ? [] : [wireMessage(activity, news, {})];
  // Channels have no use for our own news beyond its words.
  if (!look.events || activity.name === 'agent.transferred' || activity.name === 'secret.masked') return words;
  const plain: Wire = {
    type: 'event',
    name: activity.name,
    ...(activity.locale && { locale: activity.locale }),
    ...(activity.value !== undefined && { value: activity.value }),
    ...(activity.attachments?.length && { attachments: activity.attachments.map((attachment) => ({ ...attachment })) }),
  };
  return [plain, ...words];
}
