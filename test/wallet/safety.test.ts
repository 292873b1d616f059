/** An account in danger while the wallet misbehaves: frozen at most once, never claimed either way, and nobody is lost. */
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPhone, type Phone } from '../../src/demo/phone.ts';
import type { Chat } from '../../src/demo/house.ts';
import { createOutbox, type Outbox } from '../../src/engine/outbox.ts';
import type { WalletOperation } from '../../src/core/wallet-operations.ts';
import { createHarness, type Harness } from '../helpers/harness.ts';

/** As many requests to freeze as the sandbox takes for an account in ten minutes. */
const REQUESTS = 5;

let house: Harness;
let phone: Phone;
let outbox: Outbox;
let called: WalletOperation[];
let mood: string;

/** The real outbox, except that the wallet's mood turns just before a write that locks. */
beforeEach(async () => {
  house = await createHarness({ pace: 0.2 });
  phone = openPhone(house.sandboxUrl);
  await house.outbox.stop();
  called = [];
  outbox = createOutbox({
    store: house.storage.store,
    engine: house.engine,
    channels: house.channels,
    log: pino({ level: 'silent' }),
    now: house.clock.now,
    wallet: {
      ...house.wallet,
      async call(operation, input, options) {
        called.push(operation);
        if (operation === 'freezeAccount' || operation === 'requestFreeze') await phone.setMode(mood);
        return house.wallet.call(operation, input, options);
      },
    },
  });
  outbox.start();
});
afterEach(async () => {
  await outbox.stop();
  await house.close();
});

async function say(chat: Chat, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await chat.say(text);
    await outbox.idle();
  }
}

/** Up to her tap in the app, which starts the freeze. */
async function freeze(): Promise<Chat> {
  const chat = house.chat({ locale: 'id', customerId: 'sinta' });
  await say(chat, 'akun saya dibajak orang', 'Ada orang masuk ke akun saya', 'Bekukan akun saya');
  expect((await chat.heard()).at(-1)).toBe('confirm-identity.tap');
  await phone.tap((await chat.log()).at(-1)?.text ?? '');
  house.clock.advance(2_000);
  await outbox.idle();
  return chat;
}

async function requestFreeze(): Promise<Chat> {
  const chat = house.chat({ locale: 'en' });
  await say(chat, 'my phone was stolen', 'My phone is gone', 'Freeze without the app', 'sinta@example.test');
  return chat;
}

async function statusOf(customerId: string): Promise<string> {
  const answer = await house.wallet.call('getCustomer', { customerId }, { idempotencyKey: 'look' });
  return answer.ok ? answer.output.status : answer.error.code;
}

/** How many more the sandbox takes: what it refuses has come in already. */
async function requestsOf(contact: string): Promise<number> {
  for (let more = 0; ; more += 1) {
    const answer = await house.wallet.call('requestFreeze', { contact, locale: 'en' }, { idempotencyKey: `more-${more}` });
    if (!answer.ok) return REQUESTS - more;
  }
}

async function expectUrgent(chat: Chat): Promise<void> {
  const { owner } = await chat.conversation();
  expect(owner.kind).toBe('queue');
  const day = 24 * 60 * 60_000;
  if (owner.kind === 'queue') expect(owner.since - owner.score).toBe(day);
}

const freezes = () => called.filter((operation) => operation === 'freezeAccount' || operation === 'requestFreeze').length;

describe('a freeze', () => {
  it('whose answer is lost is done once and told', async () => {
    mood = 'lose-answers';
    const chat = await freeze();
    const heard = await chat.heard();
    expect(heard).toContain('account-compromised.told.frozen');
    await say(chat, 'Semuanya bukan saya');
    expect(await chat.heard()).toContain('account-compromised.advice');
    expect(freezes()).toBe(1);
    expect(await statusOf('sinta')).toBe('frozen');
    await expectUrgent(chat);
  });

  it.each(['down', 'slow'])('is claimed neither way by a wallet that is %s, and a person has it', { timeout: 60_000 }, async (mode) => {
    mood = mode;
    const chat = await freeze();
    const heard = await chat.heard();
    expect(heard).toContain('account-compromised.told.unknown');
    expect(heard.some((key) => key.startsWith('account-compromised.told.frozen'))).toBe(false);
    expect(freezes()).toBe(1);
    await expectUrgent(chat);
    await phone.setMode('normal');
    // What she writes while she waits is kept, and nothing is sent again.
    await say(chat, 'halo, bagaimana akun saya?');
    expect((await chat.log()).some(({ text }) => text === 'halo, bagaimana akun saya?')).toBe(true);
    expect(freezes()).toBe(1);
  });

  it('that the wallet refuses is said not to be done, and a person does it', async () => {
    mood = 'refuse';
    const chat = await freeze();
    expect(await chat.heard()).toContain('account-compromised.told.not_done');
    await phone.setMode('normal');
    expect(await statusOf('sinta')).toBe('active');
    await expectUrgent(chat);
  });

  it('is not done again by “back”', async () => {
    mood = 'normal';
    const chat = await freeze();
    await say(chat, 'kembali', 'kembali', 'Semuanya bukan saya');
    expect(freezes()).toBe(1);
    expect(await statusOf('sinta')).toBe('frozen');
    await expectUrgent(chat);
  });

  it('is seen by the next conversation', async () => {
    mood = 'normal';
    await freeze();
    const chat = house.chat({ locale: 'id', customerId: 'sinta' });
    await say(chat, 'akun saya dibajak orang', 'Ada orang masuk ke akun saya');
    expect(await chat.heard()).toContain('account-compromised.told.frozen_before');
  });
});

describe('a request to freeze', () => {
  it('whose answer is lost comes in once', async () => {
    mood = 'lose-answers';
    const chat = await requestFreeze();
    expect(await chat.heard()).toContain('account-compromised.told.requested');
    await phone.setMode('normal');
    expect(await requestsOf('sinta@example.test')).toBe(1);
    await expectUrgent(chat);
  });

  it.each(['down', 'refuse'])('goes to a person when the wallet is in the mode %s', async (mode) => {
    mood = mode;
    const chat = await requestFreeze();
    expect(await chat.heard()).toContain(`account-compromised.told.${mode === 'down' ? 'unknown' : 'not_done'}`);
    await phone.setMode('normal');
    expect(await requestsOf('sinta@example.test')).toBe(0);
    await expectUrgent(chat);
  });
});

it('comes before everybody else by any wish, from a flow that it started, too', async () => {
  const chat = house.chat({ locale: 'id', customerId: 'sinta' });
  await say(chat, 'akun saya dibajak orang', 'Ada orang masuk ke akun saya', 'Bekukan akun saya', 'mau bicara sama petugas');
  await expectUrgent(chat);
});
