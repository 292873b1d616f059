/** Text with marks, as the Bot API reads it: https://core.telegram.org/bots/api#formatting-options. */
import type { Entity, Formatted } from './entity.ts';
import { parseHtml } from './markup-html.ts';
import { parseMarkdownV2 } from './markup-markdown.ts';
import { badRequest } from './refusal.ts';

/** The names follow TDLib, which reads it for the Bot API. @throws Refusal where the marks don't fit */
export function parseText(source: string, mode: unknown, given: unknown): Formatted {
  const named = typeof mode === 'string' ? mode.toLowerCase() : '';
  if (named === 'html') return finish(parseHtml(source));
  if (named === 'markdownv2') return finish(parseMarkdownV2(source));
  if (named === 'markdown') throw badRequest('the simulator does not read the legacy Markdown mode');
  if (named !== '') throw badRequest('unsupported parse_mode');
  return finish({ text: source, entities: Array.isArray(given) ? (given as Entity[]) : [] });
}

function finish({ text, entities }: Formatted): Formatted {
  const trimmed = text.trimEnd();
  const marked = entities
    .filter(({ offset, length }) => length > 0 && offset < trimmed.length)
    .map((entity) => ({ ...entity, length: Math.min(entity.length, trimmed.length - entity.offset) }));
  const found = detect(trimmed).filter(({ offset }) => !marked.some((entity) => covers(entity, offset)));
  return { text: trimmed, entities: [...marked, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

const covers = (entity: Entity, at: number) =>
  ['text_link', 'code', 'pre'].includes(entity.type) && entity.offset <= at && at < entity.offset + entity.length;

const DETECTED: [type: string, pattern: RegExp][] = [
  ['bot_command', /(?<![^\s])\/[A-Za-z0-9_]{1,32}(?:@\w+)?(?![^\s.,!?;:])/g],
  ['url', /\bhttps?:\/\/[^\s<>"]*[^\s<>".,!?;:)]/g],
  ['email', /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g],
];

/** What Telegram marks by itself in anybody's text. */
export function detect(text: string): Entity[] {
  return DETECTED.flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ type, offset: index, length: found.length })),
  ).sort((a, b) => a.offset - b.offset);
}

/** What of a text she can tap. */
export function linksIn({ text, entities }: Formatted): { title: string; url: string }[] {
  return entities.flatMap(({ type, offset, length, url }) => {
    const title = text.slice(offset, offset + length);
    if (type === 'text_link' && url) return [{ title, url }];
    return type === 'url' ? [{ title, url: title }] : [];
  });
}
