import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { OutgoingMessage } from '../../../src/channels/capabilities.ts';
import { createSender, type Delivered } from '../../../src/channels/sender.ts';
import { type Activity, BOT } from '../../../src/core/activity.ts';
import type { Conversation } from '../../../src/core/conversation.ts';
import { createDeliveries } from '../../../src/deliveries/index.ts';
import type { Deliveries } from '../../../src/ports/deliveries.ts';
import { createHarness, type Harness } from '../../helpers/harness.ts';

let harness: Harness;
let deliveries: Deliveries;
let clock: number;
let went: { to: string; message: OutgoingMessage; key: string }[];
/** What the provider says next; taken when used up. */
let answers: Delivered[];

beforeEach(async () => {
  harness = await createHarness();
  clock = Date.UTC(2026, 10, 25);
  deliveries = createDeliveries({ ...harness.storage, now: () => clock });
  went = [];
  answers = [];
});
afterEach(() => harness.close());

/** Another one is another process, or the next. */
function sender() {
  return createSender({
    channel: 'test',
    capabilities: { textLength: 20 },
    address: z.object({ chat: z.string() }),
    context: { storage: harness.storage, texts: harness.world.texts, deliveries, queueStatus: async () => undefined, now: () => clock },
    async deliver(to, message, { key }) {
      const answer = answers.shift() ?? { ok: true, providerId: `p${went.length}` };
      if (answer.ok) went.push({ to: to.chat, message, key });
      return answer;
    },
  });
}

const conversation = (address: unknown = { chat: '1' }) => ({ id: 'test-1', address }) as Conversation;
const said = (text: string | undefined, more: Partial<Activity> = {}): Activity => ({
  id: 'test-1|i|0',
  seq: 1,
  type: 'message',
  timestamp: '',
  conversationId: 'test-1',
  from: BOT,
  visibility: 'customer',
  locale: 'en',
  ...(text !== undefined && { text }),
  ...more,
});
const LONG = 'The first sentence. The second one. The third one.';
const PARTS = ['The first sentence.', 'The second one.', 'The third one.'];
const texts = () => went.map(({ message }) => message.text);

describe('a message', () => {
  it('goes where the conversation lives, and is known as sent', async () => {
    expect(await sender()(conversation(), said('Hi'), 'k')).toEqual({ ok: true });
    expect(went).toEqual([{ to: '1', message: { text: 'Hi' }, key: 'k|0' }]);
    expect(await deliveries.of('test-1')).toEqual([{ activityId: 'test-1|i|0', state: 'sent', at: clock }]);
    expect(await deliveries.reported('test', 'p0', 'read')).toEqual({ id: 'test-1|i|0', conversationId: 'test-1' });
  });

  it('without an address is given up, and without words it is done', async () => {
    const send = sender();
    expect(await send(conversation({ phone: 1 }), said('Hi'), 'k')).toMatchObject({ ok: false, retry: false });
    expect(await send(conversation(null), said('Hi'), 'k')).toMatchObject({ ok: false, retry: false });
    expect(await send(conversation(), said(undefined, { type: 'trace' }), 'k')).toEqual({ ok: true });
    expect(went).toEqual([]);
    expect(await deliveries.of('test-2')).toEqual([]);
  });

  it('that the provider refuses is given back as it is', async () => {
    const failures: Delivered[] = [
      { ok: false, retry: false, error: 'no', reason: 'blocked' },
      { ok: false, retry: true, error: 'later', retryAfterMs: 500 },
    ];
    answers = [...failures];
    const send = sender();
    expect([await send(conversation(), said('Hi'), 'k'), await send(conversation(), said('Hi'), 'k')]).toEqual(failures);
    expect(await deliveries.of('test-1')).toEqual([]);
  });
});

describe('a long message', () => {
  it('repeats no part that went out, in this process or the next', async () => {
    answers = [
      { ok: true, providerId: 'a' },
      { ok: false, retry: true, error: 'away' },
    ];
    expect(await sender()(conversation(), said(LONG), 'k')).toMatchObject({ ok: false, retry: true });
    expect(texts()).toEqual(PARTS.slice(0, 1));
    answers = [
      { ok: true, providerId: 'b' },
      { ok: false, retry: true, error: 'away' },
    ];
    expect(await sender()(conversation(), said(LONG), 'k')).toMatchObject({ ok: false, retry: true });
    answers = [{ ok: true, providerId: 'c' }];
    expect(await sender()(conversation(), said(LONG), 'k')).toEqual({ ok: true });
    expect(texts()).toEqual(PARTS);
    expect(new Set(went.map(({ key }) => key)).size).toBe(3);
    for (const id of ['a', 'b', 'c']) expect(await deliveries.reported('test', id, 'delivered'), id).toBeDefined();
  });

  it('of another effect is another message', async () => {
    const send = sender();
    await send(conversation(), said(LONG), 'k1');
    await send(conversation(), said(LONG), 'k2');
    expect(texts()).toEqual([...PARTS, ...PARTS]);
  });
});

describe('a limit of our whole account', () => {
  it('stops everybody’s messages until it is over', async () => {
    const send = sender();
    answers = [{ ok: false, retry: true, error: 'slow down', retryAfterMs: 10_000, everyone: true }];
    expect(await send(conversation(), said('Hi'), 'k1')).toEqual({ ok: false, retry: true, error: 'slow down', retryAfterMs: 10_000 });
    clock += 4_000;
    expect(await send(conversation({ chat: '2' }), said('Hi'), 'k2')).toMatchObject({ ok: false, retry: true, retryAfterMs: 6_000 });
    expect(went).toEqual([]);
    clock += 6_000;
    expect(await send(conversation({ chat: '2' }), said('Hi'), 'k2')).toEqual({ ok: true });
  });

  it('of one chat stops no other', async () => {
    const send = sender();
    answers = [{ ok: false, retry: true, error: 'slow down', retryAfterMs: 10_000 }];
    await send(conversation(), said('Hi'), 'k1');
    expect(await send(conversation({ chat: '2' }), said('Hi'), 'k2')).toEqual({ ok: true });
  });
});
