/** The body of an upload: a multipart form with an activity and files, or one file as it is. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { EstafetError } from '../../errors.ts';
import type { HttpRequest } from '../../ports/http.ts';
import { type ActivityBody, parseUploadActivity } from './incoming.ts';

const MAX_FILES = 5;

interface UploadedFile {
  name: string;
  bytes: Buffer;
}

interface Upload {
  activity: ActivityBody;
  files: UploadedFile[];
}

/** @throws {EstafetError} `BadArgument`, `MissingProperty` */
export async function readUpload({ headers, raw }: HttpRequest): Promise<Upload> {
  const isForm = /^multipart\/form-data/i.test(headers['content-type'] ?? '');
  const { activity, files } = isForm ? await readForm(headers as BusboyHeaders, raw) : readFile(headers['content-disposition'], raw);
  if (!files.some(({ bytes }) => bytes.length)) throw new EstafetError('MissingProperty', { message: 'An upload needs a file.' });
  if (files.length > MAX_FILES) throw new EstafetError('BadArgument', { message: `At most ${MAX_FILES} files at once.` });
  return { activity, files };
}

function readFile(disposition: string | undefined, bytes: Buffer): Upload {
  const name = /filename="?([^";]+)/.exec(disposition ?? '')?.[1] ?? 'file';
  return { activity: parseUploadActivity({ type: 'message' }), files: [{ name, bytes }] };
}

async function readForm(headers: BusboyHeaders, raw: Buffer): Promise<Upload> {
  const parts: { field: string; name: string; chunks: Buffer[] }[] = [];
  try {
    const form = new Busboy({ headers, limits: { files: MAX_FILES + 2, fields: 5, parts: MAX_FILES + 7 } });
    form.on('file', (field, stream, name) => {
      const chunks: Buffer[] = [];
      parts.push({ field, name, chunks });
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    });
    form.on('field', (field, value) => parts.push({ field, name: '', chunks: [Buffer.from(value)] }));
    await pipeline(Readable.from([raw]), form);
  } catch (cause) {
    throw new EstafetError('BadArgument', { message: 'The form could not be read.', cause });
  }
  const whole = parts.map(({ field, name, chunks }) => ({ field, name, bytes: Buffer.concat(chunks) }));
  // Clients send the activity as a blob, so as a file too.
  const activity = whole.find(({ field }) => field === 'activity');
  return {
    activity: parseUploadActivity(activity ? parseJson(activity.bytes) : { type: 'message' }),
    files: whole.filter(({ field, name }) => field !== 'activity' && name).map(({ name, bytes }) => ({ name, bytes })),
  };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new EstafetError('BadArgument', { message: 'The activity is not valid JSON.', cause });
  }
}
