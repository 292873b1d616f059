/** What customers send along: checked by content, kept for the desk, shown or downloaded by an address that can't be guessed. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Attachment } from '../../core/activity.ts';
import { maskFileName } from '../../core/mask.ts';
import { EstafetError } from '../../errors.ts';
import type { Route } from '../../ports/http.ts';
import type { Records } from '../../ports/records.ts';

const COLLECTION = 'files';
export const MAX_FILES = 5;
/** Bytes. */
const MAX_FILE = 4 * 1024 * 1024;
/** Milliseconds. */
const KEPT_MS = 180 * 24 * 60 * 60 * 1000;
const MAX_NAME = 120;
/** Shown where they stand; everything else is a download. */
const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const ACCEPTED = [...IMAGES, 'application/pdf'];

const stored = z.object({ contentType: z.string(), name: z.string(), base64: z.string() });

export interface UploadedFile {
  name: string;
  bytes: Buffer;
}

/**
 * @param base address below which files are served
 * @throws {EstafetError} `file-not-accepted`, `body-too-large`; then none is kept
 */
export async function keepFiles(
  files: UploadedFile[],
  { records, conversationId, base, now }: { records: Records; conversationId: string; base: string; now: number },
): Promise<Attachment[]> {
  const checked = await Promise.all(files.map(async (file) => ({ ...file, contentType: await typeOf(file) })));
  return Promise.all(
    checked.map(async ({ name: given, bytes, contentType }) => {
      const id = randomBytes(24).toString('base64url');
      const name = plainName(given);
      // The attachment's own name the engine masks, and tells her so.
      const value = { contentType, name: maskFileName(name).text, base64: bytes.toString('base64') };
      await records.put(COLLECTION, id, value, { expiresAt: now + KEPT_MS, index: { conversation: conversationId } });
      return { contentType, name, contentUrl: `${base}/${id}` };
    }),
  );
}

/** @param path where files are served, e.g. `/v3/directline/files` */
export function createFileRoute(path: string, records: Records, now: () => number): Route {
  return {
    method: 'GET',
    path: `${path}/:id`,
    async handle({ params }) {
      const record = await records.get(COLLECTION, params.id ?? '', now());
      if (!record) throw new EstafetError('not-found');
      const { contentType, name, base64 } = stored.parse(record.value);
      const disposition = IMAGES.includes(contentType) ? 'inline' : 'attachment';
      return {
        status: 200,
        headers: {
          'Content-Type': contentType,
          'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`,
          // Whatever it is, it runs nothing and belongs to no page of ours.
          'Content-Security-Policy': "sandbox; default-src 'none'",
          'Cross-Origin-Resource-Policy': 'cross-origin',
          'Cache-Control': 'private, max-age=86400, immutable',
        },
        body: Buffer.from(base64, 'base64'),
      };
    },
  };
}

/** By what is in it, never by what it is called. */
async function typeOf({ name, bytes }: UploadedFile): Promise<string> {
  if (bytes.length > MAX_FILE)
    throw new EstafetError('body-too-large', { message: `${maskFileName(name).text} is larger than ${MAX_FILE} bytes.` });
  // Loaded with the first file: a start does not wait for it.
  const { fileTypeFromBuffer } = await import('file-type');
  const type = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  if (ACCEPTED.includes(type)) return type;
  if (!type && isText(bytes)) return 'text/plain; charset=utf-8';
  throw new EstafetError('file-not-accepted', { message: `${maskFileName(name).text} is not a picture, a PDF or a plain text.` });
}

function isText(bytes: Buffer): boolean {
  if (bytes.length === 0 || bytes.includes(0)) return false;
  try {
    // Markup is text as well, but nobody needs to be sent any.
    return !/^\s*<[!?a-z]/i.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

function plainName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').trim();
  return plain.slice(-MAX_NAME) || 'file';
}
