import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contract } from '../../src/wallet/contract.ts';
import { walletOpenApi } from '../../src/wallet/openapi.ts';

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown>; parameters?: { name: string }[] }>>;
}
const made = walletOpenApi() as Document;

it('is what docs/wallet-api/openapi.json says (node scripts/wallet-openapi.ts writes it)', () => {
  expect(JSON.parse(readFileSync('docs/wallet-api/openapi.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(made)));
});

it('has every operation with its refusals, and the key that makes a write safe to repeat', () => {
  const operations = Object.values(made.paths).flatMap((path) => Object.values(path));
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(contract).toSorted());
  for (const { operationId, responses, parameters = [] } of operations) {
    const { errors, write } = contract[operationId as keyof typeof contract];
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', ...Object.values(errors).map(String)]));
    expect(parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(write);
  }
});
