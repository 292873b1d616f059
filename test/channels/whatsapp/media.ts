/**
 * Media of the Cloud API: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 * What a customer sent is kept for 7 days, what we uploaded for 30; an address is good for 5 minutes and needs the token.
 */
import { createHash } from 'node:crypto';
import { GraphError, invalid, unknownObject, type UploadedFile } from '../meta-graph.ts';
import type { Download, ProviderClock } from '../meta-provider.ts';
import { mediaProblem, refusal } from './errors.ts';
import type { Media } from './payloads.ts';

const DAY_MS = 86_400_000;
const URL_LIVES_MS = 5 * 60_000;
const MB = 1024 * 1024;

export type MediaKind = 'audio' | 'document' | 'image' | 'video';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const TYPES: Record<MediaKind, string[]> = {
  audio: ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg', 'audio/opus'],
  image: ['image/jpeg', 'image/png'],
  video: ['video/mp4', 'video/3gpp', 'video/3gp'],
  document: [
    'application/pdf',
    'text/plain',
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
    `${OFFICE}.wordprocessingml.document`,
    `${OFFICE}.spreadsheetml.sheet`,
    `${OFFICE}.presentationml.presentation`,
  ],
};
const LIMITS: Record<MediaKind, number> = { audio: 16 * MB, image: 5 * MB, video: 16 * MB, document: 100 * MB };

interface Stored extends Download {
  id: string;
  ours: boolean;
  goneAt: number;
}

export interface MediaStore {
  /** A file of a customer's. */
  receive(file: { bytes: Buffer; contentType: string }): Media;
  upload(file: UploadedFile, type?: unknown): { id: string };
  /** @throws GraphError where there is no such medium, or none any more */
  describe(id: string): object;
  remove(id: string): object;
  /** A file of ours that a message names. @throws GraphError */
  uploaded(id: string, param: string, kind: MediaKind): Download;
  download(url: URL, authorized: boolean): Download;
}

const bare = (type: string): string => type.split(';')[0]?.trim().toLowerCase() ?? '';

/** @returns what is wrong with it, in the provider's words */
export function mediaFault(kind: MediaKind, { contentType, bytes }: Download): string | undefined {
  if (kind !== 'document' && !TYPES[kind].includes(bare(contentType))) {
    return `Unsupported ${kind} mime type ${contentType}. Please use one of ${TYPES[kind].join(', ')}.`;
  }
  if (bytes.length > LIMITS[kind]) return `Media file size too big. Max file size we currently support: ${LIMITS[kind] / MB} MB.`;
  return bytes.length === 0 ? 'Media file is empty.' : undefined;
}

export function createMedia(clock: ProviderClock, origin: () => string): MediaStore {
  const stored = new Map<string, Stored>();
  let last = 1_908_647_269_898_587;

  function keep(file: Download, ours: boolean, days: number): Stored {
    last += 1;
    const medium = { ...file, id: String(last), ours, goneAt: clock.now() + days * DAY_MS };
    stored.set(medium.id, medium);
    return medium;
  }

  function alive(id: string): Stored | undefined {
    const medium = stored.get(id);
    return medium && clock.now() < medium.goneAt ? medium : undefined;
  }

  const address = (id: string): string =>
    `${origin()}/whatsapp_business/attachments/?mid=${id}&ext=${Math.floor((clock.now() + URL_LIVES_MS) / 1000)}&hash=${hash(id).slice(0, 27)}`;
  const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('base64url');

  function found(id: string): Stored {
    const medium = alive(id);
    if (medium) return medium;
    throw unknownObject('get', id);
  }

  return {
    receive(file) {
      const { id, bytes } = keep(file, false, 7);
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      return { mime_type: file.contentType, sha256, id, url: address(id) };
    },
    upload({ bytes, contentType }, type) {
      const given = bare(typeof type === 'string' && type.includes('/') ? type : contentType);
      const kind = (Object.keys(TYPES) as MediaKind[]).find((candidate) => TYPES[candidate].includes(given));
      if (!kind) {
        const all = Object.values(TYPES).flat().join(', ');
        throw invalid(`Param file must be a file with one of the following types: ${all}. Received file of type '${given}'.`);
      }
      const fault = mediaFault(kind, { contentType: given, bytes });
      if (fault) throw refusal(400, mediaProblem(fault));
      return { id: keep({ contentType: given, bytes }, true, 30).id };
    },
    describe(id) {
      const { bytes, contentType } = found(id);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { url: address(id), mime_type: contentType, sha256, file_size: bytes.length, id, messaging_product: 'whatsapp' };
    },
    remove(id) {
      stored.delete(found(id).id);
      return { success: true };
    },
    uploaded(id, param, kind) {
      const medium = alive(id);
      if (!medium?.ours) throw invalid(`Param ${param} is not a valid whatsapp business account media attachment ID`);
      const fault = mediaFault(kind, medium);
      if (fault) throw refusal(400, mediaProblem(fault));
      return { contentType: medium.contentType, bytes: medium.bytes };
    },
    download(url, authorized) {
      if (!authorized) throw new GraphError(401, { message: 'Authentication Error', code: 190 });
      const id = url.searchParams.get('mid') ?? '';
      const medium = alive(id);
      const known = medium && url.pathname === '/whatsapp_business/attachments/' && url.searchParams.get('hash') === hash(id).slice(0, 27);
      if (!known || clock.now() >= Number(url.searchParams.get('ext')) * 1000) {
        throw new GraphError(404, { message: 'Media URL has expired or does not exist. Retrieve a new one.', code: 100 });
      }
      return { contentType: medium.contentType, bytes: medium.bytes };
    },
  };
}
