/** Large desks, made through the store's own commits, many at once, so that each group is full. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Conversation } from '../../src/core/conversation.ts';
import type { Commit } from '../../src/core/turn-types.ts';
import { EstafetError } from '../../src/errors.ts';
import type { CommitResult, Store } from '../../src/ports/store.ts';
import { inQueue, T0, turn } from '../../test/contract/fixtures.ts';

const AT_ONCE = 1_024;
/** Milliseconds that a store on a busy machine is left alone. */
const BREATH = 1_000;
const LOCALES = ['id', 'en', 'zh'];

/** @param made the parts of conversation `n` that tell it from an empty one */
export async function fill(store: Store, count: number, made: (n: number) => Partial<Conversation>): Promise<void> {
  let n = 0;
  async function write(): Promise<void> {
    while (n < count) {
      const own = (n += 1);
      const commit = turn(undefined, { id: `full-${own}`, now: T0 + own, says: ['Halo! Ada yang bisa saya bantu?'], change: made(own) });
      const result = await patiently(store, commit);
      if (!result.ok && result.reason !== 'duplicate') throw new Error(`conversation ${own} was refused: ${result.reason}`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, write));
}

/** A store that gave no answer may have written it nevertheless: then it is a duplicate. */
async function patiently(store: Store, commit: Commit): Promise<CommitResult> {
  for (;;) {
    try {
      return await store.commit(commit);
    } catch (error) {
      if (!(error instanceof EstafetError) || error.code !== 'store-unavailable') throw error;
      await sleep(BREATH);
    }
  }
}

/** In one of three queues, the earlier the sooner. */
export function waiting(n: number): Partial<Conversation> {
  const locale = LOCALES[n % LOCALES.length] ?? 'id';
  return { locale, owner: inQueue({ locale, score: T0 + n }) };
}

/** Most are in the middle of a topic, as customers leave it; one in ten waits for a person. */
export function usual(n: number): Partial<Conversation> {
  if (n % 10 === 0) return waiting(n);
  const snapshot = {
    value: { contact: 'unknown' },
    context: { locale: 'id', contact: '', mistypes: 0 },
    status: 'active' as const,
    history: {},
  };
  const trail = [{ state: 'reset-password.contact.unknown', at: T0 + n }];
  return {
    topic: 'reset-password',
    runs: [{ id: `run-${n}`, flow: 'reset-password@1', snapshot, calls: {}, timers: {}, trail }],
    choices: [{ value: 'human', label: 'Hubungi petugas' }],
  };
}
