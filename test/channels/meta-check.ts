/** Checks of parameters, in the words of the Graph API. */
import { invalid } from './meta-graph.ts';

export type Params = Record<string, unknown>;

/** Characters as a person counts them, not UTF-16 units. */
export const length = (text: string): number => [...text].length;

export function objectOf(value: unknown, name: string): Params {
  if (value === undefined) throw invalid(`The parameter ${name} is required.`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`Param ${name} must be a JSON object.`);
  return value as Params;
}

export function listOf(value: unknown, name: string): unknown[] {
  if (value === undefined) throw invalid(`The parameter ${name} is required.`);
  if (!Array.isArray(value)) throw invalid(`Param ${name} must be an array.`);
  return value;
}

/** @returns a text that is not empty */
export function stringOf(value: unknown, name: string): string {
  if (value === undefined || value === '') throw invalid(`The parameter ${name} is required.`);
  if (typeof value !== 'string') throw invalid(`Param ${name} must be a string.`);
  return value;
}

export function onlyKeys(value: Params, name: string, keys: string[]): void {
  const unexpected = Object.keys(value).find((key) => !keys.includes(key));
  if (unexpected !== undefined) throw invalid(`Unexpected key "${unexpected}" on param "${name}".`);
}

export function oneOf<T extends string>(value: unknown, name: string, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T;
  throw invalid(`Param ${name} must be one of {${choices.join(', ').toUpperCase()}} - got "${String(value)}".`);
}

export function httpUrl(value: unknown, name: string): string {
  const url = stringOf(value, name);
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) throw invalid(`Param ${name} is not a valid URI.`);
  return url;
}

/** A file that a message of ours links to. @throws what went wrong, in words */
export async function fetchLinked(url: string): Promise<{ contentType: string; bytes: Buffer }> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`Media download failed with HTTP ${response.status}`);
  return {
    contentType: response.headers.get('content-type') ?? 'application/octet-stream',
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}
