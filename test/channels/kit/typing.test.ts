import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { showTyping } from '../../../src/channels/typing.ts';
import { createHarness, type Harness } from '../../helpers/harness.ts';

let harness: Harness;
let clock: number;
let shown: string[];
let stop: () => void;
let broken: boolean;

beforeEach(async () => {
  harness = await createHarness();
  clock = Date.UTC(2026, 10, 25);
  shown = [];
  broken = false;
  await harness.chat({ id: 'tst-1' }).say('hello');
  const { conversation } = await harness.storage.store.load('tst-1');
  const context = { storage: harness.storage, log: pino({ level: 'silent' }), now: () => clock };
  const show = async ({ id }: { id: string }) => {
    if (broken) throw new Error('away');
    shown.push(id);
  };
  stop = showTyping(conversation?.channel ?? '', context, show, 'tst-');
});
afterEach(async () => {
  stop();
  await harness.close();
});

const agent = { id: 'agent:sari', name: 'Sari', role: 'agent' } as const;
const publish = (conversationId: string, from: { id: string; role: 'agent' | 'user' | 'bot' } = agent) =>
  harness.storage.live.publish({ kind: 'typing', conversationId, from });

describe('an agent who writes', () => {
  it('is shown once in four seconds', async () => {
    publish('tst-1');
    publish('tst-1');
    await expect.poll(() => shown).toEqual(['tst-1']);
    clock += 3_999;
    publish('tst-1');
    clock += 1;
    publish('tst-1');
    await expect.poll(() => shown).toEqual(['tst-1', 'tst-1']);
    await wait(50);
    expect(shown).toHaveLength(2);
  });

  it('is not shown elsewhere, and nobody else is', async () => {
    publish('other-1');
    publish('tst-unknown');
    publish('tst-1', { id: 'u', role: 'user' });
    publish('tst-1', { id: 'bot', role: 'bot' });
    await wait(50);
    expect(shown).toEqual([]);
  });

  it('is shown again after the provider was away, and no more after the end', async () => {
    broken = true;
    publish('tst-1');
    await wait(50);
    broken = false;
    clock += 4_000;
    publish('tst-1');
    await expect.poll(() => shown).toEqual(['tst-1']);
    stop();
    clock += 4_000;
    publish('tst-1');
    await wait(50);
    expect(shown).toHaveLength(1);
  });
});
