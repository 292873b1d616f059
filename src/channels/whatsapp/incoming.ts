/**
 * What the `messages` webhook brings, parsed one by one.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
import * as z from 'zod';
import { type Said, words } from '../meta-words.ts';

/** Meta's ids and numbers. */
const id = z.string().min(1).max(500);
/** Seconds. */
const timestamp = z.coerce.number().int().positive();

const media = z.object({
  id,
  mime_type: z.string().max(200).optional(),
  caption: words.optional(),
  filename: z.string().max(500).optional(),
});
const phones = z.array(z.object({ phone: z.string().max(50).optional() })).optional();

export const change = z.object({
  field: z.string(),
  value: z.object({
    metadata: z.object({ phone_number_id: z.string() }).optional(),
    contacts: z.array(z.unknown()).optional(),
    messages: z.array(z.unknown()).optional(),
    statuses: z.array(z.unknown()).optional(),
  }),
});
export const entry = z.object({ changes: z.array(z.unknown()) });

export const contact = z.object({
  profile: z.object({ name: z.string().max(500).optional() }).optional(),
  wa_id: id.optional(),
  user_id: id.optional(),
});
export type Contact = z.infer<typeof contact>;

/** Who sent it: a phone number, or where she hides hers, Meta's id of her for this business alone. */
const sender = { from: id.optional(), from_user_id: id.optional() };

const content = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.object({ body: words }) }),
  z.object({
    type: z.literal('interactive'),
    interactive: z.union([
      z.object({ button_reply: z.object({ id, title: words }) }).transform((given) => given.button_reply),
      z.object({ list_reply: z.object({ id, title: words }) }).transform((given) => given.list_reply),
    ]),
  }),
  // A button of a template; what it carries is no option of ours.
  z.object({ type: z.literal('button'), button: z.object({ text: words, payload: words.optional() }) }),
  z.object({ type: z.literal('image'), image: media }),
  z.object({ type: z.literal('video'), video: media }),
  z.object({ type: z.literal('audio'), audio: media }),
  z.object({ type: z.literal('document'), document: media }),
  z.object({ type: z.literal('sticker'), sticker: media }),
  z.object({
    type: z.literal('location'),
    location: z.object({ latitude: z.number(), longitude: z.number(), name: words.optional(), address: words.optional() }),
  }),
  z.object({
    type: z.literal('contacts'),
    contacts: z.array(z.object({ name: z.object({ formatted_name: words.optional() }).optional(), phones })).max(20),
  }),
  z.object({ type: z.literal('unsupported') }),
]);

export const message = z
  .object({ id, timestamp, ...sender, group_id: z.string().optional() })
  .and(content)
  .refine((given) => given.group_id === undefined, 'a group is nobody’s conversation with us')
  .refine((given) => given.from !== undefined || given.from_user_id !== undefined, 'nobody sent it');
export type Message = z.infer<typeof message>;

export const status = z.object({
  id,
  status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']),
  timestamp: timestamp.optional().catch(undefined),
  errors: z.array(z.object({ code: z.number() })).optional(),
});

/** A file that lies with Meta. */
export interface Media {
  id: string;
  contentType: string;
  name: string;
}

/** @param given as parsed by `message` */
export function contentOf(given: Message): Said & { media?: Media } {
  switch (given.type) {
    case 'text':
      return { text: given.text.body };
    case 'interactive':
      return { tap: given.interactive };
    case 'button':
      return { text: given.button.text };
    case 'image':
      return file(given.image, 'image', 'image/jpeg');
    case 'video':
      return file(given.video, 'video', 'video/mp4');
    case 'audio':
      return file(given.audio, 'audio', 'audio/ogg');
    case 'document':
      return file(given.document, 'document', 'application/octet-stream');
    case 'sticker':
      return file(given.sticker, 'sticker', 'image/webp');
    case 'location': {
      const { name, address, latitude, longitude } = given.location;
      return { text: `📍 ${[name, address, `${latitude}, ${longitude}`].filter(Boolean).join('\n')}` };
    }
    case 'contacts':
      return {
        text: given.contacts
          .map((person) => `👤 ${[person.name?.formatted_name, ...numbersOf(person)].filter(Boolean).join('\n')}`)
          .join('\n'),
      };
    case 'unsupported':
      return { text: '[?]' };
  }
}

function file(given: z.infer<typeof media>, kind: string, usual: string) {
  return {
    ...(given.caption && { text: given.caption }),
    media: { id: given.id, contentType: given.mime_type ?? usual, name: given.filename ?? kind },
  };
}

function numbersOf(person: { phones?: z.infer<typeof phones> }): string[] {
  return (person.phones ?? []).flatMap(({ phone }) => phone ?? []);
}
