/** A conversation that is mended, by the whole house. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../src/core/draft.ts';
import { assign, defineFlow, entityOf, type Flow, flowActions, type FlowTypes, setup, walletCall } from '../../src/core/flow.ts';
import { Texts } from '../../src/core/render.ts';
import { openPhone } from '../../src/demo/phone.ts';
import { loadLocales } from '../../src/locales.ts';
import { type Chat, createHarness, type Harness, loadWorld, ROOT } from '../helpers/harness.ts';

type Context = { amount: string; phone: string };

/** Two facts, a summary, a write. */
function slots(id: string): Flow {
  const machine = setup({
    types: {} as FlowTypes<Context>,
    actions: {
      ...flowActions,
      keepAmount: assign({ amount: ({ event }) => entityOf(event, 'amount') ?? '' }),
      keepPhone: assign({ phone: ({ event }) => entityOf(event, 'phone') ?? '' }),
    },
    actors: { look: walletCall('getCustomer'), tell: walletCall('notifyCustomer') },
    guards: {
      hasAmount: ({ event }) => entityOf(event, 'amount') !== undefined,
      hasPhone: ({ event }) => entityOf(event, 'phone') !== undefined,
    },
  }).createMachine({
    id,
    context: { amount: '', phone: '' },
    initial: 'amount',
    states: {
      amount: {
        entry: { type: 'ask', params: { prompt: 'amount' } },
        on: { TEXT: { guard: 'hasAmount', target: 'phone', actions: 'keepAmount' } },
      },
      phone: {
        entry: { type: 'ask', params: { prompt: 'phone' } },
        on: { TEXT: { guard: 'hasPhone', target: 'looking', actions: 'keepPhone' } },
      },
      looking: { invoke: { src: 'look', id: 'look', input: { customerId: 'sinta' }, onDone: 'name', onError: 'name' } },
      name: { entry: { type: 'ask', params: { prompt: 'name' } }, on: { TEXT: 'summary' } },
      summary: { entry: { type: 'ask', params: { prompt: 'summary' } }, on: { AFFIRM: 'telling' } },
      telling: {
        invoke: {
          src: 'tell',
          id: 'tell',
          input: { customerId: 'sinta', text: 'The slots are full.' },
          onDone: 'told',
          onError: 'told',
        },
      },
      told: { entry: { type: 'ask', params: { prompt: 'told' } } },
    },
  });
  return defineFlow({ id, version: 1, intent: id, machine });
}

/** The fixture in the place of a topic that is understood, with words of its own. */
async function worldWith(flow: Flow): Promise<World> {
  const { messages } = loadLocales(`${ROOT}/locales`);
  const { world } = await loadWorld();
  const keys = ['amount', 'phone', 'name', 'summary', 'told'].flatMap((key) => [key, `${key}-again`]);
  const own = Object.fromEntries(keys.map((key) => [`${flow.id}.${key}`, `${key} {amount} {phone}`]));
  const texts = new Texts(Object.fromEntries(Object.entries(messages).map(([locale, all]) => [locale, { ...all, ...own }])), 'id');
  return { flows: new Map([...world.flows, [flow.key, flow]]), current: new Map([...world.current, [flow.id, flow]]), texts };
}

let house: Harness;
afterEach(() => house.close());

const calls = async (chat: Chat) => (await chat.conversation()).runs.map(({ snapshot }) => snapshot.context);

describe('in a flow that asks for two facts', () => {
  beforeEach(async () => {
    house = await createHarness({ world: await worldWith(slots('complaint')) });
  });

  async function asked(locale: string, ...said: string[]): Promise<Chat> {
    const chat = house.chat({ locale });
    await chat.say({ en: 'I want to file a complaint', id: 'saya mau komplain', zh: '我要投诉' }[locale] ?? '');
    expect(await chat.heard()).toEqual(['complaint.amount']);
    for (const text of said) await chat.say(text);
    return chat;
  }

  it.each([
    ['en', '150k', 'sorry, I meant 200k'],
    ['id', '150 ribu', 'eh bukan, 200 ribu'],
    ['zh', '15万', '不对，是20万'],
  ])('%s: a value that this question does not want goes to the one that did', async (locale, first, correction) => {
    const chat = await asked(locale, first);
    await chat.heard();
    await chat.say(correction);
    expect(await chat.heard()).toEqual(['_common.corrected', 'complaint.phone']);
    expect(await calls(chat)).toMatchObject([{ amount: '200000' }]);
    await chat.say('0812 3456 7890');
    await chat.heard();
    // Two questions further, where any text would do.
    await chat.say(correction.replace('2', '3'));
    expect(await chat.heard()).toEqual(['_common.corrected', 'complaint.phone']);
    expect(await calls(chat)).toMatchObject([{ amount: '300000' }]);
  });

  it('a value that this question wants is its answer, whatever stands before it', async () => {
    const chat = await asked('en');
    await chat.say('no wait, 200k');
    expect(await chat.heard()).toEqual(['complaint.phone']);
    expect(await calls(chat)).toMatchObject([{ amount: '200000' }]);
  });

  it('a wish stays a wish', async () => {
    const chat = await asked('en', '150k');
    await chat.say('cancel');
    expect((await chat.heard()).at(-1)).toBe('_common.anything-else');
  });

  it('one step back leads over the wallet’s answer to the question before, and writes nothing again', async () => {
    const chat = await asked('en', '150k', '0812 3456 7890', 'Budi', 'yes');
    expect((await chat.heard()).at(-1)).toBe('complaint.told');
    const notified = async () => (await openPhone(house.sandboxUrl).messages()).filter(({ text }) => text.includes('slots are full'));
    expect(await notified()).toHaveLength(1);
    for (const key of ['summary', 'name', 'phone', 'amount', 'amount']) {
      await chat.say('back');
      expect(await chat.heard()).toEqual([`complaint.${key}`]);
    }
    expect(await notified()).toHaveLength(1);
  });

  it.each([
    ['en', 'start over'],
    ['id', 'mulai dari awal'],
    ['zh', '重新开始'],
  ])('%s: starts over from the first question with nothing remembered', async (locale, text) => {
    const chat = await asked(locale, { en: '150k', id: '150 ribu', zh: '15万' }[locale] ?? '');
    await chat.heard();
    await chat.say(text);
    expect(await chat.heard()).toEqual(['_common.starting-over', 'complaint.amount']);
    expect(await calls(chat)).toEqual([{ amount: '', phone: '' }]);
  });

  it('answers gratitude and then asks again; a kind word comes once', async () => {
    const chat = await asked('en');
    await chat.say('thank you');
    expect(await chat.heard()).toEqual(['_common.you-are-welcome', 'complaint.amount']);
    await chat.say('I am so scared, it was 150k');
    expect(await chat.heard()).toEqual(['_common.mood.fear', 'complaint.phone']);
    await chat.say('I am so scared, my number is 0812 3456 7890');
    expect(await chat.heard()).toEqual(['complaint.name']);
  });
});

describe('danger', () => {
  it('comes before whatever she was asked, and is an answer in its own topic', async () => {
    house = await createHarness({ world: await worldWith(slots('account-compromised')) });
    const chat = house.chat({ locale: 'en' });
    await chat.say('I forgot my password');
    await chat.heard();
    await chat.say('someone hacked my account');
    expect(await chat.heard()).toEqual(['account-compromised.amount']);
    await chat.say('someone hacked my account');
    expect((await chat.heard()).at(-1)).toMatch(/^account-compromised\.amount/);
    expect((await chat.conversation()).runs.map(({ flow }) => flow)).toEqual(['reset-password@1', 'account-compromised@1']);
  });
});

describe('the house', () => {
  beforeEach(async () => {
    house = await createHarness();
  });

  it('starts over with nothing to start over: the topics', async () => {
    const chat = house.chat({ locale: 'en' });
    await chat.say('start over');
    expect(await chat.heard()).toEqual(['_common.go-ahead']);
    expect((await chat.conversation()).choices.map(({ value }) => value)).toContain('topic:reset-password');
  });

  it('holds whoever goes back, starts over or cancels until the wallet has told what it did', async () => {
    const chat = house.chat({ locale: 'en' });
    await chat.say('I forgot my password');
    const say = (text: string) =>
      house.engine.handle({
        kind: 'activity',
        id: `now|${text}`,
        conversationId: chat.id,
        activity: { type: 'message', text, from: { id: `user-${chat.id}` } },
        origin: { channel: 'test', delivery: 'pull', locale: 'en', customer: { id: `user-${chat.id}` } },
      });
    await chat.heard();
    await house.outbox.stop();
    await say('0812 3456 7890');
    for (const text of ['back', 'start over', 'cancel']) await say(text);
    expect(await chat.heard()).toEqual(['_common.under-way', '_common.under-way', '_common.under-way']);
    house.outbox.start();
    await house.outbox.idle();
    expect(await chat.heard()).toEqual(['reset-password.open-secure-page']);
  });
});
