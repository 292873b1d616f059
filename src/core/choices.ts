/** What she can choose, by its id: the words for it in her language. */
import type { Choice } from './conversation.ts';
import type { Texts } from './render.ts';

/** Each question offers some, always the same ones, so they are made once. */
const made = new WeakMap<Texts, Map<string, Choice>>();

/**
 * @param flowId whose own words for it come before those for all flows
 * @param value as flows write it; `topic:<flow>` is that flow's title
 * @returns frozen, as it is shared
 */
export function choiceFor(texts: Texts, locale: string, flowId: string | undefined, value: string): Choice {
  const known = made.get(texts) ?? new Map<string, Choice>();
  made.set(texts, known);
  const key = `${locale}\n${flowId ?? ''}\n${value}`;
  const choice = known.get(key) ?? Object.freeze(make(texts, locale, flowId, value));
  known.set(key, choice);
  return choice;
}

function make(texts: Texts, locale: string, flowId: string | undefined, value: string): Choice {
  if (value.startsWith('topic:')) return { value, label: texts.format(locale, `${value.slice('topic:'.length)}.title`) };
  const own = flowId && `${flowId}.choice.${value}`;
  const key = own && texts.has(locale, own) ? own : `_common.choice.${value}`;
  const also = texts.has(locale, `${key}.also`) ? texts.format(locale, `${key}.also`).split('|') : undefined;
  return { value, label: texts.format(locale, key), ...(also && { also }) };
}
