/**
 * Sending on Messenger and Instagram: within 24 hours of her message anything, within seven days what a person writes.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
import * as z from 'zod';
import type { Activity, JsonObject } from '../core/activity.ts';
import type { Conversation } from '../core/conversation.ts';
import type { Reach, SendResult } from '../ports/channel.ts';
import type { OutgoingMessage } from './capabilities.ts';
import { graphFailure, type GraphMeaning } from './meta-graph.ts';
import { callProvider, postJson, type ProviderAnswer, readAnswer } from './provider-call.ts';
import type { Delivered } from './sender.ts';

const WINDOW_MS = 24 * 60 * 60 * 1_000;
const PERSON_MS = 7 * WINDOW_MS;

export const address = z.object({
  /** Meta's id of her for our account. */
  id: z.string(),
});
export type Address = z.infer<typeof address>;

/** Where requests go and what they carry. */
export interface MessagingApi {
  /** As operators know it. */
  provider: string;
  /** e.g. `https://graph.facebook.com/v26.0/<page>/messages` */
  messagesUrl: string;
  token: string;
}

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
const codes: Record<string, GraphMeaning> = {
  '10/2018065': { reason: 'window-closed', words: 'she wrote too long ago' },
  '10/2018278': { reason: 'window-closed', words: 'she wrote too long ago' },
  '10/2534022': { reason: 'window-closed', words: 'she wrote too long ago' },
  '10/2018108': { reason: 'blocked', words: 'she takes no messages from us' },
  '200/1545041': { reason: 'blocked', words: 'she takes no messages from us' },
  551: { reason: 'blocked', words: 'she takes no messages from us' },
  1200: { again: 'out of order for a moment' },
};

const accepted = z.object({ message_id: z.string() });

/** What an agent can do; the bot has one day. */
export function reach({ customerAt }: Conversation, now: number): Reach {
  const until = (customerAt ?? 0) + PERSON_MS;
  return now < until ? { open: true, until } : { open: false };
}

/** What goes beside the message. The bot's words never go as a person's. @returns undefined: it is too late */
export function messagingType({ customerAt }: Conversation, { from, type }: Activity, now: number): Record<string, string> | undefined {
  const age = now - (customerAt ?? 0);
  if (age < WINDOW_MS) return { messaging_type: 'RESPONSE' };
  const isPerson = from.role === 'agent' && type === 'message';
  return isPerson && age < PERSON_MS ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : undefined;
}

/** Before anything is sent: what it is too late for. @returns undefined: it may go */
export function tooLate(conversation: Conversation, activity: Activity, now: number): SendResult | undefined {
  if (messagingType(conversation, activity, now)) return undefined;
  // That somebody came or went is no loss.
  if (activity.type === 'event') return { ok: true };
  const error = activity.from.role === 'agent' ? 'she wrote more than seven days ago' : 'she wrote more than 24 hours ago';
  return { ok: false, retry: false, reason: 'window-closed', error };
}

export function quickReplies({ options }: OutgoingMessage): JsonObject {
  if (!options) return {};
  return { quick_replies: options.items.map(({ id, label }) => ({ content_type: 'text', title: label, payload: id })) };
}

export async function sendMessage(
  api: MessagingApi,
  { id }: Address,
  message: JsonObject,
  type: Record<string, string>,
  file?: { bytes: Buffer; contentType: string; name: string },
): Promise<Delivered> {
  const answer = file
    ? await postForm(api, { recipient: JSON.stringify({ id }), ...type, message: JSON.stringify(message) }, file)
    : await postJson(api.messagesUrl, api.token, { recipient: { id }, ...type, message });
  const messageId = readAnswer(accepted, answer)?.message_id;
  if (messageId !== undefined) return { ok: true, providerId: messageId };
  return answer.status >= 200 && answer.status < 300 ? { ok: true } : graphFailure(answer, api.provider, codes);
}

function postForm(
  { messagesUrl, token }: MessagingApi,
  fields: Record<string, string>,
  { bytes, contentType, name }: { bytes: Buffer; contentType: string; name: string },
): Promise<ProviderAnswer> {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.set(field, value);
  body.set('filedata', new Blob([new Uint8Array(bytes)], { type: contentType }), name);
  return callProvider(messagesUrl, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body });
}

export function senderAction({ messagesUrl, token }: MessagingApi, { id }: Address, action: 'typing_on' | 'mark_seen'): Promise<unknown> {
  return postJson(messagesUrl, token, { recipient: { id }, sender_action: action });
}

/** The kinds of attachments that Meta tells apart. */
export function kindOf(contentType: string): 'image' | 'audio' | 'video' | 'file' {
  const [kind] = contentType.split('/');
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file';
}
