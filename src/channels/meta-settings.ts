/** What the settings of Meta's channels have in common. */
import * as z from 'zod';
import { baseUrl } from './settings.ts';

/** The latest one: https://developers.facebook.com/docs/graph-api/changelog */
const GRAPH_VERSION = 'v26.0';

export const secret = z.string().min(8, 'at least 8 characters');
/** Meta's ids of accounts. */
export const metaId = z.string().regex(/^\d{3,30}$/, 'digits only');

/** @param host e.g. `graph.facebook.com` */
export function graphApi(host: string) {
  return baseUrl(`https://${host}/${GRAPH_VERSION}`);
}
