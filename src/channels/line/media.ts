/** Files that she sent: https://developers.line.biz/en/reference/messaging-api/#get-content */
import * as z from 'zod';
import type { MediaFetcher } from '../../ports/files.ts';
import type { Settings } from './settings.ts';

const source = z.union([z.object({ messageId: z.string() }), z.object({ url: z.string() })]);

export function createMediaFetcher({ dataApi, token }: Settings): MediaFetcher {
  return async (given, fetch) => {
    const from = source.parse(given);
    if ('url' in from) return { bytes: (await fetch(from.url)).bytes };
    const url = `${dataApi}/v2/bot/message/${encodeURIComponent(from.messageId)}/content`;
    const { status, bytes } = await fetch(url, { headers: { Authorization: `Bearer ${token}` }, trusted: dataApi });
    if (status === 202) throw new Error('LINE still prepares the file');
    return { bytes };
  };
}
