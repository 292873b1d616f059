/** One built file in memory, with its compressed forms; read again when it was built anew. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';

export type Encoding = 'identity' | 'gzip' | 'br';

export interface PageFile {
  type: string;
  bytes: { identity: Buffer; gzip?: Buffer; br?: Buffer };
  /** ETag of one form. */
  tag(encoding: Encoding): string;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** @returns how to get it; undefined while there is none */
export function pageFile(path: string): () => Promise<PageFile | undefined> {
  let known: { mtimeMs: number; file: PageFile } | undefined;
  return async () => {
    const mtimeMs = await stat(path).then(
      (stats) => stats.mtimeMs,
      () => undefined,
    );
    if (mtimeMs === undefined) return undefined;
    if (known?.mtimeMs !== mtimeMs) known = { mtimeMs, file: await read(path) };
    return known.file;
  };
}

async function read(path: string): Promise<PageFile> {
  const optional = (name: string) => readFile(name).catch(() => undefined);
  const [identity, gzip, br] = await Promise.all([readFile(path), optional(`${path}.gz`), optional(`${path}.br`)]);
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return {
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    bytes: { identity, ...(gzip && { gzip }), ...(br && { br }) },
    tag: (encoding) => `"${hash}${encoding === 'identity' ? '' : `-${encoding}`}"`,
  };
}
