/**
 * Files of conversations: addresses that anybody can fetch who has them, for a time.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets
 */
import { createHash, randomBytes } from 'node:crypto';
import { fetchLinked } from '../meta-check.ts';
import { GraphError, invalid, type UploadedFile } from '../meta-graph.ts';
import type { Download, ProviderClock } from '../meta-provider.ts';
import type { Composed, MediaType } from './compose.ts';
import type { Platform } from './platform.ts';

/** How long an address is good; the documentation only says that it ends. */
const URL_LIVES_MS = 24 * 3_600_000;
const MB = 1024 * 1024;
const LIMITS: Record<MediaType, number> = { image: 8 * MB, audio: 25 * MB, video: 25 * MB, file: 25 * MB };

export interface NamedFile extends Download {
  name?: string;
}

export interface Files {
  /** @returns an address from now on */
  publish(file: NamedFile): string;
  download(url: URL): Download;
  /** What a message of ours brings along. @throws GraphError */
  resolve(media: NonNullable<Composed['media']>, upload: UploadedFile | undefined): Promise<{ file: NamedFile; attachmentId?: string }>;
}

export function typeOf(contentType: string): MediaType {
  const kind = contentType.split('/')[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
}

export function createFiles(platform: Platform, clock: ProviderClock, origin: () => string): Files {
  const published = new Map<string, NamedFile & { until: number }>();
  const reusable = new Map<string, { type: MediaType; file: NamedFile }>();

  function check(type: MediaType, file: NamedFile): void {
    if (file.bytes.length > LIMITS[type]) throw invalid('Attachment size exceeds allowable limit', { error_subcode: 2018109 });
    if (platform.media[type].test(file.contentType)) return;
    const message = 'Upload attachment failure. The provided media type does not match the type of the file.';
    throw invalid(message, { error_subcode: 2018047 });
  }

  async function read(source: NonNullable<Composed['media']>['source'], upload: UploadedFile | undefined): Promise<NamedFile> {
    if (source === 'upload') {
      if (!upload) throw invalid('The parameter filedata is required.');
      return upload;
    }
    if ('attachmentId' in source) throw invalid('Possible invalid ID or you do not own the attachment.', { error_subcode: 2018074 });
    try {
      const name = decodeURIComponent(new URL(source.url).pathname.split('/').at(-1) ?? '');
      return { ...(await fetchLinked(source.url)), ...(name && { name }) };
    } catch {
      const message =
        'Failed to fetch the file from the url. Check that the URL is valid, with a valid SSL certificate, valid file size, and that the server is responding fast enough to avoid timeouts.';
      throw invalid(message, { error_subcode: 2018008 });
    }
  }

  return {
    publish(file) {
      const until = clock.now() + URL_LIVES_MS;
      const id = randomBytes(12).toString('hex');
      published.set(id, { ...file, until });
      const signature = createHash('sha256').update(`${id}${until}`).digest('base64url').slice(0, 26);
      if (platform.object === 'instagram') return `${origin()}/ig_messaging_cdn/?asset_id=${id}&signature=${signature}`;
      const ending = file.contentType.split(';')[0]?.split('/')[1] ?? 'bin';
      const name = file.name ? `/${encodeURIComponent(file.name)}` : '';
      return `${origin()}/v/t59.2708-21/${id}_n.${ending}${name}?oh=${signature}&oe=${Math.floor(until / 1000)
        .toString(16)
        .toUpperCase()}`;
    },
    download(url) {
      const file = published.get(url.searchParams.get('asset_id') ?? /\/([0-9a-f]{24})_n\./.exec(url.pathname)?.[1] ?? '');
      if (!file) throw new GraphError(404, { message: 'Content not found', code: 404 });
      if (clock.now() >= file.until) throw new GraphError(403, { message: 'URL signature expired', code: 403 });
      return { contentType: file.contentType, bytes: file.bytes };
    },
    async resolve({ type, source, reusable: keep }, upload) {
      const known = typeof source === 'object' && 'attachmentId' in source ? reusable.get(source.attachmentId) : undefined;
      if (known?.type === type) return { file: known.file };
      const { name, ...given } = await read(source, upload);
      // Only of files does her app show the name.
      const file = { ...given, ...(type === 'file' && name && { name }) };
      check(type, file);
      if (!keep) return { file };
      const attachmentId = String(1_745_504_518_999_123 + reusable.size);
      reusable.set(attachmentId, { type, file });
      return { file, attachmentId };
    },
  };
}
