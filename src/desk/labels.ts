/** Words of flows and reasons in an agent's language; where there are none, the bare name. */
import type { Json, JsonObject } from '../core/activity.ts';
import { fullKey, type Texts } from '../core/render.ts';

export interface Labels {
  topic(lang: string, flowId: string): string;
  reason(lang: string, flowId: string | undefined, code: string): string;
  fact(lang: string, flowId: string, name: string): string;
  /** A fact as it is read: by the message `fact.<name>.value` of `{value}`, else as it is. */
  factValue(lang: string, flowId: string, name: string, value: Json): Json;
  /** @param unnamed key of the common text for a step that asks nothing, so has no name of its own */
  state(lang: string, flowId: string, state: string, unnamed?: string): string;
  /** The words of a prompt as the bot would ask it; undefined where they can't be put together. */
  question(lang: string, flowId: string, prompt: string, values: JsonObject): string | undefined;
  /** The language we write in for a tag. */
  match(lang: string | undefined): string;
}

export function createLabels(texts: Texts): Labels {
  /** In her language, else in the one that has all texts, else none. */
  function find(lang: string, key: string, values?: JsonObject): string | undefined {
    if (!texts.has(lang, key) && !texts.has(texts.match(undefined), key)) return undefined;
    try {
      return texts.format(lang, key, values);
    } catch {
      return undefined;
    }
  }
  return {
    topic: (lang, flowId) => find(lang, `${flowId}.title`) ?? flowId,
    reason: (lang, flowId, code) => (flowId && find(lang, `${flowId}.reason.${code}`)) || find(lang, `_common.reason.${code}`) || code,
    fact: (lang, flowId, name) => find(lang, `${flowId}.fact.${name}`) ?? name,
    factValue: (lang, flowId, name, value) => find(lang, `${flowId}.fact.${name}.value`, { value }) ?? value,
    state(lang, flowId, state, unnamed) {
      const name = state.replace(`${flowId}.`, '');
      return find(lang, `${flowId}.state.${name}`) ?? (unnamed && find(lang, unnamed)) ?? name;
    },
    question: (lang, flowId, prompt, values) => find(lang, fullKey(flowId, prompt), values),
    match: (lang) => texts.match(lang),
  };
}
