/** A customer in a chat of two with the bot, in Teams' app. */
import { randomUUID } from 'node:crypto';
import type { SimulatedCustomer } from '../simulator.ts';
import { activityOf, attachmentsOf, type Place } from './payloads.ts';
import { type Chat, goOn, saidByTapping } from './teams.ts';

export interface TeamsCustomer extends SimulatedCustomer {
  /** A message of hers, not yet delivered. */
  message(text: string): object;
}

/** @param push posts an activity, and resolves when it was taken */
export function openCustomer(place: Place, name: string, locale: string, push: (activity: object) => Promise<void>): TeamsCustomer {
  const account = { id: `29:${randomUUID().replaceAll('-', '')}`, name, aadObjectId: randomUUID() };
  const chat: Chat = { id: `a:${randomUUID()}`, customer: account, locale, blocked: false, screen: [], taps: [] };
  place.chats.set(chat.id, chat);

  /** Blocking takes the bot's app off; to write, she has to put it on again. */
  async function install(action: 'add' | 'remove'): Promise<void> {
    if (chat.blocked === (action === 'remove')) return;
    chat.blocked = action === 'remove';
    await push(activityOf(place, chat, { type: 'installationUpdate', action }));
    if (action === 'add') await push(activityOf(place, chat, { type: 'conversationUpdate', membersAdded: [place.bot] }));
  }

  function write(content: object): object {
    goOn(chat);
    return activityOf(place, chat, { type: 'message', textFormat: 'plain', ...content });
  }

  async function send(content: object): Promise<void> {
    await install('add');
    await push(write(content));
  }

  return {
    id: account.id,
    name,
    screen: chat.screen,
    says: (text) => send({ text }),
    taps: async (label) => send({ text: saidByTapping(chat, label) }),
    sends: (file) => send({ attachments: attachmentsOf(place, file) }),
    blocks: () => install('remove'),
    unblocks: () => install('add'),
    message: (text) => write({ text }),
  };
}
