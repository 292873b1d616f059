/** Cards with buttons, as every channel shows or spells them out in its own way. */
import type { Attachment, JsonObject } from './activity.ts';
import type { Link, Pickable } from './flow.ts';
import { fullKey, type Texts } from './render.ts';

export const HERO_CARD = 'application/vnd.microsoft.card.hero';

/** A tap on it says the label, so that tapped and typed answers are the same message. */
export function pickCard(texts: Texts, locale: string, flowId: string, { card, values }: Pickable, label: string): Attachment {
  const words = Object.entries(card ?? {}).map(([part, key]) => [part, texts.format(locale, fullKey(flowId, key), values)]);
  const title = texts.format(locale, '_common.card.choose');
  return {
    contentType: HERO_CARD,
    content: { ...(Object.fromEntries(words) as JsonObject), buttons: [{ type: 'imBack', title, value: label }] },
  };
}

/** @param key of the message that it comes with */
export function linkCard(texts: Texts, locale: string, key: string, links: Link[]): Attachment {
  const flowId = key.split('.')[0] ?? '';
  const buttons = links.map(({ label, url }) => ({ type: 'openUrl', title: texts.format(locale, fullKey(flowId, label)), value: url }));
  return { contentType: HERO_CARD, content: { buttons } };
}
