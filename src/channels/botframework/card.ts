/** What the bot says, as one Adaptive Card. */
import type { Activity, JsonObject } from '../../core/activity.ts';
import { cardWords, labelsOf, linksOf } from '../options.ts';

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
/** Teams hides what is more than that behind a menu. */
const ACTIONS_IN_A_ROW = 6;

/** What a tap does: run again on the card, submit the dialog, or say it in the chat for everybody to see. */
export type Tap = 'Action.Execute' | 'Action.Submit' | 'imBack';

/** @returns undefined when there is nothing to show */
export function toAdaptiveCard(activities: Activity[], tap: Tap): JsonObject | undefined {
  const messages = activities.filter((activity) => activity.type === 'message');
  const texts = messages.flatMap((activity) => [...(activity.text ? [activity.text] : []), ...cardWords(activity)]);
  const links = messages.flatMap(linksOf);
  const last = messages.at(-1);
  // What stood on a card of its own is told apart by its words, not by its button's title.
  const labels = last ? labelsOf(last) : [];
  if (!texts.length && !links.length && !labels.length) return undefined;
  const actions = [
    ...links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
    ...labels.map((label) => ({ title: label, ...toAction(tap, label) })),
  ];
  const rows = actions.length > ACTIONS_IN_A_ROW ? chunked(actions, ACTIONS_IN_A_ROW) : [];
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body: [
      ...texts.map((text) => ({ type: 'TextBlock', text: escapeMarkdown(text), wrap: true })),
      ...rows.map((row) => ({ type: 'ActionSet', actions: row })),
    ],
    actions: rows.length ? [] : actions,
  };
}

function toAction(tap: Tap, label: string): JsonObject & { type: string } {
  switch (tap) {
    case 'Action.Execute':
      return { type: tap, verb: 'answer', data: { text: label } };
    case 'Action.Submit':
      return { type: tap, data: { text: label } };
    case 'imBack':
      return { type: 'Action.Submit', data: { msteams: { type: 'imBack', value: label } } };
  }
}

function chunked<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_none, row) => items.slice(row * size, (row + 1) * size));
}

/** TextBlocks read Markdown; what people typed must stay what they typed. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_[\]`#]/g, (sign) => `\\${sign}`);
}
