/** What a call of the Graph API brings, and how it is refused: https://developers.facebook.com/docs/graph-api/guides/error-handling */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';

export interface UploadedFile {
  name: string;
  contentType: string;
  bytes: Buffer;
}

export interface GraphCall {
  method: string;
  /** Parts of the path, without the version: `['106540352242922', 'messages']`. */
  path: string[];
  /** Of the query and the body, without credentials. */
  params: Record<string, unknown>;
  files: Record<string, UploadedFile>;
}

export interface GraphErrorFields {
  message: string;
  code: number;
  type?: string;
  error_subcode?: number;
  is_transient?: boolean;
  error_data?: object;
}

export class GraphError extends Error {
  readonly status: number;
  readonly fields: GraphErrorFields;
  readonly headers: Record<string, string>;

  constructor(status: number, fields: GraphErrorFields, headers: Record<string, string> = {}) {
    super(fields.message);
    this.status = status;
    this.fields = fields;
    this.headers = headers;
  }

  body(): object {
    const { message, code, type = 'OAuthException', ...rest } = this.fields;
    return { error: { message, type, code, ...rest, fbtrace_id: `A${randomBytes(16).toString('base64url')}` } };
  }
}

/** 100: something about the request is wrong, and stays so. */
export function invalid(message: string, more: Partial<GraphErrorFields> = {}): GraphError {
  return new GraphError(400, { message: `(#100) ${message}`, code: 100, ...more });
}

export function unknownObject(method: string, id: string): GraphError {
  return new GraphError(400, {
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    type: 'GraphMethodException',
    code: 100,
    error_subcode: 33,
  });
}

const VERSION = /^v\d+\.\d+$/;

export interface ReadCall extends GraphCall {
  token: string | undefined;
  /** The token, signed with the app's secret: https://developers.facebook.com/docs/graph-api/guides/secure-requests */
  proof: unknown;
}

/** @throws GraphError when the body is not what its type says */
export async function readCall(request: IncomingMessage): Promise<ReadCall> {
  const url = new URL(request.url ?? '/', 'http://graph.invalid');
  const [version = '', ...path] = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const body = await readBody(await buffer(request), request.headers['content-type'] ?? '');
  const { access_token: given, appsecret_proof: proof, ...params } = { ...structured(url.searchParams), ...body.params };
  const bearer = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return {
    method: request.method ?? 'GET',
    path: VERSION.test(version) ? path : [version, ...path],
    params,
    files: body.files,
    token: bearer ?? (typeof given === 'string' ? given : undefined),
    proof,
  };
}

async function readBody(bytes: Buffer, type: string): Promise<Pick<GraphCall, 'params' | 'files'>> {
  const files: GraphCall['files'] = {};
  if (bytes.length === 0) return { params: {}, files };
  if (/^application\/json\b/i.test(type)) {
    const value = parsed(bytes.toString());
    if (typeof value !== 'object' || value === null) throw invalid('The request body is not a valid JSON object');
    return { params: value as Record<string, unknown>, files };
  }
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) return { params: {}, files };
  const fields: [string, string][] = [];
  const chunks = new Map<string, Buffer[]>();
  try {
    const form = new Busboy({ headers: { 'content-type': type } });
    form.on('field', (field, value) => fields.push([field, value]));
    form.on('file', (field, stream, name, _encoding, contentType) => {
      const of: Buffer[] = [];
      chunks.set(field, of);
      files[field] = { name, contentType, bytes: Buffer.alloc(0) };
      stream.on('data', (chunk: Buffer) => of.push(chunk));
    });
    await pipeline(Readable.from([bytes]), form);
  } catch {
    throw invalid('The request body could not be read as a form');
  }
  for (const [field, file] of Object.entries(files)) file.bytes = Buffer.concat(chunks.get(field) ?? []);
  return { params: structured(fields), files };
}

/** In forms and queries objects are written as JSON. */
function structured(fields: Iterable<[string, string]>): Record<string, unknown> {
  return Object.fromEntries([...fields].map(([name, value]) => [name, /^\s*[{[]/.test(value) ? (parsed(value) ?? value) : value]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
