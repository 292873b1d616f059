/** What the bot says, as one Adaptive Card: the answer to an invoke has room for a card, not for messages. */
import type { Activity, JsonObject } from '../../core/activity.ts';

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/**
 * @param submit what a quick reply does in this place: run again on the card, or submit the dialog
 * @returns undefined when there is nothing to show
 */
export function toAdaptiveCard(activities: Activity[], submit: 'Action.Execute' | 'Action.Submit'): JsonObject | undefined {
  const messages = activities.filter((activity) => activity.type === 'message');
  const body = messages.flatMap(({ text }) => (text ? [{ type: 'TextBlock', text: escapeMarkdown(text), wrap: true }] : []));
  const links = messages.flatMap((activity) => buttonsOf(activity, 'openUrl'));
  const last = messages.at(-1);
  // What stood on a card of its own is told apart by its words, not by its button's title.
  const picks = last ? buttonsOf(last, 'imBack').map(({ value }) => ({ title: value, value })) : [];
  const replies = [...picks, ...(last?.suggestedActions?.actions ?? [])];
  if (!body.length && !links.length) return undefined;
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.4',
    body,
    actions: [
      ...links.map(({ title, value }) => ({ type: 'Action.OpenUrl', title, url: value })),
      ...replies.map(({ title, value }) => ({
        type: submit,
        title,
        ...(submit === 'Action.Execute' && { verb: 'answer' }),
        data: { text: value },
      })),
    ],
  };
}

/** The buttons of one kind on its hero cards. */
function buttonsOf({ attachments = [] }: Activity, kind: 'openUrl' | 'imBack'): { title: string; value: string }[] {
  return attachments.flatMap(({ content }) => {
    const buttons = content !== null && typeof content === 'object' && !Array.isArray(content) ? content.buttons : undefined;
    if (!Array.isArray(buttons)) return [];
    return buttons.flatMap((button) => {
      if (button === null || typeof button !== 'object' || Array.isArray(button)) return [];
      const { type, title, value } = button;
      return type === kind && typeof title === 'string' && typeof value === 'string' ? [{ title, value }] : [];
    });
  });
}

/** TextBlocks read Markdown; what people typed must stay what they typed. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_[\]`#]/g, (sign) => `\\${sign}`);
}
