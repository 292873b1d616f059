/** Finds the links in a text. What a stranger wrote is never taken for markup: the parts become text nodes and anchors. */

export type TextPart = { text: string; href?: undefined } | { text: string; href: string };

/** Up to a space, a quote, a bracket, or Chinese text and punctuation, which follow a link without a space. */
const LINK = /https?:\/\/[^\s<>"'`{}|\\^\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]+/gi;

export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trimEnd(match[0]);
    const href = safeUrl(link);
    if (!href) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** The URL if it is one that may be opened: http or https, nothing else, and no user name that imitates a host. */
export function safeUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  return url.username || url.password ? undefined : url.href;
}

/** A sentence's own punctuation is no part of the link; a closing bracket is, where the link has opened it. */
function trimEnd(link: string): string {
  const trimmed = without(link, '.,;:!?*_~');
  return trimmed.endsWith(')') && !trimmed.includes('(') ? without(trimmed, ').,;:!?') : trimmed;
}

/** By hand: `/[…]+$/` would start anew at each full stop, which a long row of them makes quadratic. */
function without(text: string, ends: string): string {
  let end = text.length;
  while (ends.includes(text.charAt(end - 1)) && end > 0) end -= 1;
  return text.slice(0, end);
}
