/** What a customer can choose while she waits, told by the whole house. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Chat, createHarness, type Harness, SARI } from '../helpers/harness.ts';
import { openPhone } from '../../src/demo/phone.ts';

let house: Harness;
beforeEach(async () => {
  house = await createHarness();
});
afterEach(() => house.close());

async function waiting(customerId?: string) {
  const chat = house.chat({ locale: 'en', customerId });
  await chat.say('I want to talk to a person');
  await chat.heard();
  return chat;
}

const ways = async (chat: Chat) => (await chat.conversation()).choices.map(({ value }) => value);

it('is offered with the handoff, and whatever else she says is only kept for the agents', async () => {
  const chat = await waiting();
  expect(await ways(chat)).toEqual(['ticket', 'callback']);
  await chat.say('my payment at Tokopedia is gone');
  expect(await chat.heard()).toEqual([]);
  expect(await ways(chat)).toEqual(['ticket', 'callback']);
});

it('a ticket has a number, keeps her place, and the wallet tells her of the answer, once for each time she wrote', async () => {
  const chat = await waiting('sinta');
  const { owner } = await chat.conversation();
  await chat.say('Leave a ticket');
  expect(await chat.heard()).toEqual(['_common.ticket-opened-notify']);
  const { followUp, owner: after } = await chat.conversation();
  expect(followUp).toEqual({ kind: 'ticket', ticket: expect.stringMatching(/^T-\d\d-[0-9A-Z]{5}$/) });
  expect(after).toEqual(owner);
  const ticket = followUp?.kind === 'ticket' ? followUp.ticket : '';
  const told = (await chat.log()).at(-1);
  expect(told?.text).toContain(ticket);
  expect(told?.attachments?.[0]?.content).toMatchObject({ title: `Ticket ${ticket}` });

  const phone = openPhone(house.sandboxUrl);
  await chat.agent(SARI, { type: 'accept' });
  await chat.agent(SARI, { type: 'message', text: 'Your money is back.' });
  await chat.agent(SARI, { type: 'message', text: 'Anything else?' });
  const notified = async () => (await phone.messages()).filter(({ text }) => text.includes(ticket)).length;
  expect(await notified()).toBe(1);
  await chat.say('Where can I see it?');
  await chat.agent(SARI, { type: 'message', text: 'In your history.' });
  expect(await notified()).toBe(2);
  await chat.agent(SARI, { type: 'close' });
  expect((await chat.conversation()).followUp).toBeUndefined();
});

it('a guest’s ticket promises no message, since nobody knows where to send it', async () => {
  const chat = await waiting();
  await chat.say('leave a ticket');
  expect(await chat.heard()).toEqual(['_common.ticket-opened']);
  await chat.agent(SARI, { type: 'accept' });
  const { activities } = await chat.agent(SARI, { type: 'message', text: 'Here is your answer.' });
  expect(activities).toHaveLength(1);
  expect(await house.storage.store.deadLetters()).toEqual([]);
});

it('a call needs a number: asked until there is one, confirmed, corrected by another, and taken back', async () => {
  const chat = await waiting();
  await chat.say('Call me back');
  expect(await chat.heard()).toEqual(['_common.callback-ask']);
  await chat.say('as soon as you can please');
  expect(await chat.heard()).toEqual(['_common.callback-ask-again']);
  await chat.say('0812 3456 7890');
  expect(await chat.heard()).toEqual(['_common.callback-promised']);
  expect((await chat.log()).at(-1)?.text).toContain('+62 812 3456 7890');
  await chat.say('sorry, 0813 8888 1234');
  expect((await chat.conversation()).followUp).toEqual({ kind: 'callback', phone: '+6281388881234' });
  await chat.say('thanks');
  expect(await chat.heard()).toEqual(['_common.callback-promised']);
  await chat.say('Wait in the chat');
  expect(await chat.heard()).toEqual(['_common.waiting-on']);
  expect(await chat.conversation()).toMatchObject({ owner: { kind: 'queue' } });
  expect((await chat.conversation()).followUp).toBeUndefined();
});

it('agents keep it in view, and nothing of it is left once the bot has her back', async () => {
  const chat = await waiting();
  await chat.say('Leave a ticket');
  await chat.agent(SARI, { type: 'accept' });
  expect((await chat.conversation()).followUp?.kind).toBe('ticket');
  await chat.say('Call me back');
  expect((await chat.conversation()).followUp?.kind).toBe('ticket');
  await chat.agent(SARI, { type: 'return' });
  expect((await chat.conversation()).followUp).toBeUndefined();
});
