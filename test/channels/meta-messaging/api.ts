/**
 * The Send API and profiles:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/identity/user-profile
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy (24 hours; 7 days for a human agent)
 */
import { objectOf, oneOf, onlyKeys, stringOf } from '../meta-check.ts';
import { type GraphCall, GraphError, invalid, unknownObject } from '../meta-graph.ts';
import type { ProviderClock } from '../meta-provider.ts';
import { type Composed, composeMessage, mediaOf } from './compose.ts';
import type { Files, NamedFile } from './files.ts';
import { OTHER_APP, type Platform, refuse, UNAVAILABLE } from './platform.ts';

const WINDOW_MS = 24 * 3_600_000;
const HUMAN_AGENT_MS = 7 * WINDOW_MS;

export interface Recipient {
  id: string;
  blocked: boolean;
  /** When she last wrote, epoch ms. */
  wroteAt?: number;
  /** The app that has the conversation. */
  owner: string;
}

export interface ApiWorld<R extends Recipient> {
  platform: Platform;
  clock: ProviderClock;
  files: Files;
  find(id: string): R | undefined;
  /** All that the platform tells of her. */
  profile(recipient: R): Record<string, unknown>;
  /** She has it. @returns the id of the message */
  show(recipient: R, composed: Composed, file?: NamedFile): string;
  /** Edges of the account beside messages. @returns undefined for one that there is not */
  edge?(edge: string, call: GraphCall, recipient: () => R): object | undefined;
}

const ACTIONS = ['typing_on', 'typing_off', 'mark_seen'];
const KEYS = ['recipient', 'message', 'messaging_type', 'tag', 'sender_action', 'notification_type', 'persona_id', 'platform'];

export function isMessage({ method, path, params }: GraphCall): boolean {
  return method === 'POST' && path[1] === 'messages' && params.sender_action === undefined;
}

export function createSendApi<R extends Recipient>(world: ApiWorld<R>): (call: GraphCall) => Promise<object> {
  const { platform, files } = world;

  async function handle(call: GraphCall): Promise<object> {
    const { method, path, params } = call;
    const [id = '', edge, ...more] = path;
    if (more.length > 0) throw invalid(`Unknown path components: /${more.join('/')}`, { code: 2500 });
    const ours = id === platform.accountId || id === 'me';
    if (!ours) {
      const person = method === 'GET' && edge === undefined ? world.find(id) : undefined;
      if (!person) throw unknownObject(method, id);
      return profile(person, params.fields);
    }
    if (edge === undefined && method === 'GET') return { id: platform.accountId, name: 'Dompet' };
    if (edge === 'messages' && method === 'POST') return send(call);
    if (edge === 'message_attachments' && method === 'POST' && platform.uploads) return saveAsset(call);
    const other = edge === undefined ? undefined : world.edge?.(edge, call, () => recipientOf(params.recipient));
    if (!other) throw unknownObject(method, id);
    return other;
  }

  function profile(person: R, fields: unknown): object {
    const wanted = typeof fields === 'string' ? fields.split(',').map((field) => field.trim()) : platform.profileFields.slice(0, 3);
    const unknown = wanted.find((field) => field !== 'id' && !platform.profileFields.includes(field));
    if (unknown) throw invalid(`Tried accessing nonexisting field (${unknown})`);
    const all = world.profile(person);
    const told = wanted.filter((field) => all[field] !== undefined).map((field) => [field, all[field]]);
    return { ...Object.fromEntries(told), id: person.id };
  }

  function recipientOf(value: unknown): R {
    const recipient = typeof value === 'string' ? { id: value } : objectOf(value, 'recipient');
    onlyKeys(recipient, 'recipient', ['id']);
    const person = world.find(stringOf(recipient.id, 'recipient[id]'));
    if (!person) throw refuse(platform, platform.errors.unknownUser);
    return person;
  }

  async function send({ params, files: uploads }: GraphCall): Promise<object> {
    onlyKeys(params, 'messages', KEYS);
    const person = recipientOf(params.recipient);
    if (params.sender_action !== undefined) return act(person, params);
    const composed = composeMessage(params.message, platform);
    const windowMs = allowedWindow(params);
    if (person.owner !== platform.appId) throw refuse(platform, OTHER_APP);
    if (person.blocked) throw refuse(platform, UNAVAILABLE);
    if (person.wroteAt === undefined || world.clock.now() - person.wroteAt >= windowMs) throw refuse(platform, platform.errors.window);
    const brought = composed.media && (await files.resolve(composed.media, uploads.filedata));
    const message_id = world.show(person, composed, brought?.file);
    return { recipient_id: person.id, message_id, ...(brought?.attachmentId && { attachment_id: brought.attachmentId }) };
  }

  function act(person: R, params: GraphCall['params']): object {
    if (params.message !== undefined) throw invalid('Cannot send both message and state at the same time.', { error_subcode: 2018014 });
    oneOf(params.sender_action, 'sender_action', ACTIONS);
    if (person.owner !== platform.appId) throw refuse(platform, OTHER_APP);
    return { recipient_id: person.id };
  }

  function allowedWindow({ messaging_type, tag }: GraphCall['params']): number {
    if (messaging_type === undefined && platform.messagingTypeRequired) throw invalid('The parameter messaging_type is required.');
    const type = oneOf(messaging_type ?? 'RESPONSE', 'messaging_type', ['RESPONSE', 'UPDATE', 'MESSAGE_TAG']);
    if (type !== 'MESSAGE_TAG') {
      if (tag !== undefined) throw invalid('Param tag can only be used with messaging_type MESSAGE_TAG.');
      return WINDOW_MS;
    }
    oneOf(tag, 'tag', ['HUMAN_AGENT']);
    return HUMAN_AGENT_MS;
  }

  /** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/attachment-upload-api */
  async function saveAsset({ params, files: uploads }: GraphCall): Promise<object> {
    const attachment = objectOf(objectOf(params.message, 'message').attachment, 'message[attachment]');
    const type = oneOf(attachment.type, 'message[attachment][type]', ['image', 'audio', 'video', 'file']);
    const media = mediaOf(type, objectOf(attachment.payload ?? {}, 'message[attachment][payload]'), platform);
    const { attachmentId } = await files.resolve({ ...media, reusable: true }, uploads.filedata);
    return { attachment_id: attachmentId };
  }

  return async (call) => {
    try {
      return await handle(call);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      throw new GraphError(error.status, { type: platform.errorType, ...error.fields }, error.headers);
    }
  };
}
