/** The contract as an OpenAPI 3.0 document. */
import * as z from 'zod';
import { contract, type Endpoint, errorBody, pathNames } from './contract.ts';

type JsonSchema = { properties?: Record<string, unknown>; required?: string[] };

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'openapi-3.0', io }) as Record<string, unknown>;
  return rest;
}

export function walletOpenApi(): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, endpoint] of Object.entries(contract)) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(operationId, endpoint) };
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'Wallet API for Estafet',
      version: '1.0.0',
      description: 'What the support desk asks of the wallet. See README.md beside this file.',
    },
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: schemaOf(errorBody, 'output') },
    },
  };
}

function operation(operationId: string, endpoint: Endpoint): object {
  const input = schemaOf(endpoint.input, 'input');
  const inPath = pathNames(endpoint.path);
  const others = Object.keys(input.properties ?? {}).filter((name) => !inPath.includes(name));
  const parameter = (name: string, where: string) => ({
    name,
    in: where,
    required: where === 'path' || (input.required ?? []).includes(name),
    schema: input.properties?.[name],
  });
  const idempotency = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } };
  return {
    operationId,
    summary: endpoint.summary,
    parameters: [
      ...inPath.map((name) => parameter(name, 'path')),
      ...(endpoint.method === 'GET' ? others.map((name) => parameter(name, 'query')) : []),
      ...(endpoint.write ? [idempotency] : []),
    ],
    ...(endpoint.method === 'POST' &&
      others.length > 0 && {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: Object.fromEntries(others.map((name) => [name, input.properties?.[name]])),
                required: others,
              },
            },
          },
        },
      }),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: schemaOf(endpoint.output, 'output') } } },
      ...Object.fromEntries(
        Object.values(endpoint.errors).map((status) => [
          status,
          {
            description: Object.keys(endpoint.errors)
              .filter((code) => endpoint.errors[code] === status)
              .join(', '),
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
          },
        ]),
      ),
    },
  };
}
