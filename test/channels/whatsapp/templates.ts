/**
 * Templates: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview and
 * …/reference/whatsapp-business-phone-number/message-api (132000, 132001, 132012).
 */
import { listOf, objectOf, oneOf, type Params, stringOf } from '../meta-check.ts';
import type { Composed } from './compose.ts';
import { refusal } from './errors.ts';
import { templateButton } from './payloads.ts';

export interface Template {
  name: string;
  /** e.g. `id`, `en`, `zh_CN` */
  language: string;
  status: 'APPROVED' | 'PENDING' | 'REJECTED';
  category: 'utility' | 'marketing';
  /** With `{{1}}`, `{{2}}`, … for what differs. */
  body: string;
  /** Quick replies below it. */
  buttons?: string[];
}

export function composeTemplate(value: unknown, templates: Template[]): Composed & { category: Template['category'] } {
  const given = objectOf(value, 'template');
  const name = stringOf(given.name, "template['name']");
  const code = stringOf(objectOf(given.language, "template['language']").code, "template['language']['code']");
  const template = templates.find((one) => one.name === name && one.language === code && one.status === 'APPROVED');
  if (!template) {
    const details = `template name (${name}) does not exist in ${code}`;
    throw refusal(404, { code: 132001, title: 'Template name does not exist in the translation', details });
  }
  const components =
    given.components === undefined ? [] : listOf(given.components, "template['components']").map((one) => objectOf(one, 'component'));
  for (const component of components)
    oneOf(String(component.type).toLowerCase(), "template['components']['type']", ['header', 'body', 'button']);
  const values = bodyValues(components);
  const expected = new Set(template.body.match(/\{\{\d+\}\}/g)).size;
  if (values.length !== expected) {
    const details = `body: number of localizable_params (${values.length}) does not match the expected number of params (${expected})`;
    throw refusal(400, { code: 132000, title: 'Number of parameters does not match the expected number of params', details });
  }
  return {
    text: template.body.replace(/\{\{(\d+)\}\}/g, (_, index: string) => values[Number(index) - 1] ?? ''),
    options: (template.buttons ?? []).map((label, index) => ({
      label,
      reply: templateButton(buttonPayload(components, index) ?? label, label),
    })),
    links: [],
    category: template.category,
  };
}

function bodyValues(components: Params[]): string[] {
  const body = components.find(({ type }) => String(type).toLowerCase() === 'body');
  return (body?.parameters === undefined ? [] : listOf(body.parameters, 'parameters')).map((entry) => {
    const parameter = objectOf(entry, 'parameter');
    oneOf(parameter.type, "parameter['type']", ['text']);
    const text = stringOf(parameter.text, "parameter['text']");
    if (!/[\n\t]| {5}/.test(text)) return text;
    const details = 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces';
    throw refusal(400, { code: 132018, title: "There's an issue with the parameters in your template", details });
  });
}

function buttonPayload(components: Params[], index: number): string | undefined {
  const button = components.find(({ type, index: at }) => String(type).toLowerCase() === 'button' && Number(at) === index);
  const [first] = Array.isArray(button?.parameters) ? (button.parameters as Params[]) : [];
  return typeof first?.payload === 'string' ? first.payload : undefined;
}
