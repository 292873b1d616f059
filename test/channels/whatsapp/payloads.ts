/**
 * Webhooks of the Cloud API: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 * (and its pages text, interactive, image, audio, document, reaction, system, unsupported and status), with the ids of
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */

export interface Business {
  accountId: string;
  phoneNumberId: string;
  displayPhoneNumber: string;
}

export interface Person {
  /** Her number, digits only. */
  waId: string;
  /** Business-scoped: `ID.1502576394655843`. */
  userId: string;
  name: string;
  /** Who has one hides her number, unless we learnt it otherwise. */
  username?: string;
}

export interface MessageHead {
  id: string;
  /** Epoch ms; told in seconds. */
  at: number;
  /** The message of ours that it answers. */
  answers?: string;
}

export interface Media {
  id: string;
  mime_type: string;
  /** In webhooks base64, in answers of the API hex. */
  sha256: string;
  url: string;
}

/** Base64 of the number, and of what tells messages apart. */
export function wamid(number: string, unique: string): string {
  return `wamid.${Buffer.from(`\u001d\u0014${number}\u0015\u0002\u0000\u0012\u0018\u0014${unique.toUpperCase()}\u0000`).toString('base64')}`;
}

const seconds = (ms: number): string => String(Math.floor(ms / 1000));

export function notification(business: Business, ...values: object[]): object {
  const changes = values.map((value) => ({
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: business.displayPhoneNumber, phone_number_id: business.phoneNumberId },
      ...value,
    },
    field: 'messages',
  }));
  return { object: 'whatsapp_business_account', entry: [{ id: business.accountId, changes }] };
}

function contact(person: Person, profile: object): object {
  return { profile, ...(!person.username && { wa_id: person.waId }), user_id: person.userId };
}

/** @param content the type and what goes with it, e.g. `{ type: 'text', text: { body: 'Halo' } }` */
export function incoming(business: Business, person: Person, head: MessageHead, content: object): object {
  const profile = { name: person.name, ...(person.username && { username: person.username }) };
  const message = {
    ...(head.answers && { context: { from: business.displayPhoneNumber, id: head.answers } }),
    ...(!person.username && { from: person.waId }),
    from_user_id: person.userId,
    id: head.id,
    timestamp: seconds(head.at),
    ...content,
  };
  return { contacts: [contact(person, profile)], messages: [message] };
}

export const text = (body: string): object => ({ type: 'text', text: { body } });

export const buttonReply = (id: string, title: string): object => ({
  type: 'interactive',
  interactive: { type: 'button_reply', button_reply: { id, title } },
});

export const listReply = (id: string, title: string, description?: string): object => ({
  type: 'interactive',
  interactive: { type: 'list_reply', list_reply: { id, title, ...(description !== undefined && { description }) } },
});

/** A tap on a quick reply of a template. */
export const templateButton = (payload: string, label: string): object => ({ type: 'button', button: { payload, text: label } });

export const image = (media: Media, caption?: string): object => ({ type: 'image', image: { ...(caption && { caption }), ...media } });

export const video = (media: Media): object => ({ type: 'video', video: { ...media } });

export const audio = (media: Media): object => ({ type: 'audio', audio: { ...media, voice: /^audio\/ogg\b/.test(media.mime_type) } });

export const document = (media: Media, filename?: string, caption?: string): object => ({
  type: 'document',
  document: { ...(caption && { caption }), ...(filename && { filename }), ...media },
});

/** @param emoji absent: she took the reaction back */
export const reaction = (messageId: string, emoji?: string): object => ({
  type: 'reaction',
  reaction: { message_id: messageId, ...(emoji && { emoji }) },
});

/** @param kind of what she sent: `edit`, `poll_creation`, `pin`, … */
export const unsupported = (kind: string): object => ({
  type: 'unsupported',
  errors: [
    {
      code: 131051,
      title: 'Message type unknown',
      message: 'Message type unknown',
      error_data: { details: 'Message type is currently not supported.' },
    },
  ],
  unsupported: { type: kind },
});

/** She has a new number; the notification has no contacts. */
export function changedNumber(person: Person, head: MessageHead, waId: string): object {
  const body = `User ${person.name} changed from ${person.waId} to ${waId}`;
  const system = { body, wa_id: waId, type: 'user_changed_number' };
  return { messages: [{ from: person.waId, id: head.id, timestamp: seconds(head.at), type: 'system', system }] };
}

export interface SentMessage {
  id: string;
  to: Person;
  /** Whether the request named her user id, not her number. */
  toUserId: boolean;
  category: 'service' | 'utility' | 'marketing';
}

/** `sent`, `delivered` and `read`; what the conversation cost goes with the first two. */
export function status(sent: SentMessage, state: 'sent' | 'delivered' | 'read', at: number): object {
  const { to, category } = sent;
  const profile = { name: to.name, ...(to.username && state !== 'sent' && { username: to.username }) };
  const conversation = {
    id: Buffer.from(`${to.userId}/${category}`).toString('hex').padEnd(32, '0').slice(0, 32),
    ...(state === 'sent' && { expiration_timestamp: seconds(at + 86_400_000) }),
    origin: { type: category },
  };
  const free = category === 'service';
  const pricing = { billable: !free, pricing_model: 'PMP', category, type: free ? 'free_customer_service' : 'regular' };
  const numberTold = !sent.toUserId || !to.username;
  const told: Person = { ...to, ...(numberTold && { username: undefined }) };
  return {
    contacts: [contact(told, profile)],
    statuses: [
      {
        id: sent.id,
        status: state,
        timestamp: seconds(at),
        ...(numberTold && { recipient_id: to.waId }),
        recipient_user_id: to.userId,
        ...(state !== 'read' && { conversation, pricing }),
      },
    ],
  };
}

/** @param error as of statusError() @param to of somebody who is not on WhatsApp only the number is known */
export function failedStatus(
  sent: Pick<SentMessage, 'id' | 'toUserId'> & { to: Pick<Person, 'waId' | 'userId'> },
  error: object,
  at: number,
): object {
  const recipient = sent.toUserId ? { recipient_user_id: sent.to.userId } : { recipient_id: sent.to.waId };
  return { statuses: [{ id: sent.id, status: 'failed', timestamp: seconds(at), ...recipient, errors: [error] }] };
}
