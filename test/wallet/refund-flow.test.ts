/** A refund is asked for once, whatever becomes of the wallet meanwhile; and she is told nothing that is not so. */
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPhone, type Phone } from '../../src/demo/phone.ts';
import { type Chat, createHarness, type Harness, loadWorld } from '../helpers/harness.ts';

/** Of real time: a slow wallet takes 1.6 s an answer here, and the desk waits 1 s for it. */
const PACE = 0.2;

let house: Harness;
let phone: Phone;
let chat: Chat;

beforeAll(async () => void (await loadWorld()), 120_000);
beforeEach(async () => {
  house = await createHarness({ pace: PACE });
  phone = openPhone(house.sandboxUrl);
  chat = house.chat({ locale: 'en', customerId: 'emma' });
  for (const text of ['i want a refund', 'New refund', 'Lazada', 'Never arrived', 'Yes, request it']) await chat.say(text);
  await phone.tap((await chat.log()).at(-1)?.text ?? '');
  await chat.heard();
});
afterEach(() => house.close());

/** Of her purchase at Lazada. */
async function refundsMade(): Promise<number> {
  await phone.setMode('normal');
  const answer = await house.wallet.call('listRefunds', { customerId: 'emma' }, { idempotencyKey: 'look' });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.output.refunds.filter(({ merchant }) => merchant === 'Lazada').length;
}

/** Her tap is seen, the wallet falls into this mood before it is asked for the refund. */
async function requestIn(mode: string): Promise<string[]> {
  const call = house.wallet.call.bind(house.wallet);
  house.wallet.call = async (operation, ...rest) => {
    if (operation === 'requestRefund') await phone.setMode(mode);
    return call(operation, ...rest);
  };
  await house.advance(2_000);
  return chat.heard();
}

it('losing the answer after committing: asked again under the same key, made once', async () => {
  expect(await requestIn('lose-answers')).toEqual(['confirm-identity.confirmed', 'refund-request.requested', '_common.anything-else']);
  expect(await refundsMade()).toBe(1);
});

it('down: neither "done" nor "not done", a person with all of it', async () => {
  const heard = await requestIn('down');
  expect(heard).toEqual(['confirm-identity.confirmed', 'refund-request.person.uncertain', '_common.handoff-started']);
  const { owner } = await chat.conversation();
  expect(owner).toMatchObject({ kind: 'queue', reason: 'uncertain' });
  const handoff = (await chat.log('desk')).find(({ name }) => name === 'handoff.initiate');
  expect(handoff?.value).toMatchObject({ facts: { merchant: 'Lazada', refundAmount: 275_000, reason: 'not_received', payTo: 'card' } });
  expect(await refundsMade()).toBe(0);
});

it('refusing: nothing was requested, and she can try again', async () => {
  expect(await requestIn('refuse')).toEqual(['confirm-identity.confirmed', 'refund-request.not-taken', 'refund-request.summary']);
  expect(await refundsMade()).toBe(0);
});

it('slow, then asked again: the wallet’s late deed is found, not repeated', { timeout: 120_000 }, async () => {
  expect((await requestIn('slow')).slice(-2)).toEqual(['refund-request.person.uncertain', '_common.handoff-started']);
  await phone.setMode('normal');
  await new Promise((resolve) => setTimeout(resolve, 9_000 * PACE));
  expect(await refundsMade()).toBe(1);
  const again = house.chat({ locale: 'en', customerId: 'emma' });
  for (const text of ['i want a refund', 'New refund', 'Lazada', 'Never arrived']) await again.say(text);
  expect((await again.heard()).slice(-2)).toEqual(['refund-request.under-way', 'refund-request.status.reviewing']);
  expect(await refundsMade()).toBe(1);
});

it('"cancel" while it is under way: she is told that it can not be stopped', async () => {
  const call = house.wallet.call.bind(house.wallet);
  let asked = 0;
  const meanwhile: string[] = [];
  house.wallet.call = async (operation, ...rest) => {
    if (operation === 'requestRefund' && ++asked === 1) {
      const input = { conversationId: chat.id, activity: { type: 'message' as const, text: 'cancel', from: { id: 'emma' } } };
      const origin = { channel: 'test', delivery: 'pull' as const, locale: 'en', customer: { id: `user-${chat.id}`, walletId: 'emma' } };
      await house.engine.handle({ kind: 'activity', id: 'cancel-meanwhile', ...input, origin });
      meanwhile.push(...(await chat.heard()));
    }
    return call(operation, ...rest);
  };
  await house.advance(2_000);
  expect(meanwhile).toEqual(['confirm-identity.confirmed', '_common.under-way']);
  expect(await chat.heard()).toEqual(['refund-request.requested', '_common.anything-else']);
  expect([asked, await refundsMade()]).toEqual([1, 1]);
});

it('"back" while it is under way: she hears that it can not be stopped, and what came of it', async () => {
  const call = house.wallet.call.bind(house.wallet);
  let asked = 0;
  house.wallet.call = async (operation, ...rest) => {
    const result = await call(operation, ...rest);
    if (operation === 'requestRefund' && ++asked === 1) {
      const activity = { type: 'message' as const, text: 'go back', from: { id: 'emma' } };
      const origin = { channel: 'test', delivery: 'pull' as const, locale: 'en', customer: { id: `user-${chat.id}`, walletId: 'emma' } };
      await house.engine.handle({ kind: 'activity', id: 'back-meanwhile', conversationId: chat.id, activity, origin });
    }
    return result;
  };
  await house.advance(2_000);
  expect((await chat.heard()).slice(-3)).toEqual(['_common.under-way', 'refund-request.requested', '_common.anything-else']);
  expect([asked, await refundsMade()]).toEqual([1, 1]);
});

it('her first words tell of the payment: whoever takes over reads all of it', async () => {
  const guest = house.chat({ locale: 'id' });
  for (const text of ['mau refund 150rb kemarin jam 3 order INV-123', 'Tanpa aplikasi', 'barang belum datang']) await guest.say(text);
  expect((await guest.heard()).slice(-3)).toEqual(['refund-request.reason', 'refund-request.person.details', '_common.handoff-started']);
  const handoff = (await guest.log('desk')).find(({ name }) => name === 'handoff.initiate');
  expect(handoff?.value).toMatchObject({
    facts: { orderNumber: 'INV-123', amount: 150_000, saidWhen: 'kemarin jam 3', reason: 'not_received' },
  });
});
