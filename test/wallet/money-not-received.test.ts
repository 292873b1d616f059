/** Money that has not arrived, through the real outbox: one investigation at most, and true words whatever the wallet does. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPhone } from '../../src/demo/phone.ts';
import { type Chat, createHarness, type Harness } from '../helpers/harness.ts';

const HOUR = 3_600_000;

let house: Harness;
let chat: Chat;
beforeEach(async () => {
  house = await createHarness();
  chat = house.chat({ locale: 'id', customerId: 'sinta' });
}, 180_000);
afterEach(() => house.close());

const mood = (mode: string) => openPhone(house.sandboxUrl).setMode(mode);
const investigationOf = async (transactionId: string) => {
  const read = await house.wallet.call('getTransaction', { customerId: 'sinta', transactionId }, { idempotencyKey: 'read' });
  return read.ok ? read.output.investigation?.investigationNumber : undefined;
};

async function askAboutOverdue(): Promise<void> {
  await chat.say('top up belum masuk');
  await chat.say('yang 300.000');
  expect((await chat.heard()).at(-1)).toBe('money-not-received.status.overdue');
}

it('opens one investigation when the answer is lost, and tells its number', { timeout: 60_000 }, async () => {
  await askAboutOverdue();
  await mood('lose-answers');
  await chat.say('ya');
  expect(await chat.heard()).toEqual(['money-not-received.opened', 'money-not-received.status.investigating']);
  await mood('normal');
  const number = await investigationOf('trx-sinta-2');
  expect(number).toMatch(/^INV\d+$/);
  const told = (await chat.log()).map(({ text }) => text ?? '').filter((text) => text.includes('INV'));
  expect(told.every((text) => text.includes(number ?? 'none'))).toBe(true);
  expect(told).toHaveLength(2);
});

it.each(['down', 'refuse'])('says that nothing is opened when the wallet is in the mood %s', { timeout: 60_000 }, async (mode) => {
  await askAboutOverdue();
  await mood(mode);
  await chat.say('ya');
  expect(await chat.heard()).toEqual(['money-not-received.not-opened']);
  await mood('normal');
  expect(await investigationOf('trx-sinta-2')).toBeUndefined();
  await chat.say('Coba lagi');
  expect(await chat.heard()).toEqual(['money-not-received.opened', 'money-not-received.status.investigating']);
});

it('notices what arrives while she waits, and only then', { timeout: 60_000 }, async () => {
  await chat.say('uang transfer belum sampai');
  await chat.say('yang 500 ribu');
  await chat.say('ya');
  expect((await chat.heard()).at(-1)).toBe('money-not-received.waiting');
  for (let minutes = 0; minutes < 30; minutes += 1) await house.advance(60_000);
  expect(await chat.heard()).toEqual([]);
  await house.advance(3 * HOUR);
  expect(await chat.heard()).toEqual(['money-not-received.came-in', '_common.anything-else']);
});
