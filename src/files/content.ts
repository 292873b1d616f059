/** What a file is, by what is in it, never by what it is called. */
import { maskFileName } from '../core/mask.ts';
import { EstafetError } from '../errors.ts';

/** Bytes. */
export const MAX_FILE = 8 * 1024 * 1024;
const MAX_NAME = 120;
/** Shown where they stand; everything else is a download. */
const SHOWN = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/amr',
  'audio/wav',
  'video/mp4',
];
const ACCEPTED = [...SHOWN, 'application/pdf'];
/** The same thing under the name that browsers and providers know. */
const SAME: Record<string, string> = { 'audio/ogg; codecs=opus': 'audio/ogg', 'audio/x-m4a': 'audio/mp4', 'video/3gpp': 'video/mp4' };

export function isShown(contentType: string): boolean {
  return SHOWN.includes(contentType);
}

/** @throws {EstafetError} `file-not-accepted`, `body-too-large` */
export async function contentTypeOf({ name, bytes }: { name: string; bytes: Buffer }): Promise<string> {
  if (bytes.length > MAX_FILE)
    throw new EstafetError('body-too-large', { message: `${maskFileName(name).text} is larger than ${MAX_FILE} bytes.` });
  // Loaded with the first file: a start does not wait for it.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  const type = SAME[found] ?? found;
  if (ACCEPTED.includes(type)) return type;
  if (!type && isText(bytes)) return 'text/plain; charset=utf-8';
  throw new EstafetError('file-not-accepted', {
    message: `${maskFileName(name).text} is not a picture, a recording, a PDF or a plain text.`,
  });
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

export function plainName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .trim();
  // By characters: half of one can't be written into a header.
  return [...plain].slice(-MAX_NAME).join('') || 'file';
}
