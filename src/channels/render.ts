/** An activity of ours as messages of a provider's, whatever the channel can show. */
import type { Activity } from '../core/activity.ts';
import { HERO_CARD } from '../core/cards.ts';
import type { Texts } from '../core/render.ts';
import type { Capabilities, Link, OutgoingMessage } from './capabilities.ts';
import { newsOf } from './news.ts';
import { cardWords, labelsOf, linksOf, toOptions, wayToShow } from './options.ts';
import { splitText } from './sentences.ts';

/** In the order they are to be sent; the last one of the words carries what can be tapped. Empty for what is not shown. */
export function render(activity: Activity, capabilities: Capabilities, texts: Texts): OutgoingMessage[] {
  if (activity.type === 'event') {
    const news = newsOf(activity, texts);
    return news === undefined ? [] : words(news, activity, capabilities, {});
  }
  if (activity.type !== 'message') return [];
  return [...message(activity, capabilities, texts), ...files(activity)];
}

function message(activity: Activity, capabilities: Capabilities, texts: Texts): OutgoingMessage[] {
  const { linkButtons } = capabilities;
  const labels = labelsOf(activity);
  const way = labels.length ? wayToShow(labels, capabilities) : undefined;
  const links = linksOf(activity);
  const linksFit =
    linkButtons !== undefined &&
    links.length <= linkButtons.max &&
    links.every(({ title }) => title.length <= linkButtons.labelLength) &&
    (linkButtons.besideOptions || way === undefined || way === 'numbers');
  const say = (key: string) => texts.format(activity.locale ?? '', key);
  const text = [
    activity.text ?? '',
    ...cardWords(activity),
    ...(linksFit ? [] : links.map(({ title, url }) => `${title}: ${url}`)),
    ...(way === 'numbers' ? [labels.map((label, index) => `${index + 1}. ${label}`).join('\n'), say('_common.reply-with-number')] : []),
  ]
    .filter(Boolean)
    .join('\n\n');
  const longest = way === 'list' ? (capabilities.list?.labelLength ?? 0) : (capabilities.buttons?.labelLength ?? 0);
  return words(text, activity, capabilities, {
    ...(way && way !== 'numbers' && { options: { kind: way, items: toOptions(activity, labels, longest) } }),
    ...(linksFit && links.length && { links }),
  });
}

/** What can be tapped makes some providers take less text. */
function words(
  text: string,
  { locale = '' }: Activity,
  capabilities: Capabilities,
  taps: { options?: OutgoingMessage['options']; links?: Link[] },
): OutgoingMessage[] {
  if (!text && !taps.options && !taps.links) return [];
  const { textLength, lengthOf, buttons, list, linkButtons } = capabilities;
  const limits = [
    textLength,
    taps.options?.kind === 'buttons' ? buttons?.textLength : undefined,
    taps.options?.kind === 'list' ? list?.textLength : undefined,
    taps.links ? linkButtons?.textLength : undefined,
  ];
  const parts = splitText(text, Math.min(...limits.filter((limit) => limit !== undefined)), locale, lengthOf);
  return parts.map((part, index) => ({ text: part, ...(index === parts.length - 1 && taps) }));
}

function files({ attachments = [] }: Activity): OutgoingMessage[] {
  return attachments.flatMap(({ contentType, contentUrl, name }) =>
    contentUrl === undefined || contentType === HERO_CARD ? [] : [{ text: '', file: { contentType, contentUrl, name: name ?? 'file' } }],
  );
}
