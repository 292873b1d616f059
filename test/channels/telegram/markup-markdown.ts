/** https://core.telegram.org/bots/api#markdownv2-style */
import type { Entity, Formatted } from './entity.ts';
import { badRequest } from './refusal.ts';

const RESERVED = '_*[]()~`>#+-=|{}.!';

/** Marks that open and close alike, the longer before the shorter. */
const MARKS: [mark: string, type: string, name: string][] = [
  ['```', 'pre', 'Pre'],
  ['__', 'underline', 'Underline'],
  ['||', 'spoiler', 'Spoiler'],
  ['*', 'bold', 'Bold'],
  ['_', 'italic', 'Italic'],
  ['~', 'strikethrough', 'Strikethrough'],
  ['`', 'code', 'Code'],
];

interface Open {
  mark: string;
  type: string;
  name: string;
  offset: number;
  at: number;
  language?: string;
}

const complain = (what: string) => badRequest(`can't parse entities: ${what}`);

export function parseMarkdownV2(source: string): Formatted {
  const open: Open[] = [];
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  let quote: number | undefined;
  const bytes = (until: number) => Buffer.byteLength(source.slice(0, until));
  const reserved = (char: string) => complain(`Character '${char}' is reserved and must be escaped with the preceding '\\'`);

  while (at < source.length) {
    const char = source.charAt(at);
    const top = open.at(-1);
    const verbatim = top?.type === 'code' || top?.type === 'pre';
    if (char === '\\' && at + 1 < source.length && source.charCodeAt(at + 1) < 127) {
      text += source.charAt(at + 1);
      at += 2;
    } else if (char === '\n' && quote !== undefined && source[at + 1] !== '>') {
      endQuote();
      text += char;
      at++;
    } else if (top && source.startsWith(top.mark, at) && !(top.mark === '_' && source[at + 1] === '_')) end(open.pop() ?? top);
    else if (verbatim ? char !== '`' : !RESERVED.includes(char)) {
      text += char;
      at++;
    } else begin(char);
  }
  const unclosed = open.at(-1);
  if (unclosed) throw complain(`Can't find end of ${unclosed.name} entity at byte offset ${bytes(unclosed.at)}`);
  endQuote();
  return { text, entities };

  function begin(char: string): void {
    if (char === '>' && (at === 0 || source[at - 1] === '\n')) {
      quote ??= text.length;
      at++;
      return;
    }
    const emoji = source.startsWith('![', at);
    if (char === '[' || emoji) {
      const [type, name] = emoji ? ['custom_emoji', 'CustomEmoji'] : ['text_link', 'TextUrl'];
      open.push({ mark: ']', type, name, offset: text.length, at });
      at += emoji ? 2 : 1;
      return;
    }
    const found = MARKS.find(([mark]) => source.startsWith(mark, at));
    if (!found) throw reserved(char);
    const [mark, type, name] = found;
    const opened: Open = { mark, type, name, offset: text.length, at };
    at += mark.length;
    if (type === 'pre') {
      const [whole = '', language] = /^(\S*)\n/.exec(source.slice(at)) ?? [];
      if (language) opened.language = language;
      at += whole.length;
    }
    open.push(opened);
  }

  function end({ mark, type, offset, language }: Open): void {
    at += mark.length;
    const entity: Entity = { type, offset, length: text.length - offset };
    if (mark !== ']') {
      entities.push(language ? { ...entity, language } : entity);
      return;
    }
    const [whole = '', escaped = ''] = /^\(((?:\\.|[^)\\])*)\)/.exec(source.slice(at)) ?? [];
    if (type === 'text_link' && source[at] === '(' && whole === '') throw complain(`Can't find end of a URL at byte offset ${bytes(at)}`);
    at += whole.length;
    const url = escaped.replace(/\\(.)/g, '$1');
    if (type === 'custom_emoji') entities.push({ ...entity, custom_emoji_id: new URL(url).searchParams.get('id') ?? '' });
    else if (URL.canParse(url)) entities.push({ ...entity, url });
  }

  function endQuote(): void {
    if (quote !== undefined) entities.push({ type: 'blockquote', offset: quote, length: text.length - quote });
    quote = undefined;
  }
}
