/**
 * Parameters of a method, in the four ways https://core.telegram.org/bots/api#making-requests allows: query string,
 * urlencoded, JSON and multipart/form-data.
 */
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { Busboy } from '@fastify/busboy';
import type { Call } from '../provider.ts';
import { badRequest } from './refusal.ts';

export interface Upload {
  bytes: Buffer;
  name: string;
  contentType: string;
}

export interface Params {
  fields: Record<string, unknown>;
  files: Record<string, Upload>;
}

export async function readParams({ query, headers, body }: Call): Promise<Params> {
  const params: Params = { fields: Object.fromEntries(query), files: {} };
  const type = headers['content-type'] ?? '';
  if (body.length === 0) return params;
  if (type.startsWith('application/json')) {
    try {
      Object.assign(params.fields, JSON.parse(body.toString()));
    } catch {
      throw badRequest("can't parse JSON object");
    }
    return params;
  }
  if (type.startsWith('multipart/form-data'))
    await readForm(type, body, params).catch(() => Promise.reject(badRequest("can't parse the form")));
  else Object.assign(params.fields, Object.fromEntries(new URLSearchParams(body.toString())));
  return params;
}

async function readForm(type: string, body: Buffer, { fields, files }: Params): Promise<void> {
  const form = new Busboy({ headers: { 'content-type': type } });
  const reading: Promise<void>[] = [];
  form.on('field', (name, value) => void (fields[name] = value));
  form.on('file', (name, stream, filename, _encoding, contentType) => {
    const read = async () => void (files[name] = { bytes: await buffer(stream), name: filename, contentType });
    reading.push(read());
  });
  form.end(body);
  await once(form, 'finish');
  await Promise.all(reading);
}

/** A parameter that is an object: as such in JSON, serialized in every other way. */
export function objectOf(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** What is kept of a request: all that was sent but bytes and secrets. */
export function describe({ fields, files }: Params): unknown {
  const kept: Record<string, unknown> = { ...fields };
  if ('secret_token' in kept) kept.secret_token = '<secret>';
  for (const [name, { bytes, name: file, contentType }] of Object.entries(files))
    kept[name] = { name: file, contentType, size: bytes.length };
  return kept;
}
