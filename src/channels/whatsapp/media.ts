/**
 * Files both ways, by Meta's ids of them.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
import * as z from 'zod';
import type { KeptFile, MediaFetcher } from '../../ports/files.ts';
import { graphFailure } from '../meta-graph.ts';
import { callProvider, readAnswer } from '../provider-call.ts';
import type { Delivered } from '../sender.ts';
import { codes } from './codes.ts';
import type { Settings } from './settings.ts';

const source = z.object({ mediaId: z.string() });
const found = z.object({ url: z.url() });
const uploaded = z.object({ id: z.string() });

/** The address that Meta names is good for five minutes, so it is asked for with every try. */
export function createMediaFetcher({ api, token, phoneNumberId }: Settings): MediaFetcher {
  const options = { headers: { Authorization: `Bearer ${token}` }, trusted: new URL(api).origin };
  return async (given, fetch) => {
    const { mediaId } = source.parse(given);
    const about = await fetch(`${api}/${encodeURIComponent(mediaId)}?phone_number_id=${phoneNumberId}`, options);
    const { url } = found.parse(JSON.parse(about.bytes.toString('utf8')));
    const { bytes } = await fetch(url, options);
    return { bytes };
  };
}

/** @returns Meta's id of it, good for 30 days */
export async function upload(
  { bytes, contentType, name }: KeptFile,
  { api, token, phoneNumberId }: Settings,
): Promise<{ ok: true; mediaId: string } | Extract<Delivered, { ok: false }>> {
  const body = new FormData();
  body.set('messaging_product', 'whatsapp');
  body.set('type', contentType);
  body.set('file', new Blob([new Uint8Array(bytes)], { type: contentType }), name);
  const answer = await callProvider(`${api}/${phoneNumberId}/media`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body,
  });
  const id = readAnswer(uploaded, answer)?.id;
  return id === undefined ? graphFailure(answer, 'WhatsApp', codes) : { ok: true, mediaId: id };
}
