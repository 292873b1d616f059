/** What the bot says, as one Adaptive Card: the answer to an invoke has room for a card, not for messages. */
import type { Activity, Json, JsonObject } from '../../core/activity.ts';

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/**
 * @param submit what a quick reply does in this place: run again on the card, or submit the dialog
 * @returns undefined when there is nothing to show
 */
export function toAdaptiveCard(activities: Activity[], submit: 'Action.Execute' | 'Action.Submit'): JsonObject | undefined {
  const messages = activities.filter((activity) => activity.type === 'message');
  const body = messages.flatMap(({ text }) => (text ? [{ type: 'TextBlock', text: escapeMarkdown(text), wrap: true }] : []));
  const links = messages.flatMap((activity) => (activity.attachments ?? []).flatMap(({ content }) => buttonsOf(content)));
  const replies = messages.at(-1)?.suggestedActions?.actions ?? [];
  if (!body.length && !links.length) return undefined;
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body,
    actions: [
      ...links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
      ...replies.map(({ title, value }) => ({
        type: submit,
        title,
        ...(submit === 'Action.Execute' && { verb: 'answer' }),
        data: { text: value },
      })),
    ],
  };
}

/** The `openUrl` buttons of a hero card. */
function buttonsOf(content: Json | undefined): { title: string; url: string }[] {
  const buttons = content !== null && typeof content === 'object' && !Array.isArray(content) ? content.buttons : undefined;
  if (!Array.isArray(buttons)) return [];
  return buttons.flatMap((button) => {
    if (button === null || typeof button !== 'object' || Array.isArray(button)) return [];
    const { type, title, value } = button;
    return type === 'openUrl' && typeof title === 'string' && typeof value === 'string' ? [{ title, url: value }] : [];
  });
}

/** TextBlocks read Markdown; what people typed must stay what they typed. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_[\]`#]/g, (sign) => `\\${sign}`);
}
