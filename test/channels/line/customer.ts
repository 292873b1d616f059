/** A customer with LINE's app in her hand. */
import type { SimulatedCustomer } from '../simulator.ts';
import { type Account, type Friend, giveReplyToken, goOn, userId } from './account.ts';
import type { Action } from './actions.ts';
import { eventOf, fileContent, type LineEvent, stickerContent, textContent } from './events.ts';

export interface LineCustomer extends SimulatedCustomer {
  /** Adds the account as a friend, which a customer of the simulator has done long ago. */
  follows(): Promise<void>;
  sendsSticker(): Promise<void>;
  /** An event of hers, not yet delivered: for bodies of several events. */
  event(text: string): LineEvent;
}

/** @param push posts events in one body, and resolves when it was taken */
export function openCustomer(account: Account, name: string, language: string, push: (...events: LineEvent[]) => Promise<void>) {
  const friend: Friend = { id: userId(), name, language, blocked: false, screen: [], taps: [] };
  account.friends.set(friend.id, friend);
  const { contents, clock } = account;

  const answerable = (type: string, more: object): LineEvent => ({
    ...eventOf(type, { type: 'user', userId: friend.id }, account.tick()),
    replyToken: giveReplyToken(account, friend),
    ...more,
  });
  const follow = (isUnblocked: boolean) => answerable('follow', { follow: { isUnblocked } });

  function write(content: object): LineEvent {
    friend.blocked = false;
    goOn(friend);
    return answerable('message', { message: content });
  }

  async function unblock(): Promise<void> {
    if (!friend.blocked) return;
    friend.blocked = false;
    await push(follow(true));
  }

  async function send(content: object): Promise<void> {
    // She can write only after she has unblocked the account.
    await unblock();
    await push(write(content));
  }

  async function act({ type, label, text, data }: Action): Promise<void> {
    if (type === 'message') return send(textContent(text ?? ''));
    if (type !== 'postback') throw new Error(`The simulated app can't do what "${label}" asks for: ${type}.`);
    goOn(friend);
    await push(answerable('postback', { postback: { data } }));
  }

  const customer: LineCustomer = {
    id: friend.id,
    name,
    screen: friend.screen,
    says: (text) => send(textContent(text)),
    async taps(label) {
      const found = [...friend.taps].reverse().flatMap(({ actions, quick }) => [...actions, ...quick]);
      const action = found.find((one) => one.label === label && one.type !== 'uri');
      if (!action) throw new Error(`There is no option "${label}" on her screen.`);
      await act(action);
    },
    async sends(file) {
      const content = fileContent(file);
      const preparing = ['audio', 'video'].includes(content.type) ? 2 : 0;
      contents.set(content.id, { bytes: file.bytes, contentType: file.contentType, preparing, since: clock.now() });
      await send(content);
    },
    async blocks() {
      if (friend.blocked) return;
      friend.blocked = true;
      await push(eventOf('unfollow', { type: 'user', userId: friend.id }, account.tick()));
    },
    unblocks: unblock,
    follows: () => push(follow(false)),
    sendsSticker: () => send(stickerContent()),
    event: (text) => write(textContent(text)),
  };
  return customer;
}
