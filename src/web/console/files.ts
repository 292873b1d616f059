/** Files in the console: what each is shown as, and what is not worth an upload. */

/** Bytes; the server takes no more. */
export const MAX_FILE = 8 * 1024 * 1024;
/** For the file picker; the server goes by what is in a file. */
export const ACCEPTED = 'image/png,image/jpeg,image/gif,image/webp,audio/*,video/mp4,application/pdf,text/plain';

const SOUNDS = ['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/x-m4a', 'audio/aac', 'audio/wav'];

export type FileKind = 'picture' | 'sound' | 'film' | 'other';

export function kindOf(contentType: string): FileKind {
  const [type = ''] = contentType.toLowerCase().split(';');
  if (/^image\/(png|jpeg|gif|webp)$/.test(type)) return 'picture';
  if (SOUNDS.includes(type)) return 'sound';
  return type === 'video/mp4' ? 'film' : 'other';
}

export function problemOf({ size }: { size: number }): 'too-large' | 'empty' | undefined {
  if (size > MAX_FILE) return 'too-large';
  return size === 0 ? 'empty' : undefined;
}

/**
 * Where a file of ours lies, as seen from this page; undefined when it is none of ours.
 * @param url absolute, or `/files/<id>`
 * @param origin of this page
 */
export function ownFile(url: string | undefined, origin: string): string | undefined {
  if (!url || !URL.canParse(url, origin)) return undefined;
  const { origin: host, pathname } = new URL(url, origin);
  return host === origin && /^\/files\/[\w-]+$/.test(pathname) ? pathname : undefined;
}
