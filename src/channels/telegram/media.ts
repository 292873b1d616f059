/** Files that she sent and Telegram keeps: https://core.telegram.org/bots/api#getfile */
import * as z from 'zod';
import { EstafetError } from '../../errors.ts';
import type { MediaFetcher } from '../../ports/files.ts';
import { readAnswer } from '../provider-call.ts';
import { descriptionOf, isDone, type TelegramApi } from './api.ts';
import type { Settings } from './settings.ts';

const source = z.object({ fileId: z.string() });
const found = z.object({ result: z.object({ file_path: z.string() }) });

export function createMediaFetcher(api: TelegramApi, settings: Settings): MediaFetcher {
  return async (given, fetch) => {
    const answer = await api.call('getFile', { file_id: source.parse(given).fileId });
    if (!isDone(answer)) throw refusalFor(answer.status, descriptionOf(answer));
    const path = readAnswer(found, answer)?.result.file_path;
    if (path === undefined) throw new Error('Telegram gave no path for a file');
    const { bytes } = await fetch(api.fileUrl(path), { trusted: settings.api });
    return { bytes };
  };
}

/** Bots may fetch 20 MB at most; what else is refused may come another time. */
function refusalFor(status: number, description: string): Error {
  if (/too big/i.test(description)) return new EstafetError('body-too-large', { message: 'Telegram lets bots fetch 20 MB at most.' });
  return new Error(`Telegram answered ${status} to getFile`);
}
