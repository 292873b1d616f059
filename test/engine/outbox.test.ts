import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Conversation } from '../../src/core/conversation.ts';
import type { SendResult } from '../../src/ports/channel.ts';
import { backoffMs } from '../../src/engine/outbox.ts';
import { openPhone } from '../../src/demo/phone.ts';
import { createHarness, type Harness, SARI } from '../helpers/harness.ts';
import { startRedis } from '../helpers/redis.ts';

let house: Harness;
let answers: SendResult[];
let sent: { text: string | undefined; key: string; id: string }[];

beforeEach(async () => {
  house = await createHarness();
  answers = [];
  sent = [];
  house.channels.set('test', {
    name: 'test',
    async send(_conversation: Conversation, activity, key) {
      sent.push({ text: activity.text ?? activity.name, key, id: activity.id });
      return answers.shift() ?? { ok: true };
    },
  });
});

afterEach(() => house.close());

describe('outbox', () => {
  it('sends what a push channel must bring, in order, each with a key of its own', async () => {
    const chat = house.chat({ delivery: 'push' });
    await chat.start();
    await chat.say('I forgot my password');
    const log = await chat.log();
    const written = log.filter((activity) => activity.from.role !== 'user').map((activity) => activity.text ?? activity.name);
    expect(sent.map(({ text }) => text)).toEqual(written);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(sent.length);
  });

  it('tries again with growing waits under the same key, and holds back what comes after', async () => {
    answers = [
      { ok: false, retry: true, error: '503' },
      { ok: false, retry: true, error: '429', retryAfterMs: 30_000 },
    ];
    const chat = house.chat({ delivery: 'push' });
    await chat.start();
    await chat.say('hello');
    expect(sent).toHaveLength(1);
    await house.advance(600);
    expect(sent).toHaveLength(2);
    await house.advance(29_000);
    expect(sent).toHaveLength(2);
    await house.advance(1_500);
    expect(new Set(sent.slice(0, 3).map(({ key }) => key)).size).toBe(1);
    expect(sent.length).toBeGreaterThan(3);
  });

  it('keeps what it gave up as a dead letter and goes on with the next', async () => {
    answers = [{ ok: false, retry: false, error: 'she blocked us' }];
    const chat = house.chat({ delivery: 'push' });
    await chat.start();
    await chat.say('hello');
    expect(await house.storage.store.deadLetters()).toMatchObject([{ conversationId: chat.id, error: 'she blocked us' }]);
    expect(sent.length).toBeGreaterThan(1);
  });

  it('tries for six hours, then gives up and tells the agents', async () => {
    answers = Array.from({ length: 1_000 }, () => ({ ok: false, retry: true, error: '503' }));
    const chat = house.chat({ delivery: 'push' });
    await chat.start();
    for (let minutes = 0; minutes < 6 * 60; minutes += 3) await house.advance(3 * 60_000);
    expect(await house.storage.store.deadLetters()).toEqual([]);
    await house.advance(3 * 60_000);
    expect(await house.storage.store.deadLetters()).toHaveLength(1);
    const told = (await chat.log('desk')).filter(({ name }) => name === 'delivery.failed');
    expect(told).toMatchObject([{ visibility: 'desk', value: { reason: 'gave-up', detail: '503', activityId: sent[0]?.id } }]);
  });

  it('sends nothing to somebody who blocked us until she writes again', async () => {
    answers = [{ ok: false, retry: false, error: '403', reason: 'blocked' }];
    const chat = house.chat({ delivery: 'push' });
    await chat.start();
    expect((await chat.conversation()).blockedAt).toBe(house.clock.now());
    await house.engine.handle({ kind: 'agentCommand', id: 'take', conversationId: chat.id, agent: SARI, command: { type: 'start' } });
    await house.engine.handle({
      kind: 'agentCommand',
      id: 'm',
      conversationId: chat.id,
      agent: SARI,
      command: { type: 'message', text: 'Hi' },
    });
    await house.outbox.idle();
    expect(sent).toHaveLength(1);
    expect((await chat.log('desk')).at(-1)).toMatchObject({ name: 'delivery.failed', value: { reason: 'blocked' } });
    await chat.say('hello');
    expect((await chat.conversation()).blockedAt).toBeUndefined();
    await chat.agent(SARI, { type: 'message', text: 'There you are' });
    expect(sent.at(-1)?.text).toBe('There you are');
  });

  it('keeps what takes long to itself, though the store’s answer gets lost, and leaves it to others once it is stuck no more', async () => {
    let finish = () => {};
    const other = () => house.storage.store.claimDue({ now: house.clock.now(), leaseMs: 1, limit: 10 });
    const sending = new Promise<void>((resolve) => {
      house.channels.set('test', {
        name: 'test',
        send: () =>
          new Promise((done) => {
            finish = () => done({ ok: false, retry: true, retryAfterMs: 500, error: 'slow' });
            resolve();
          }),
      });
    });
    vi.spyOn(house.storage.store, 'renewLeases').mockImplementationOnce(() => new Promise(() => {}));
    const chat = house.chat({ delivery: 'push' });
    const started = chat.start();
    await sending;
    house.clock.advance(4_000);
    await expect.poll(() => house.storage.store.nextDueAt(), { timeout: 5_000 }).toBe(house.clock.now() + 5_000);
    house.clock.advance(4_000);
    expect(await other()).toEqual([]);
    finish();
    await started;
    house.clock.advance(500);
    expect(await other()).toHaveLength(1);
  });

  it('goes on by itself after the store was away, though nobody writes', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.dispose());
    const desk = await createHarness({ store: `redis:${redis.location}` });
    onTestFinished(() => desk.close());
    const chat = desk.chat();
    await chat.say('I forgot my password');
    await chat.say('0812 3456 7890');
    await openPhone(desk.sandboxUrl).setPassword('Baru-2026!x');
    await redis.kill();
    // Long enough for it to have looked for what is due.
    await sleep(1_500);
    await redis.start();
    desk.clock.advance(3_500);
    const heard: string[] = [];
    const hears = async () => heard.push(...(await chat.heard().catch(() => []))) && heard;
    await expect.poll(hears, { timeout: 10_000 }).toContain('reset-password.done');
  });

  it('waits half a second at first and two minutes at most', () => {
    for (let attempts = 1; attempts < 20; attempts++) {
      const wait = backoffMs(attempts);
      const full = Math.min(120_000, 500 * 2 ** (attempts - 1));
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }
  });
});
