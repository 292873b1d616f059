/** Files on Telegram's servers: https://core.telegram.org/bots/api#getfile and #sending-files. */
import { randomBytes } from 'node:crypto';
import { type Answer, type Clock, contentTypeOf } from '../provider.ts';
import { type Params, textOf } from './params.ts';
import { badRequest, Refusal } from './refusal.ts';

const HOUR = 3_600_000;
const MB = 1_048_576;
const MAX_DOWNLOAD = 20 * MB;

/** A picture of one pixel, as the smallest size of every photo. */
const THUMBNAIL = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

export type Kind = 'photo' | 'voice' | 'audio' | 'video' | 'document';

const FOLDERS: Record<Kind, string> = { photo: 'photos', voice: 'voice', audio: 'music', video: 'videos', document: 'documents' };

export interface Media {
  bytes: Buffer;
  contentType: string;
  name?: string;
}

interface Stored extends Media {
  id: string;
  path: string;
  /** Until when the link of the last `getFile` is good; epoch ms. */
  linkUntil: number;
}

const randomId = (prefix: string, bytes: number) => prefix + randomBytes(bytes).toString('base64url');

export function openFiles(clock: Clock) {
  const stored: Stored[] = [];

  /** The fields of https://core.telegram.org/bots/api#file that every media object has. */
  function keep(media: Media, kind: Kind) {
    const extension =
      /\.\w+$/.exec(media.name ?? '')?.[0] ?? { photo: '.jpg', voice: '.oga', audio: '.mp3', video: '.mp4', document: '' }[kind];
    const file = {
      ...media,
      id: randomId('AgACAgUAAxkBAAI', 42),
      path: `${FOLDERS[kind]}/file_${stored.length}${extension}`,
      linkUntil: 0,
    };
    stored.push(file);
    return { file_id: file.id, file_unique_id: randomId('AQAD', 8), file_size: media.bytes.length };
  }

  function byId(id: string): Stored {
    const found = stored.find((file) => file.id === id);
    if (!found) throw badRequest('wrong file_id or the file is temporarily unavailable');
    return found;
  }

  return {
    keep,

    /** What a message has of it: https://core.telegram.org/bots/api#message. */
    describe(media: Media, kind: Kind): Record<string, unknown> {
      const mime_type = media.contentType;
      const named = media.name === undefined ? {} : { file_name: media.name };
      // The duration is of no use to us; Telegram always tells one.
      const duration = Math.max(1, Math.round(media.bytes.length / 4000));
      const [width, height] = [1280, 960];
      switch (kind) {
        case 'photo':
          return {
            photo: [
              { ...keep({ bytes: THUMBNAIL, contentType: 'image/jpeg' }, 'photo'), width: 90, height: 68 },
              { ...keep(media, 'photo'), width, height },
            ],
          };
        case 'voice':
          return { voice: { duration, mime_type, ...keep(media, 'voice') } };
        case 'audio':
          return { audio: { duration, ...named, mime_type, ...keep(media, 'audio') } };
        case 'video':
          return { video: { duration, width, height, ...named, mime_type, ...keep(media, 'video') } };
        case 'document':
          return { document: { ...named, mime_type, ...keep(media, 'document') } };
      }
    },

    getFile(id: string) {
      if (id === '') throw badRequest('file_id not specified');
      const file = byId(id);
      if (file.bytes.length > MAX_DOWNLOAD) throw badRequest('file is too big');
      file.linkUntil = clock.now() + HOUR;
      return { file_id: id, file_unique_id: randomId('AQAD', 8), file_size: file.bytes.length, file_path: file.path };
    },

    download(path: string): Answer {
      const file = stored.find((one) => one.path === path);
      if (!file || clock.now() > file.linkUntil) return new Refusal(404, 'Not Found').answer();
      return { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: file.bytes };
    },

    /** The file a method is to send: uploaded, by URL or by `file_id`. */
    async input({ fields, files }: Params, name: 'photo' | 'document' | 'voice'): Promise<Media> {
      const said = textOf(fields[name]);
      const upload = files[said.startsWith('attach://') ? said.slice('attach://'.length) : name];
      if (upload) {
        const { bytes, name: file, contentType } = upload;
        if (bytes.length === 0) throw badRequest('file must be non-empty');
        if (bytes.length > 50 * MB) throw new Refusal(413, 'Request Entity Too Large');
        if (name === 'photo' && bytes.length > 10 * MB) throw badRequest('file is too big');
        return checked({ bytes, name: file, contentType: contentTypeOf(bytes) ?? contentType }, name);
      }
      if (said === '') throw badRequest(`there is no ${name} in the request`);
      return /^https?:/i.test(said) ? byUrl(said, name) : byId(said);
    },
  };
}

export type Files = ReturnType<typeof openFiles>;

/** https://core.telegram.org/bots/api#sendphoto: a photo must be an image. */
function checked(media: Media, name: string): Media {
  if (name === 'photo' && !media.contentType.startsWith('image/')) throw badRequest('IMAGE_PROCESS_FAILED');
  return media;
}

/** https://core.telegram.org/bots/api#sending-files: what each method takes of a URL. */
const BY_URL = {
  photo: { types: /^image\//, max: 5 * MB },
  voice: { types: /^audio\/ogg/, max: 20 * MB },
  document: { types: /^(application\/(pdf|zip)|image\/gif)/, max: 20 * MB },
};

async function byUrl(url: string, name: keyof typeof BY_URL): Promise<Media> {
  const { types, max } = BY_URL[name];
  if (!URL.canParse(url)) throw badRequest('wrong HTTP URL specified');
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  const bytes = response?.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
  if (!bytes || bytes.length > max) throw badRequest('failed to get HTTP URL content');
  const [contentType = ''] = (response?.headers.get('Content-Type') ?? '').split(';');
  if (!types.test(contentType)) throw badRequest('wrong type of the web page content');
  return checked({ bytes, contentType, name: new URL(url).pathname.split('/').at(-1) }, name);
}
