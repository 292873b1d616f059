/** Every word of a flow, in every language: the key is there, takes the same values, and can be put together. */
import { IntlMessageFormat } from 'intl-messageformat';
import type { JsonObject } from '../../src/core/activity.ts';
import type { Flow, Pickable } from '../../src/core/flow.ts';
import { fullKey, type Messages, type Texts } from '../../src/core/render.ts';
import type { FlowOutput } from '../../src/core/run-flow.ts';
import type { Explorations } from './checks.ts';

interface Said {
  key: string;
  values: JsonObject;
}

/** Texts that can't be put together at the place where they are said. */
export function unsayable(explorations: Explorations, texts: Texts): string[] {
  const problems = new Set<string>();
  const tried = new Set<string>();
  // Most of what is said at a place takes all that is known there.
  let last: { values: JsonObject; json: string } | undefined;
  const json = (values: JsonObject) => {
    if (last?.values !== values) last = { values, json: JSON.stringify(values) };
    return last.json;
  };
  // A step that both explorations make is the same to both.
  const heard = new Set<FlowOutput[]>();
  for (const { around, start, edges } of explorations) {
    for (const { run, said } of [start, ...edges.map(({ to }) => to)]) {
      if (heard.has(said)) continue;
      heard.add(said);
      for (const { key, values } of said.flatMap((output) => wordsOf(around.flow, output, run.snapshot.context, texts))) {
        const once = `${key} ${json(values)}`;
        if (tried.has(once)) continue;
        tried.add(once);
        for (const locale of texts.locales) problems.add(problemOf(texts, locale, key, values) ?? '');
      }
    }
  }
  problems.delete('');
  return [...problems];
}

function problemOf(texts: Texts, locale: string, key: string, values: JsonObject): string | undefined {
  if (!texts.has(locale, key)) return `${locale}: no text for ${key}`;
  try {
    const text = texts.format(locale, key, values);
    return text.trim() && !/\bNaN\b|undefined/.test(text) ? undefined : `${locale}: ${key} reads “${text}”`;
  } catch (error) {
    return `${locale}: ${key}: ${String(error)}`;
  }
}

function wordsOf(flow: Flow, output: FlowOutput, context: JsonObject, texts: Texts): Said[] {
  const own = (key: string, values: JsonObject = context): Said => ({ key: fullKey(flow.id, key), values });
  switch (output.type) {
    case 'say':
      return [own(output.key), ...(output.links ?? []).map((link) => own(link.label))];
    case 'ask':
      return [
        own(output.prompt),
        own(`${output.prompt}-again`),
        ...(output.choices ?? []).flatMap((choice) => (typeof choice === 'string' ? [label(flow, choice, texts)] : picked(choice, own))),
        ...(output.links ?? []).map(({ label: key }) => own(key)),
      ];
    case 'handoff':
      return [
        {
          key: texts.has('en', `_common.reason.${output.reason}`)
            ? `_common.reason.${output.reason}`
            : `${flow.id}.reason.${output.reason}`,
          values: {},
        },
      ];
    default:
      return [];
  }
}

function label(flow: Flow, choice: string, texts: Texts): Said {
  const own = `${flow.id}.choice.${choice}`;
  return { key: texts.locales.some((locale) => texts.has(locale, own)) ? own : `_common.choice.${choice}`, values: {} };
}

function picked(choice: Pickable, own: (key: string, values: JsonObject) => Said): Said[] {
  return [choice.label, ...Object.values(choice.card ?? {})].map((key) => own(key, choice.values));
}

/** Keys of the flow's own file that some language lacks, or that take other values there. */
export function unevenLanguages(flowId: string, messages: Messages): string[] {
  const locales = Object.keys(messages);
  const keys = new Set(locales.flatMap((locale) => Object.keys(messages[locale] ?? {}).filter((key) => key.startsWith(`${flowId}.`))));
  return [...keys].flatMap((key) => {
    const lacking = locales.filter((locale) => messages[locale]?.[key] === undefined);
    if (lacking.length) return [`${lacking.join(', ')}: no text for ${key}`];
    const sets = locales.map((locale) => placeholders(messages[locale]?.[key] ?? '', locale));
    return new Set(sets).size > 1
      ? [`${key} takes ${locales.map((locale, index) => `${locale}: ${sets[index] || 'nothing'}`).join('; ')}`]
      : [];
  });
}

function placeholders(message: string, locale: string): string {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    // A literal's value is its text; every other element's is the name of what it takes.
    if ('type' in node && 'value' in node && node.type !== 0 && typeof node.value === 'string') names.add(node.value);
    Object.values(node).forEach(visit);
  };
  visit(new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }).getAst());
  return [...names].sort().join(', ');
}
