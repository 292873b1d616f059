/** Our activities as Bot Framework channels show them. */
import type { Activity as WireActivity } from 'botbuilder';
import type { Activity, QuickReply } from '../../core/activity.ts';
import type { Texts } from '../../core/render.ts';
import { newsOf } from '../news.ts';

interface WireContext {
  texts: Texts;
  /** The channel's id of the customer. */
  customerId: string;
}

/**
 * Sender, recipient and conversation are the SDK's to fill in. Empty for what no channel shows. An event that agents'
 * hubs know comes first, the words for her last, so that a repeated try after a failure repeats no words.
 */
export function toWire(activity: Activity, context: WireContext): Partial<WireActivity>[] {
  switch (activity.type) {
    case 'message':
      return [message(activity, activity.text, context)];
    case 'event':
      return event(activity, context);
    case 'endOfConversation':
      return [{ type: 'endOfConversation', locale: activity.locale }];
    case 'trace':
      return [];
  }
}

function message(activity: Activity, text: string | undefined, { customerId }: WireContext): Partial<WireActivity> {
  const actions = activity.suggestedActions?.actions ?? [];
  return {
    type: 'message',
    // Markdown is the protocol's default; what people typed must stay what they typed.
    textFormat: 'plain',
    inputHint: actions.length ? 'expectingInput' : 'acceptingInput',
    ...(activity.locale && { locale: activity.locale }),
    ...(text !== undefined && { text }),
    ...(actions.length && { suggestedActions: { to: [customerId], actions: actions.map(toCardAction) } }),
    ...(activity.attachments?.length && { attachments: activity.attachments.map((attachment) => ({ ...attachment })) }),
  };
}

function toCardAction({ type, title, value }: QuickReply) {
  return { type, title, value };
}

function event(activity: Activity, context: WireContext): Partial<WireActivity>[] {
  const news = newsOf(activity, context.texts);
  const words = news === undefined ? [] : [message(activity, news, context)];
  // Channels have no use for our own news beyond its words.
  if (activity.name === 'agent.transferred' || activity.name === 'secret.masked') return words;
  const plain: Partial<WireActivity> = {
    type: 'event',
    name: activity.name,
    ...(activity.locale && { locale: activity.locale }),
    ...(activity.value !== undefined && { value: activity.value }),
    ...(activity.attachments?.length && { attachments: activity.attachments.map((attachment) => ({ ...attachment })) }),
  };
  return [plain, ...words];
}
