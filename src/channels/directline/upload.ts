/** The body of an upload: a multipart form with an activity and files, or one file as it is. */
import { EstafetError } from '../../errors.ts';
import type { HttpRequest } from '../../ports/http.ts';
import { MAX_FILES, type UploadedFile } from './files.ts';
import { type ActivityBody, parseUploadActivity } from './incoming.ts';

/** @throws {EstafetError} `BadArgument`, `MissingProperty` */
export async function readUpload({ headers, raw }: HttpRequest): Promise<{ activity: ActivityBody; files: UploadedFile[] }> {
  const type = headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) {
    const name = /filename="?([^";]+)/.exec(headers['content-disposition'] ?? '')?.[1] ?? 'file';
    return { activity: parseUploadActivity({ type: 'message' }), files: requireFiles([{ name, bytes: raw }]) };
  }
  const form = await formOf(raw, type);
  const files: UploadedFile[] = [];
  let activity = parseUploadActivity({ type: 'message' });
  for (const [field, value] of form) {
    if (field === 'activity') activity = parseUploadActivity(json(typeof value === 'string' ? value : await value.text()));
    else if (typeof value !== 'string') files.push({ name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return { activity, files: requireFiles(files) };
}

function requireFiles(files: UploadedFile[]): UploadedFile[] {
  if (!files.some(({ bytes }) => bytes.length)) throw new EstafetError('MissingProperty', { message: 'An upload needs a file.' });
  if (files.length > MAX_FILES) throw new EstafetError('BadArgument', { message: `At most ${MAX_FILES} files at once.` });
  return files;
}

/** Node's own parser of forms. */
async function formOf(raw: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(raw), { headers: { 'Content-Type': type } }).formData();
  } catch (cause) {
    throw new EstafetError('BadArgument', { message: 'The form could not be read.', cause });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EstafetError('BadArgument', { message: 'The activity is not valid JSON.', cause });
  }
}
