import { describe, expect, it } from 'vitest';
import type { Route } from '../../src/ports/http.ts';
import { openHouse } from './house.ts';

type Schema = Record<string, unknown>;
interface Described {
  operationId: string;
  summary: string;
  security: unknown[];
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

describe('the description of the API', () => {
  it('has every route, with its parameters, and no other', async () => {
    const house = await openHouse();
    const { status, body } = await house.call('GET', '/openapi.json');
    expect(status).toBe(200);
    const paths = body.paths as Record<string, Record<string, Described>>;
    const routes = (house.desk.routes ?? []) as Route[];
    expect(routes.length).toBeGreaterThan(12);
    for (const { method, path } of routes) {
      const described = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(described, `${method} ${path}`).toBeDefined();
      const inPath = (described?.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name, required }) => [name, required])).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => [name, true]));
    }
    expect(Object.values(paths).flatMap((operations) => Object.keys(operations))).toHaveLength(routes.length);
  });

  it('is sound OpenAPI 3.0: ids are unique, references lead somewhere, nothing of a later JSON Schema', async () => {
    const house = await openHouse();
    const { body } = await house.call('GET', '/openapi.json');
    expect(body.openapi).toMatch(/^3\.0\./);
    const operations = Object.values(body.paths as Record<string, Record<string, Described>>).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { summary, responses } of operations) {
      expect(summary).not.toBe('');
      expect(Object.keys(responses)).toContain('default');
    }
    const text = JSON.stringify(body);
    for (const [, reference] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = (reference ?? '').split('/').reduce((at: unknown, step) => (at as Schema | undefined)?.[step], body);
      expect(found, reference).toBeDefined();
    }
    expect(text).not.toMatch(/"\$schema"|"const":|"type":\[|"type":"null"|"~standard"/);
  });

  it('says what the routes check: bounds, defaults, unknown fields, who may call', async () => {
    const house = await openHouse();
    const { paths } = (await house.call('GET', '/openapi.json')).body as { paths: Record<string, Record<string, Described>> };
    const messages = paths['/desk/api/conversations/{id}/messages']?.post;
    expect(messages?.requestBody?.content['application/json']?.schema).toMatchObject({
      type: 'object',
      properties: { text: { type: 'string', minLength: 1, maxLength: 4_000 } },
      additionalProperties: false,
    });
    expect(messages?.parameters?.map(({ name }) => name)).toContain('Idempotency-Key');
    const inbox = paths['/desk/api/inbox']?.get;
    expect(inbox?.parameters?.find(({ name }) => name === 'limit')).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    });
    expect(inbox?.security).toEqual([{ session: [] }]);
    expect(paths['/desk/api/session']?.post?.security).toEqual([]);
  });
});

describe('what the API answers', () => {
  it('is what its description says', async () => {
    const house = await openHouse();
    const sari = await house.signIn('sari');
    const chat = house.chat({ locale: 'en' });
    await chat.say('I forgot my password');
    await chat.say('human please');
    await house.connect(sari);
    const at = `/conversations/${chat.id}`;
    const answers: Record<string, unknown> = {
      'GET /session': (await house.get(sari, '/session')).body,
      'GET /agents': (await house.get(sari, '/agents')).body,
      'GET /inbox': (await house.get(sari, '/inbox?view=all')).body,
      'POST /conversations/{id}/accept': (await house.post(sari, `${at}/accept`)).body,
      'POST /conversations/{id}/messages': (await house.post(sari, `${at}/messages`, { text: 'hi', clientActivityId: 'x' })).body,
      'POST /conversations/{id}/notes': (await house.post(sari, `${at}/notes`, { text: 'hm' })).body,
      'GET /conversations/{id}': (await house.get(sari, at)).body,
      'GET /conversations/{id}/customer': (await house.get(sari, `${at}/customer`)).body,
      'POST /conversations/{id}/return': (await house.post(sari, `${at}/return`)).body,
    };
    const { paths } = (await house.call('GET', '/openapi.json')).body as { paths: Record<string, Record<string, Described>> };
    for (const [name, answer] of Object.entries(answers)) {
      const [method = '', path] = name.split(' ');
      const schema = paths[`/desk/api${path}`]?.[method.toLowerCase()]?.responses['200']?.content?.['application/json']?.schema;
      expect(schema, name).toBeDefined();
      expect(misfits(schema ?? {}, JSON.parse(JSON.stringify(answer)), name)).toEqual([]);
    }
  });

  it('would be found out if it were not', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
    expect(misfits(schema, { a: 1, b: 2 }, 'x')).toEqual(['x.b is not described', 'x.a is no string']);
    expect(misfits(schema, {}, 'x')).toEqual(['x.a is missing']);
  });
});

/** As much of JSON Schema as the description uses. */
function misfits(schema: Schema, value: unknown, at: string): string[] {
  const options = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (options) return options.some((option) => misfits(option, value, at).length === 0) ? [] : [`${at} fits none of ${options.length}`];
  if (value === null) return schema.nullable === true || schema.type === undefined ? [] : [`${at} is null`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${at} is none of ${schema.enum.join()}`];
  switch (schema.type) {
    case undefined:
      return [];
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, index) => misfits(schema.items as Schema, item, `${at}[${index}]`))
        : [`${at} is no array`];
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) ? misfitsInside(schema, value as Schema, at) : [`${at} is no object`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at} is no integer`];
    default:
      return typeof value === schema.type ? [] : [`${at} is no ${String(schema.type)}`];
  }
}

function misfitsInside(schema: Schema, value: Schema, at: string): string[] {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const rest = schema.additionalProperties as Schema | boolean | undefined;
  return [
    ...((schema.required ?? []) as string[]).filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`),
    ...Object.keys(value)
      .filter((name) => !(name in properties) && (rest === false || rest === undefined))
      .map((name) => `${at}.${name} is not described`),
    ...Object.entries(properties).flatMap(([name, inner]) => (name in value ? misfits(inner, value[name], `${at}.${name}`) : [])),
  ];
}
