/**
 * The Cloud API: https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api
 * What it accepts can still fail, and is told in a status: somebody who cannot be reached, a window that is closed, a
 * link that cannot be fetched.
 */
import { fetchLinked, objectOf, oneOf, onlyKeys, stringOf } from '../meta-check.ts';
import { type GraphCall, invalid, unknownObject } from '../meta-graph.ts';
import type { Download, ProviderClock } from '../meta-provider.ts';
import { type Composed, composeInteractive, composeMedia, composeText, type MediaRef } from './compose.ts';
import { badValue, mediaProblem, pairLimited, RE_ENGAGEMENT, refusal, UNDELIVERABLE } from './errors.ts';
import { mediaFault, type MediaStore } from './media.ts';
import { type Business, type Person, type SentMessage, wamid } from './payloads.ts';
import { composeTemplate, type Template } from './templates.ts';

const WINDOW_MS = 24 * 3_600_000;

export interface Recipient {
  person: Person;
  blocked: boolean;
  /** When she last wrote, epoch ms. */
  wroteAt?: number;
}

export interface ApiWorld {
  business: Business;
  clock: ProviderClock;
  media: MediaStore;
  templates: Template[];
  /** By number, or by user id. */
  find(id: string): Recipient | undefined;
  /** Whether she sent us a message of this id. */
  received(messageId: string): boolean;
  /** She has it. */
  show(recipient: Recipient, sent: SentMessage, composed: Composed, file?: Download): void;
  /** It was accepted, and came to nothing. */
  fail(sent: Pick<SentMessage, 'id' | 'toUserId'> & { to: Pick<Person, 'waId' | 'userId'> }, problem: Parameters<typeof refusal>[1]): void;
  /** Whether a closed window is told at once; else in a status. */
  strict(): boolean;
  /** Takes one of the refusals for writing too fast to one person. */
  pairLimit(): boolean;
}

const KEYS = [
  'messaging_product',
  'recipient_type',
  'to',
  'recipient',
  'type',
  'context',
  'biz_opaque_callback_data',
  'status',
  'message_id',
  'typing_indicator',
];
const TYPES = ['text', 'interactive', 'template', 'image', 'document', 'audio', 'video', 'reaction'] as const;

export function isMessage({ method, path, params }: GraphCall): boolean {
  return method === 'POST' && path[1] === 'messages' && params.status === undefined;
}

export function createCloudApi(world: ApiWorld): (call: GraphCall) => Promise<object> | object {
  const { business, media } = world;
  let count = 0;

  return (call) => {
    const { method, path, params, files } = call;
    const [id = '', edge, ...more] = path;
    if (more.length > 0) throw invalid(`Unknown path components: /${more.join('/')}`, { code: 2500 });
    if (edge === undefined && id === business.phoneNumberId && method === 'GET') {
      return { verified_name: 'Dompet', display_phone_number: business.displayPhoneNumber, quality_rating: 'GREEN', id };
    }
    if (edge === undefined && method === 'GET') return media.describe(id);
    if (edge === undefined && method === 'DELETE') return media.remove(id);
    if (id !== business.phoneNumberId || method !== 'POST') throw unknownObject(method, id);
    if (edge === 'media') {
      product(params.messaging_product);
      const { file } = files;
      if (!file) throw invalid('The parameter file is required.');
      return media.upload(file, params.type);
    }
    if (edge !== 'messages') throw unknownObject(method, id);
    product(params.messaging_product);
    return params.status === undefined ? message(params) : markRead(params);
  };

  function product(value: unknown): void {
    if (value === undefined) throw invalid('The parameter messaging_product is required.');
    oneOf(value, 'messaging_product', ['whatsapp']);
  }

  /** https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators */
  function markRead(params: GraphCall['params']): object {
    onlyKeys(params, 'messages', KEYS);
    oneOf(params.status, 'status', ['read']);
    if (!world.received(stringOf(params.message_id, 'message_id'))) throw badValue('Invalid message id.');
    if (params.typing_indicator !== undefined)
      oneOf(objectOf(params.typing_indicator, 'typing_indicator').type, "typing_indicator['type']", ['text']);
    return { success: true };
  }

  function recipientOf(params: GraphCall['params']): { input: string; key: string; toUserId: boolean } {
    const { to, recipient, recipient_type } = params;
    if (recipient_type !== undefined) oneOf(recipient_type, 'recipient_type', ['individual']);
    if (to === undefined && recipient !== undefined) {
      const input = stringOf(recipient, 'recipient');
      if (!/^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/.test(input)) throw badValue('The user id is malformed.');
      return { input, key: input, toUserId: true };
    }
    const input = stringOf(to, 'to');
    const digits = input.replace(/[\s()+-]/g, '');
    if (!/^\d{7,15}$/.test(digits)) throw badValue('The phone number is malformed: Please use the format: +1234567890.');
    if (digits === business.displayPhoneNumber) {
      const details = 'Sender and recipient phone number is the same.';
      throw refusal(400, { code: 131021, title: 'Recipient cannot be sender', details });
    }
    return { input, key: digits, toUserId: false };
  }

  async function message(params: GraphCall['params']): Promise<object> {
    const { input, key, toUserId } = recipientOf(params);
    const type = params.type === undefined ? 'text' : oneOf(params.type, 'type', TYPES);
    onlyKeys(params, 'messages', [...KEYS, type]);
    if (params.context !== undefined) stringOf(objectOf(params.context, 'context').message_id, "context['message_id']");
    const composed: Composed & { category?: Template['category'] } = compose(type, params[type]);
    if (composed.media && 'id' in composed.media.source) uploaded(composed.media, composed.media.source.id);
    if (world.pairLimit()) throw pairLimited();

    const recipient = world.find(key);
    count += 1;
    const id = wamid(key, count.toString(16).padStart(20, '0'));
    const sent = { id, toUserId, category: composed.category ?? ('service' as const) };
    const closed = type !== 'template' && !isOpen(recipient);
    if (closed && world.strict() && recipient) throw refusal(400, RE_ENGAGEMENT);
    if (!recipient || recipient.blocked) world.fail({ ...sent, to: recipient?.person ?? { waId: key, userId: key } }, UNDELIVERABLE);
    else if (closed) world.fail({ ...sent, to: recipient.person }, RE_ENGAGEMENT);
    else await hand(recipient, { ...sent, to: recipient.person }, composed);
    const told = toUserId ? { user_id: key } : { wa_id: key };
    return { messaging_product: 'whatsapp', contacts: [{ input, ...told }], messages: [{ id }] };
  }

  function compose(type: (typeof TYPES)[number], value: unknown): Composed {
    if (type === 'text') return composeText(value);
    if (type === 'interactive') return composeInteractive(value);
    if (type === 'template') return composeTemplate(value, world.templates);
    if (type !== 'reaction') return composeMedia(type, value);
    const reaction = objectOf(value, 'reaction');
    stringOf(reaction.message_id, "reaction['message_id']");
    return { text: String(reaction.emoji ?? ''), options: [], links: [] };
  }

  function isOpen(recipient: Recipient | undefined): boolean {
    return recipient?.wroteAt !== undefined && world.clock.now() - recipient.wroteAt < WINDOW_MS;
  }

  function uploaded({ kind }: MediaRef, id: string): Download {
    return media.uploaded(id, `${kind}['id']`, kind);
  }

  async function hand(recipient: Recipient, sent: SentMessage, composed: Composed): Promise<void> {
    const ref = composed.media;
    if (!ref) return world.show(recipient, sent, composed);
    if ('id' in ref.source) return world.show(recipient, sent, composed, uploaded(ref, ref.source.id));
    try {
      const file = await fetchLinked(ref.source.link);
      const fault = mediaFault(ref.kind, file);
      if (fault) throw new Error(fault);
      world.show(recipient, sent, composed, file);
    } catch (error) {
      world.fail(sent, mediaProblem(error instanceof Error ? error.message : String(error)));
    }
  }
}
