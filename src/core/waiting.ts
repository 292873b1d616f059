/** What she can choose while she waits for a person: stay in the chat, leave a ticket, or be called. */
import { parsePhoneNumber } from 'libphonenumber-js/max';
import type { Attachment } from './activity.ts';
import { HERO_CARD } from './cards.ts';
import type { Draft } from './draft.ts';
import { WAITING_CHOICES } from './handoff.ts';
import { matchChoice } from './route.ts';
import type { ActivityInput } from './turn-types.ts';

/** A message from her while the conversation is in the queue. It is kept for the agents whatever it says. */
export function answerWaiting(draft: Draft, text: string, input: ActivityInput): void {
  const { conversation } = draft;
  // Which number to call is asked until there is one, and a better one may follow.
  const phone = conversation.followUp?.kind === 'callback' ? phoneIn(input) : undefined;
  if (phone) return promiseCall(draft, phone);
  switch (matchChoice(conversation.choices, text)?.value) {
    case 'ticket':
      return openTicket(draft);
    case 'callback':
      conversation.followUp = { kind: 'callback' };
      return offer(draft, '_common.callback-ask', {}, ['ticket', 'wait']);
    case 'wait':
      conversation.followUp = undefined;
      return offer(draft, '_common.waiting-on', {}, WAITING_CHOICES);
    default:
      if (conversation.followUp?.kind === 'callback' && !conversation.followUp.phone)
        offer(draft, '_common.callback-ask-again', {}, ['ticket', 'wait']);
  }
}

function phoneIn({ classification }: ActivityInput): string | undefined {
  return classification?.entities.find(({ kind }) => kind === 'phone')?.value;
}

function openTicket(draft: Draft): void {
  const { conversation } = draft;
  const ticket = ticketNumber(conversation.id, draft.now);
  conversation.followUp = { kind: 'ticket', ticket };
  const key = conversation.customer.walletId ? '_common.ticket-opened-notify' : '_common.ticket-opened';
  offer(draft, key, { ticket }, ['callback', 'wait'], [ticketCard(draft, ticket)]);
}

/** To find again in a long chat, and to read out on the phone. */
function ticketCard({ conversation, world, locale }: Draft, ticket: string): Attachment {
  const { topic } = conversation;
  const title = world.texts.format(locale, '_common.ticket', { ticket });
  return { contentType: HERO_CARD, content: { title, ...(topic && { subtitle: world.texts.format(locale, `${topic}.title`) }) } };
}

function promiseCall(draft: Draft, phone: string): void {
  draft.conversation.followUp = { kind: 'callback', phone };
  offer(draft, '_common.callback-promised', { phone: parsePhoneNumber(phone).formatInternational() }, ['ticket', 'wait']);
}

function offer(draft: Draft, key: string, values: Record<string, string>, ways: string[], cards: Attachment[] = []): void {
  draft.say(key, values, { choices: draft.choices(undefined, ways), cards, whileWaiting: true });
}

/** Letters and digits that nobody mistakes for one another, on the phone either (https://www.crockford.com/base32.html). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** E.g. `T-24-7KQ2M`: the day of the month, then five characters that tell the tickets of a day apart. */
function ticketNumber(conversationId: string, now: number): string {
  let hash = 0x811c9dc5;
  // FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
  for (const character of `${conversationId} ${now}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const code = Array.from({ length: 5 }, (_, place) => ALPHABET[(hash >>> (place * 5)) & 31]).join('');
  return `T-${String(new Date(now).getUTCDate()).padStart(2, '0')}-${code}`;
}
