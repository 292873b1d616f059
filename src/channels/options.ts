/** What an activity offers to choose from, and what a tap or a number on it says. */
import type { Activity, JsonObject } from '../core/activity.ts';
import { HERO_CARD } from '../core/cards.ts';
import type { Conversation } from '../core/conversation.ts';
import type { Store } from '../ports/store.ts';
import type { Capabilities, Link, Option } from './capabilities.ts';

/** Labels in the order they are shown: those of cards, then the quick replies. A tap says the label. */
export function labelsOf(activity: Activity): string[] {
  const onCards = cardButtons(activity, 'imBack').map(({ value }) => value);
  return [...onCards, ...(activity.suggestedActions?.actions ?? []).map(({ value }) => value)];
}

export function linksOf(activity: Activity): Link[] {
  return cardButtons(activity, 'openUrl').map(({ title, value }) => ({ title, url: value }));
}

/** The words on cards that only tell: what is on a card to pick stands in its option's label. */
export function cardWords(activity: Activity): string[] {
  return heroCards(activity).flatMap((card) => {
    if (buttonsOn(card).some(({ type }) => type === 'imBack')) return [];
    const words = [card.title, card.subtitle, card.text].filter((part): part is string => typeof part === 'string' && part !== '');
    return words.length ? [words.join('\n')] : [];
  });
}

/** Names an option of an activity for as long as the log lives. */
export function optionId({ seq }: Pick<Activity, 'seq'>, index: number): string {
  return `${seq}.${index}`;
}

/** What she says with a tap; undefined when the id is not one of ours. */
export async function resolveOption(store: Store, conversationId: string, id: string): Promise<string | undefined> {
  const [, seq, index] = /^(\d{1,9})\.(\d{1,3})$/.exec(id) ?? [];
  if (seq === undefined || index === undefined) return undefined;
  const { activities } = await store.activitiesAfter(conversationId, Number(seq) - 1, 'customer', 1);
  const [activity] = activities;
  return activity?.seq === Number(seq) ? labelsOf(activity)[Number(index)] : undefined;
}

/** How options of these labels are shown. Cut labels are fine in a list, which has room for the whole below. */
export function wayToShow(labels: string[], { buttons, list }: Capabilities): 'buttons' | 'list' | 'numbers' {
  const fit = (length: number) => labels.every((label) => label.length <= length);
  if (buttons && labels.length <= buttons.max && fit(buttons.labelLength)) return 'buttons';
  if (list && labels.length <= list.max && fit(Math.max(list.labelLength, list.descriptionLength))) return 'list';
  return 'numbers';
}

export function toOptions(activity: Activity, labels: string[], longest: number): Option[] {
  return labels.map((label, index) => {
    const id = optionId(activity, index);
    return label.length <= longest ? { id, label } : { id, label: `${cut(label, longest - 1)}…`, description: label };
  });
}

/**
 * A typed number says the label it stands before, where the last question numbered its options.
 * @returns undefined: it is what it says
 */
export function numberedLabel(text: string, conversation: Conversation | undefined, capabilities: Capabilities): string | undefined {
  const place = /^\s*[(#]?(\d{1,2})[).]?\s*$/.exec(text.normalize('NFKC'))?.[1];
  if (place === undefined || conversation?.owner.kind !== 'bot') return undefined;
  const { choices } = conversation;
  const labels = [...choices.filter(({ onCard }) => onCard), ...choices.filter(({ onCard }) => !onCard)].map(({ label }) => label);
  return wayToShow(labels, capabilities) === 'numbers' ? labels[Number(place) - 1] : undefined;
}

function cut(text: string, length: number): string {
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > length) break;
    kept += segment;
  }
  return kept.trimEnd();
}

function cardButtons(activity: Activity, kind: 'imBack' | 'openUrl') {
  return heroCards(activity).flatMap((card) => buttonsOn(card).filter(({ type }) => type === kind));
}

function heroCards({ attachments = [] }: Activity): JsonObject[] {
  return attachments.flatMap(({ contentType, content }) =>
    contentType === HERO_CARD && content !== null && typeof content === 'object' && !Array.isArray(content) ? [content] : [],
  );
}

function buttonsOn({ buttons }: JsonObject): { type: string; title: string; value: string }[] {
  if (!Array.isArray(buttons)) return [];
  return buttons.flatMap((button) => {
    if (button === null || typeof button !== 'object' || Array.isArray(button)) return [];
    const { type, title, value } = button;
    return typeof type === 'string' && typeof title === 'string' && typeof value === 'string' ? [{ type, title, value }] : [];
  });
}
