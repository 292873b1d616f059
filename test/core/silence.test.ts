/** What happens when she falls silent and when she comes back, by the whole house and its clock. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../src/demo/clock.ts';
import type { Delivery } from '../../src/core/conversation.ts';
import { type Chat, createHarness, type Harness, SARI } from '../helpers/harness.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let house: Harness;
beforeEach(async () => {
  house = await createHarness();
});
afterEach(() => house.close());

async function asked(locale = 'en', delivery: Delivery = 'pull'): Promise<Chat> {
  const chat = house.chat({ locale, delivery });
  await chat.say({ en: 'I forgot my password', id: 'lupa kata sandi', zh: '我忘了密码' }[locale] ?? '');
  expect(await chat.heard()).toEqual(['reset-password.ask-contact']);
  return chat;
}

async function closed(locale = 'en'): Promise<Chat> {
  const chat = await asked(locale);
  await house.advance(15 * MINUTE);
  await house.advance(24 * HOUR);
  expect((await chat.heard()).at(-1)).toBe('_common.closed-quietly');
  expect(await chat.conversation()).toMatchObject({ status: 'closed', runs: [{ flow: 'reset-password@1' }], silence: { kind: 'closed' } });
  return chat;
}

describe('while the bot waits for her', () => {
  it('she is reminded once, gently, with the question; then it is closed without a word too many', async () => {
    const chat = await asked();
    await house.advance(14 * MINUTE);
    expect(await chat.heard()).toEqual([]);
    await house.advance(MINUTE);
    expect(await chat.heard()).toEqual(['_common.still-there', 'reset-password.ask-contact']);
    await house.advance(23 * HOUR);
    expect(await chat.heard()).toEqual([]);
    await house.advance(HOUR);
    expect(await chat.heard()).toEqual(['_common.closed-quietly']);
    await house.advance(100 * HOUR);
    expect(await chat.heard()).toEqual([]);
    expect(await house.storage.store.nextDueAt()).toBeUndefined();
  });

  it('each of her messages begins it anew', async () => {
    const chat = await asked();
    await house.advance(14 * MINUTE);
    await chat.say('thanks');
    await chat.heard();
    await house.advance(14 * MINUTE);
    expect(await chat.heard()).toEqual([]);
    await house.advance(MINUTE);
    expect((await chat.heard())[0]).toBe('_common.still-there');
  });

  it('a chat sets one timer, not one a message; what it does too early is seen by nobody', async () => {
    const chat = await asked();
    const due = await house.storage.store.nextDueAt();
    for (let messages = 0; messages < 3; messages += 1) {
      await house.advance(4 * MINUTE);
      await chat.say('thanks');
    }
    expect(await house.storage.store.nextDueAt()).toBe(due);
    await chat.heard();
    const { updatedAt } = await chat.conversation();
    await house.advance(3 * MINUTE);
    expect(await chat.heard()).toEqual([]);
    expect((await chat.conversation()).updatedAt).toBe(updatedAt);
    expect(await house.storage.store.nextDueAt()).toBe(updatedAt + 15 * MINUTE);
  });

  it('a timer that was given up is set anew by her next message', async () => {
    const chat = await asked();
    const { store } = house.storage;
    await house.outbox.stop();
    house.clock.advance(15 * MINUTE);
    for (const { id } of await store.claimDue({ now: house.clock.now(), leaseMs: MINUTE, limit: 9 }))
      await store.settle(id, { outcome: 'dead', error: 'it failed too often' });
    expect(await store.nextDueAt()).toBeUndefined();
    house.outbox.start();
    await chat.say('thanks');
    await chat.heard();
    await house.advance(15 * MINUTE);
    expect((await chat.heard())[0]).toBe('_common.still-there');
  });

  it('one who is written to waits an hour for the reminder', async () => {
    house.channels.set('test', { name: 'test', send: async () => ({ ok: true }) });
    const chat = await asked('en', 'push');
    await house.advance(59 * MINUTE);
    expect(await chat.heard()).toEqual([]);
    await house.advance(MINUTE);
    expect((await chat.heard())[0]).toBe('_common.still-there');
  });

  it('a flow that looks at the wallet every few seconds neither hurries nor delays it', async () => {
    const chat = await asked();
    await chat.say('0812 3456 7890');
    await chat.heard();
    const { silence } = await chat.conversation();
    for (let looks = 0; looks < 10; looks += 1) await house.advance(3_000);
    expect((await chat.conversation()).silence).toEqual(silence);
  });

  it('a person who has it, or is to have it, stops it; with the bot’s return it begins anew', async () => {
    const chat = await asked();
    await chat.say('I want to talk to a person');
    expect((await chat.conversation()).silence).toBeUndefined();
    await chat.agent(SARI, { type: 'accept' });
    await house.advance(48 * HOUR);
    await chat.agent(SARI, { type: 'return' });
    await chat.heard();
    await house.advance(15 * MINUTE);
    expect(await chat.heard()).toEqual(['_common.still-there', 'reset-password.ask-contact']);
  });

  it('nobody is reminded of a rating, or where nothing is asked', async () => {
    const chat = await asked();
    await chat.say('cancel');
    expect((await chat.conversation()).silence).toBeUndefined();
    await chat.say('I want to talk to a person');
    await chat.agent(SARI, { type: 'accept' });
    await chat.agent(SARI, { type: 'close' });
    await chat.say('blue elephants');
    expect((await chat.conversation()).silence).toBeUndefined();
  });
});

describe('when she comes back', () => {
  it.each([
    ['en', 'hello', 'yes please'],
    ['id', 'halo', 'iya dong'],
    ['zh', '你好', '好的'],
  ])('%s: she is asked whether to go on, and goes on at the exact question', async (locale, hello, yes) => {
    const chat = await closed(locale);
    await chat.say(hello);
    expect(await chat.heard()).toEqual(['_common.welcome-back']);
    expect(await chat.conversation()).toMatchObject({ status: 'open', choices: [{ value: 'resume' }, { value: 'leave' }] });
    await chat.say(yes);
    expect(await chat.heard()).toEqual(['reset-password.ask-contact']);
    expect((await chat.conversation()).silence).toMatchObject({ kind: 'remind' });
  });

  it.each([
    ['en', 'hello', 'no thanks'],
    ['id', 'halo', 'enggak kak'],
    ['zh', '你好', '不用了'],
  ])('%s: or chooses another topic', async (locale, hello, no) => {
    const chat = await closed(locale);
    await chat.say(hello);
    await chat.heard();
    await chat.say(no);
    expect(await chat.heard()).toEqual(['_common.go-ahead']);
    expect((await chat.conversation()).runs).toEqual([]);
  });

  it.each([
    ['Yes, go on', 'reset-password.ask-contact'],
    ['2', '_common.go-ahead'],
  ])('a tap and a place in the list do the same: %s', async (text, key) => {
    const chat = await closed();
    await chat.say('hello');
    await chat.heard();
    await chat.say(text);
    expect(await chat.heard()).toEqual([key]);
  });

  it.each([
    ['my payment failed', 'failed-payment.what-happened'],
    ['0812 3456 7890', 'reset-password.open-secure-page'],
    ['Talk to a person', '_common.handoff-started'],
    ['start over', '_common.starting-over'],
  ])('what says by itself what she wants is done: %s', async (text, key) => {
    const chat = await closed();
    await chat.say(text);
    expect((await chat.heard())[0]).toBe(key);
  });
});

it('outlives a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'estafet-silence-'));
  const clock = createClock();
  const store = `sqlite:${join(folder, 'desk.db')}`;
  try {
    const before = await createHarness({ clock, store });
    await before.chat({ id: 'sleeper' }).say('I forgot my password');
    await before.close();
    clock.advance(20 * MINUTE);
    const after = await createHarness({ clock, store });
    const chat = after.chat({ id: 'sleeper' });
    await after.outbox.idle();
    expect((await chat.heard()).slice(-2)).toEqual(['_common.still-there', 'reset-password.ask-contact']);
    await after.close();
    clock.advance(24 * HOUR);
    const later = await createHarness({ clock, store });
    await later.outbox.idle();
    const again = later.chat({ id: 'sleeper' });
    expect((await again.heard()).at(-1)).toBe('_common.closed-quietly');
    await later.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
