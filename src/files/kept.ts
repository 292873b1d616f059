/** The files we hold, as records; served to whoever has the address. */
import * as z from 'zod';
import type { Route } from '../ports/http.ts';
import type { KeptFile } from '../ports/files.ts';
import type { Records } from '../ports/records.ts';
import { maskFileName } from '../core/mask.ts';
import { EstafetError } from '../errors.ts';
import { contentTypeOf, isShown, plainName } from './content.ts';

const COLLECTION = 'files';
/** Milliseconds. */
export const KEPT_MS = 180 * 24 * 60 * 60 * 1000;

const stored = z.object({ contentType: z.string(), name: z.string(), base64: z.string() });

export interface KeptFiles {
  /** @throws {EstafetError} `file-not-accepted`, `body-too-large`; then none is kept */
  put(
    files: { id: string; name: string; bytes: Buffer }[],
    conversationId: string,
  ): Promise<{ id: string; name: string; contentType: string }[]>;
  get(id: string): Promise<KeptFile | undefined>;
}

export function createKeptFiles(records: Records, now: () => number): KeptFiles {
  return {
    async put(files, conversationId) {
      const checked = await Promise.all(files.map(async (file) => ({ ...file, contentType: await contentTypeOf(file) })));
      return Promise.all(
        checked.map(async ({ id, name: given, bytes, contentType }) => {
          const name = plainName(given);
          // The attachment's own name the engine masks, and tells her so.
          const value = { contentType, name: maskFileName(name).text, base64: bytes.toString('base64') };
          await records.put(COLLECTION, id, value, { expiresAt: now() + KEPT_MS, index: { conversation: conversationId } });
          return { id, name, contentType };
        }),
      );
    },
    async get(id) {
      const record = await records.get(COLLECTION, id, now());
      if (!record) return undefined;
      const { contentType, name, base64 } = stored.parse(record.value);
      return { contentType, name, bytes: Buffer.from(base64, 'base64') };
    },
  };
}

/** @param find may fetch what is not here yet */
export function createFileRoute(path: string, find: (id: string) => Promise<KeptFile | undefined>): Route {
  return {
    method: 'GET',
    path: `${path}/:id`,
    async handle({ params }) {
      const file = await find(params.id ?? '');
      if (!file) throw new EstafetError('not-found');
      const disposition = isShown(file.contentType) ? 'inline' : 'attachment';
      return {
        status: 200,
        headers: {
          'Content-Type': file.contentType,
          'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
          // Whatever it is, it runs nothing and belongs to no page of ours.
          'Content-Security-Policy': "sandbox; default-src 'none'",
          'Cross-Origin-Resource-Policy': 'cross-origin',
          'Cache-Control': 'private, max-age=86400, immutable',
        },
        body: file.bytes,
      };
    },
  };
}
