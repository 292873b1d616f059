/** The Connector's REST API: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference */
import type { Answer, Call, Faults, Requests } from '../provider.ts';
import type { Identity } from './identity.ts';
import { type Chat, faultIn, type OutgoingActivity, show } from './teams.ts';

/** Bytes of a message in UTF-16: the smaller of the limits that Teams has named. */
const MAX_MESSAGE = 40 * 1_024;
const ACTIVITIES = /^\/v3\/conversations\/([^/]+)\/activities(?:\/[^/]+)?$/;
const ATTACHMENT = /^\/v3\/attachments\/([\w-]+)\/views\/original$/;
const STORED = /^\/personal\/files\/([\w-]+)$/;

export interface ConnectorState {
  origin(): string;
  identity: Identity;
  faults: Faults;
  chats: Map<string, Chat>;
  /** What customers sent, by id. */
  files: Map<string, { bytes: Buffer; contentType: string }>;
  requests: Requests;
  now(): number;
  newId(): string;
}

export function openConnectorApi(state: ConnectorState): (call: Call) => Promise<Answer> {
  const { identity, faults, chats, files, requests, now, newId } = state;

  async function send(call: Call, conversationId: string, activity: OutgoingActivity): Promise<Answer> {
    const fault = faults.next();
    if (fault?.kind === 'limit') {
      return { ...failure(429, 'ServiceError', 'Too many requests'), headers: { 'Retry-After': String(fault.seconds) } };
    }
    if (fault?.kind === 'fail') return failure(fault.status, 'ServiceError', 'Unknown');
    const chat = chats.get(conversationId);
    if (!chat) return failure(404, 'ConversationNotFound', 'Conversation not found.');
    if (chat.blocked) return failure(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    if (call.body.toString().length * 2 > MAX_MESSAGE) return failure(413, 'MessageSizeTooBig', 'Message size too large.');
    const wrong = faultIn(activity);
    if (wrong !== undefined) return failure(400, 'BadSyntax', wrong);
    if (activity.type === 'message') await show(chat, activity);
    return { status: 201, body: { id: newId() }, lost: fault?.kind === 'lose' };
  }

  return async (call) => {
    const { method, path, body } = call;
    const isJson = call.headers['content-type']?.startsWith('application/json') === true;
    const read = isJson ? (JSON.parse(body.toString()) as unknown) : undefined;
    requests.push({ method, path, body: read, at: now() });
    const known = identity.answer(call, state.origin());
    if (known) return known;
    // The address alone opens it, for some minutes.
    const stored = files.get(STORED.exec(path)?.[1] ?? '');
    if (stored) return { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: stored.bytes };
    if (!identity.knows(call)) return { status: 401, body: { message: 'Authorization has been denied for this request.' } };
    const file = files.get(ATTACHMENT.exec(path)?.[1] ?? '');
    if (file) return { status: 200, headers: { 'Content-Type': file.contentType }, body: file.bytes };
    const [, conversationId] = ACTIVITIES.exec(path) ?? [];
    if (method !== 'POST' || conversationId === undefined) return failure(404, 'NotFound', 'No such operation.');
    return send(call, decodeURIComponent(conversationId), read as OutgoingActivity);
  };
}

const failure = (status: number, code: string, message: string): Answer => ({ status, body: { error: { code, message } } });
