import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import type { Input } from '../../src/core/turn-types.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Signal } from '../../src/ports/live.ts';
import { BUDI, createHarness, type Harness, loadWorld, SARI } from '../helpers/harness.ts';

let house: Harness;

beforeEach(async () => {
  house = await createHarness();
});

afterEach(() => house.close());

function message(id: string, text: string): Input {
  return {
    kind: 'activity',
    id,
    conversationId: 'c',
    activity: { type: 'message', text, from: { id: 'u' } },
    origin: { channel: 'test', delivery: 'pull', locale: 'en', customer: { id: 'u' } },
  };
}

describe('engine', () => {
  it('does a repeated delivery once', async () => {
    const first = await house.engine.handle(message('m1', 'hello'));
    const second = await house.engine.handle(message('m1', 'hello'));
    expect([first.outcome, second.outcome]).toEqual(['committed', 'duplicate']);
    expect((await house.storage.store.activitiesAfter('c', 0, 'desk')).activities).toHaveLength(first.activities.length);
  });

  it('does deliveries that come at the same moment all, each once, without a gap in the log', async () => {
    await house.engine.handle(message('m0', 'human please'));
    await Promise.all([1, 2, 3, 1, 2].map((n) => house.engine.handle(message(`m${n}`, `text ${n}`))));
    const { activities } = await house.storage.store.activitiesAfter('c', 0, 'customer');
    expect(
      activities
        .filter((entry) => entry.from.role === 'user')
        .map((entry) => entry.text)
        .toSorted(),
    ).toEqual(['human please', 'text 1', 'text 2', 'text 3']);
    expect(activities.map((entry) => entry.seq)).toEqual(activities.map((_, index) => index + 1));
  });

  it('masks before anything is stored', async () => {
    await house.engine.handle(message('m1', 'my password is Rahasia123! and it fails'));
    const stored = JSON.stringify([await house.storage.store.activitiesAfter('c', 0, 'desk'), await house.storage.store.load('c')]);
    expect(stored).not.toContain('Rahasia123!');
    expect(stored).toContain('_common.secret-masked');
  });

  it('masks what she announced in the message before, and keeps none of it meanwhile', async () => {
    const shown = async () => {
      const { activities } = await house.storage.store.activitiesAfter('c', 0, 'desk');
      return activities.filter(({ from }) => from.role === 'user').map(({ text }) => text);
    };
    for (const [n, text] of ['password baru saya apa ya: ', 'Merdeka!', '4111', '1000', 'halo'].entries()) {
      await house.engine.handle(message(`m${n}`, text));
    }
    expect(await shown()).toEqual(['password baru saya apa ya: ', '••••••', '••••••', '••••••', 'halo']);
    expect((await house.storage.store.load('c')).conversation?.openSecret).toBeUndefined();
  });

  it('leaves digits that answer what the bot asks, and masks the same digits where it asks nothing', async () => {
    const chat = house.chat({ locale: 'id' });
    for (const text of ['mau refund', 'Tanpa aplikasi', 'DPT27110001', 'kemarin jam 3', '75500', 'ini 482913']) await chat.say(text);
    const other = house.chat({ locale: 'id', id: 'other' });
    for (const text of ['halo', '75500']) await other.say(text);
    const said = async ({ log }: typeof chat) => (await log()).filter(({ from }) => from.role === 'user').map(({ text }) => text);
    expect((await said(chat)).slice(-2)).toEqual(['75500', 'ini ••••••']);
    expect((await said(other)).at(-1)).toBe('••••••');
  });

  it("masks secrets in files' names", async () => {
    const { activity, ...rest } = message('m1', '') as Extract<Input, { kind: 'activity' }>;
    const attachments = ['pin_482913.png', 'password_kucing99.txt', 'IMG_20261124_101530.jpg'].map((name) => ({
      contentType: 'image/png',
      name,
    }));
    await house.engine.handle({ ...rest, activity: { ...activity, attachments } });
    const { activities } = await house.storage.store.activitiesAfter('c', 0, 'desk');
    const [first] = activities;
    expect(first?.attachments?.map(({ name }) => name)).toEqual(['pin ••••••.png', 'password ••••••.txt', 'IMG_20261124_101530.jpg']);
  });

  it('masks what an event carries, and leaves ids alone', async () => {
    const { activity, ...rest } = message('m1', '') as Extract<Input, { kind: 'activity' }>;
    const value = { form: ['pin saya 482913'], amount: 150_000 };
    const channelData = { clientActivityID: '4929123412341234' };
    await house.engine.handle({ ...rest, activity: { type: 'event', name: 'form', value, channelData, from: activity.from } });
    const { activities } = await house.storage.store.activitiesAfter('c', 0, 'desk');
    expect(activities[0]).toMatchObject({ value: { form: ['pin saya ••••••'], amount: 150_000 }, channelData });
  });

  it('says it is typing while she waits for the wallet, not while it only keeps an eye on things', async () => {
    const signals: Signal[] = [];
    house.storage.live.subscribe((signal) => signals.push(signal));
    const chat = house.chat();
    await chat.say('I forgot my password');
    await chat.say('0812 3456 7890');
    expect(signals).toMatchObject([{ kind: 'typing', conversationId: chat.id }]);
    for (let looks = 0; looks < 3; looks++) await house.advance(3_000);
    expect(signals).toHaveLength(1);
  });

  it('settles what two nodes on one store do at the same moment', async () => {
    const { classifier } = await loadWorld();
    const second = createEngine({
      store: house.storage.store,
      live: house.storage.live,
      world: house.world,
      classifier,
      log: pino({ level: 'silent' }),
      now: house.clock.now,
    });
    const write = (n: number) => (n % 2 ? house.engine : second).handle(message(`m${n}`, `hello ${n}`));
    await Promise.all([1, 2, 3, 4, 5, 6].map(write));
    const { activities } = await house.storage.store.activitiesAfter('c', 0, 'customer');
    expect(activities.filter((entry) => entry.from.role === 'user')).toHaveLength(6);
    expect(activities.map((entry) => entry.seq)).toEqual(activities.map((_, index) => index + 1));
  });

  it('lets exactly one of two agents accept', async () => {
    const chat = house.chat();
    await chat.say('human please');
    const outcomes = await Promise.allSettled([chat.agent(SARI, { type: 'accept' }), chat.agent(BUDI, { type: 'accept' })]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({
      reason: { code: 'conversation-already-taken', status: 409 },
    });
  });

  it('holds an agent to her capacity, also when she accepts many at once', async () => {
    const chats = Array.from({ length: 5 }, () => house.chat());
    for (const chat of chats) await chat.say('human please');
    const outcomes = await Promise.allSettled(chats.map((chat) => chat.agent(SARI, { type: 'accept' })));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(3);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'agent-at-capacity' } });
  });

  it('refuses what does not fit, with a code', async () => {
    const chat = house.chat();
    await chat.say('hello');
    await expect(chat.agent(SARI, { type: 'accept' })).rejects.toMatchObject({ code: 'conversation-not-waiting' });
    await expect(chat.agent(SARI, { type: 'message', text: 'hi' })).rejects.toMatchObject({ code: 'conversation-not-yours' });
  });

  it('takes a wallet that lost its answer for one call only', async () => {
    await fetch(`${house.sandboxUrl}/control`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: '{"mode":"lose-answers"}',
    });
    const chat = house.chat();
    await chat.say('I forgot my password');
    await chat.say('emma@example.test');
    const { messages } = (await (await fetch(`${house.sandboxUrl}/phone/messages`)).json()) as { messages: unknown[] };
    expect(messages).toHaveLength(1);
  });
});
