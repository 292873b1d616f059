/** https://core.telegram.org/bots/api#html-style */
import type { Entity, Formatted } from './entity.ts';
import { badRequest } from './refusal.ts';

const TYPES: Record<string, string> = {
  'b': 'bold',
  'strong': 'bold',
  'i': 'italic',
  'em': 'italic',
  'u': 'underline',
  'ins': 'underline',
  's': 'strikethrough',
  'strike': 'strikethrough',
  'del': 'strikethrough',
  'tg-spoiler': 'spoiler',
  'span': 'spoiler',
  'code': 'code',
  'pre': 'pre',
  'a': 'text_link',
  'blockquote': 'blockquote',
  'tg-emoji': 'custom_emoji',
};

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const ATTRIBUTE = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;

interface Open {
  tag: string;
  attributes: Record<string, string>;
  offset: number;
}

const complain = (what: string) => badRequest(`can't parse entities: ${what}`);

/** Only the four entities by name that the documentation lists, and numbers. */
function resolve(source: string): string {
  return source.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));?/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
  });
}

export function parseHtml(source: string): Formatted {
  const open: Open[] = [];
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  const here = () => Buffer.byteLength(source.slice(0, at));

  while (at < source.length) {
    const next = source.indexOf('<', at);
    text += resolve(source.slice(at, next < 0 ? undefined : next));
    if (next < 0) break;
    at = next;
    const end = source.indexOf('>', at);
    const closing = source[at + 1] === '/';
    if (end < 0) throw complain(`Unclosed ${closing ? 'end' : 'start'} tag at byte offset ${here()}`);
    if (closing)
      close(
        source
          .slice(at + 2, end)
          .trim()
          .toLowerCase(),
      );
    else begin(source.slice(at + 1, end));
    at = end + 1;
  }
  const [unclosed] = open.slice(-1);
  if (unclosed) throw complain(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities };

  function begin(inside: string): void {
    const [name = ''] = /^[^\s/>]*/.exec(inside) ?? [];
    const tag = name.toLowerCase();
    const attributes: Record<string, string> = {};
    for (const [, key = '', a, b, c] of inside.slice(name.length).matchAll(ATTRIBUTE)) attributes[key] = resolve(a ?? b ?? c ?? '');
    if (!TYPES[tag]) throw complain(`Unsupported start tag "${tag}" at byte offset ${here()}`);
    if (tag === 'span' && attributes.class !== 'tg-spoiler')
      throw complain(`Tag "span" must have class "tg-spoiler" at byte offset ${here()}`);
    open.push({ tag, attributes, offset: text.length });
  }

  function close(tag: string): void {
    const last = open.pop();
    if (!last) throw complain(`Unexpected end tag at byte offset ${here()}`);
    if (tag !== '' && tag !== last.tag)
      throw complain(`Unmatched end tag at byte offset ${here()}, expected "</${last.tag}>", found "</${tag}>"`);
    const entity = { type: TYPES[last.tag] ?? '', offset: last.offset, length: text.length - last.offset };
    if (last.tag === 'a') {
      // A link that leads nowhere is plain text.
      const url = last.attributes.href ?? text.slice(last.offset);
      if (URL.canParse(url)) entities.push({ ...entity, url });
    } else if (last.tag === 'blockquote' && 'expandable' in last.attributes) entities.push({ ...entity, type: 'expandable_blockquote' });
    else if (last.tag === 'tg-emoji') entities.push({ ...entity, custom_emoji_id: last.attributes['emoji-id'] ?? '' });
    else entities.push(entity);
  }
}
