/** Reads a body within bounds: what is too large is refused before anything parses it, compressed bombs too. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { getRawBody } from 'raw-body';
import { EstafetError } from '../errors.ts';

const INFLATE = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };

export interface BodyLimits {
  /** After inflating. */
  maxBytes: number;
  /** Milliseconds until the last byte must be here. */
  withinMs: number;
}

/** @throws {EstafetError} `body-too-large`, `unsupported-encoding`, `slow-request`, `bad-request` */
export async function readBody(request: IncomingMessage, { maxBytes, withinMs }: BodyLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new EstafetError('body-too-large');
  const stream = inflated(request);
  let late = false;
  // Most bodies have come with their head.
  const timer = request.complete
    ? undefined
    : setTimeout(() => {
        late = true;
        stream.emit('aborted');
      }, withinMs);
  try {
    return await getRawBody(stream, { limit: maxBytes });
  } catch (error) {
    if (late) throw new EstafetError('slow-request');
    if (error instanceof EstafetError) throw error;
    if ((error as { type?: string }).type === 'entity.too.large') throw new EstafetError('body-too-large');
    throw new EstafetError('bad-request', { message: 'The body did not arrive whole.', cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function inflated(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return request;
  const create = INFLATE[encoding as keyof typeof INFLATE];
  if (!create) throw new EstafetError('unsupported-encoding');
  const stream = create();
  request.on('error', (error) => stream.destroy(error));
  request.on('aborted', () => stream.destroy(new Error('aborted')));
  return request.pipe(stream);
}

/** @throws {EstafetError} `unsupported-media-type`, `bad-json` */
export function parseJson(raw: Buffer, contentType: string | undefined): unknown {
  if (raw.length === 0) return undefined;
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(contentType ?? '')) throw new EstafetError('unsupported-media-type');
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new EstafetError('bad-json');
  }
}
