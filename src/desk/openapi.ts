/** The API's description, made from the schemas that its routes check with. */
import * as z from 'zod';
import { BASE, type Operation } from './operation.ts';
import { errorView, idempotencyKey } from './schemas.ts';
import { COOKIE } from './sessions.ts';

type JsonSchema = Record<string, unknown>;

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

const DESCRIPTION = [
  'What agents call. Sign in first; the session is a cookie.',
  'Requests that change something need `Content-Type: application/json`, and from a browser the desk’s own origin.',
  `News come over the WebSocket \`${BASE}/live\`: \`{"type":"changed","conversationId":…}\` says that there is more to fetch. It wants a`,
  '`{"type":"heartbeat"}` every 10 s.',
].join(' ');

/** An OpenAPI 3.0 document. */
export function describeOperations(operations: Operation[]): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const operation of operations) {
    const path = `${BASE}${operation.path}`.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Estafet desk', version: '1', description: DESCRIPTION },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: COOKIE } },
      schemas: { Error: schemaOf(errorView, 'output') },
    },
  };
}

function describe({ method, path, summary, params, query, body, answer, role, idempotent }: Operation): JsonSchema {
  const key: Parameter = { name: 'Idempotency-Key', in: 'header', required: false, schema: schemaOf(idempotencyKey, 'input') };
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query'), ...(idempotent ? [key] : [])];
  return {
    operationId: operationId(method, path),
    summary: role && role !== 'agent' ? `${summary} (${role})` : summary,
    security: role ? [{ session: [] }] : [],
    ...(parameters.length && { parameters }),
    ...(body && { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }),
    responses: {
      ...(answer ? { 200: { description: 'Done.', content: json(schemaOf(answer, 'output')) } } : { 204: { description: 'Done.' } }),
      default: { description: 'Refused; `code` is from the error catalogue.', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  };
}

/** `POST /conversations/:id/accept` → `post_conversations_id_accept`. */
function operationId(method: string, path: string): string {
  return [method.toLowerCase(), ...(path.match(/\w+/g) ?? [])].join('_');
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query'): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, JsonSchema>; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema: rest,
  }));
}

function json(schema: JsonSchema) {
  return { 'application/json': { schema } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io }) as JsonSchema;
}
