/** What commits left to do: claim what is due, perform it, settle it. Delivery is at least once; ids make it once in effect. */
import type { Logger } from 'pino';
import type { Conversation, UndeliveredReason } from '../core/conversation.ts';
import type { Effect } from '../core/turn-types.ts';
import type { Channel, SendResult } from '../ports/channel.ts';
import type { Engine } from '../ports/engine.ts';
import type { Due, Settlement, Store } from '../ports/store.ts';
import type { Wallet } from '../ports/wallet.ts';

export interface OutboxOptions {
  store: Store;
  engine: Engine;
  wallet: Wallet;
  /** Push channels by name. */
  channels: ReadonlyMap<string, Channel>;
  log: Logger;
  /** Epoch ms. */
  now: () => number;
  /** At most so many effects and timers under way at once. */
  concurrency?: number;
}

export interface Outbox {
  /** Something may be due: look now. */
  kick(): void;
  start(): void;
  /** Stops claiming and waits for what is under way. */
  stop(): Promise<void>;
  /** Resolves when nothing is due or under way; for tests under a simulated clock. */
  idle(): Promise<void>;
}

/** What a node that died had claimed is taken over by then. */
const LEASE_MS = 5_000;
/** So often a node says that it still works on what it claimed, however long a wallet or a channel takes. */
const RENEW_MS = 1_500;
/** The net under the kicks. */
const POLL_MS = 1_000;
const MAX_ATTEMPTS = 8;
/** However long a provider asks us to wait. */
const MAX_WAIT_MS = 60 * 60 * 1_000;
const BLOCKED = 'the customer has blocked us';
/** So long a message is tried to be brought to her: providers are away for hours at times, and an old answer still helps. */
const SEND_FOR_MS = 6 * 60 * 60 * 1_000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, engine, wallet, channels, log, now } = options;
  const concurrency = options.concurrency ?? 256;
  const underway = new Set<Promise<void>>();
  /** What is claimed and not yet about to be settled: until when, as far as is known, nobody else may take it. */
  const held = new Map<string, number>();
  let running = false;
  let wake: NodeJS.Timeout | undefined;
  let renewing: NodeJS.Timeout | undefined;
  let claiming: Promise<void> | undefined;
  let again = false;

  function kick(): void {
    if (!running) return;
    again = true;
    claiming ??= claim().finally(() => {
      claiming = undefined;
      if (again) kick();
      else void schedule();
    });
  }

  async function claim(): Promise<void> {
    again = false;
    try {
      const limit = concurrency - underway.size;
      if (limit <= 0) return;
      const claimedAt = now();
      const due = await store.claimDue({ now: claimedAt, leaseMs: LEASE_MS, limit });
      for (const item of due) {
        held.set(item.id, claimedAt + LEASE_MS);
        track(work(item));
      }
      if (due.length) renewLater();
      if (due.length === limit) again = true;
    } catch (error) {
      log.error({ err: error }, 'outbox could not claim');
    }
  }

  function track(promise: Promise<void>): void {
    underway.add(promise);
    void promise.finally(() => {
      underway.delete(promise);
      kick();
    });
  }

  function renewLater(): void {
    renewing ??= setTimeout(() => {
      renewing = undefined;
      if (!held.size) return;
      const ids = [...held.keys()];
      const until = now() + LEASE_MS;
      store
        .renewLeases(ids, until)
        .then(() => prolong(ids, until))
        .catch((error: unknown) => log.error({ err: error }, 'leases could not be renewed'));
      // Whatever becomes of this one: a lease outlives an answer that is lost.
      renewLater();
    }, RENEW_MS).unref();
  }

  /** One that had run out before may be somebody else's now. */
  function prolong(ids: string[], until: number): void {
    for (const id of ids) if ((held.get(id) ?? 0) > now()) held.set(id, until);
  }

  function letGo(id: string): void {
    if ((held.get(id) ?? 0) < now()) log.warn({ effect: id }, 'its lease ran out: another node may have done it, too');
    held.delete(id);
  }

  async function schedule(): Promise<void> {
    if (!running) return;
    clearTimeout(wake);
    // A store that is away now is asked again: whoever waits for a timer may be the only one here.
    const next = await store.nextDueAt().catch((error: unknown) => {
      log.error({ err: error }, 'outbox can not see what is due next');
      return undefined;
    });
    const wait = next === undefined ? POLL_MS : Math.min(POLL_MS, Math.max(20, next - now()));
    wake = setTimeout(kick, wait);
    wake.unref();
  }

  async function work(due: Due): Promise<void> {
    try {
      const settlement = await perform(due).finally(() => letGo(due.id));
      if (settlement.outcome === 'dead') log.error({ effect: due.id, error: settlement.error }, 'given up');
      await store.settle(due.id, settlement);
    } catch (error) {
      log.error({ err: error, effect: due.id }, 'effect failed');
      await store
        .settle(due.id, retryOrDead(due, String(error)))
        .catch((failure: unknown) => log.error({ err: failure }, 'could not settle'));
    }
  }

  async function perform(due: Due): Promise<Settlement> {
    if (due.kind === 'timer') {
      await engine.handle({ kind: 'timerDue', id: due.id, conversationId: due.timer.conversationId, timerId: due.id });
      return { outcome: 'done' };
    }
    const { effect } = due;
    return effect.kind === 'send' ? send(due, effect) : callWallet(effect);
  }

  /** Its answer, a failure too, is an input to its flow; a repeated one is recognised by the input's id. */
  async function callWallet(effect: Extract<Effect, { kind: 'callWallet' }>): Promise<Settlement> {
    const result = await wallet.call(effect.operation, effect.input as never, { idempotencyKey: effect.id });
    await engine.handle({
      kind: 'effectResult',
      id: `result|${effect.id}`,
      conversationId: effect.conversationId,
      effectId: effect.id,
      result: result.ok ? { ok: true, output: result.output } : result,
    });
    return { outcome: 'done' };
  }

  async function send(due: Due, effect: Extract<Effect, { kind: 'send' }>): Promise<Settlement> {
    const { conversation } = await store.load(effect.conversationId);
    const channel = conversation && channels.get(conversation.channel);
    if (!conversation || !channel?.send) return { outcome: 'dead', error: `no channel to send through: ${conversation?.channel}` };
    // What was said before she blocked us is not tried either.
    const isBlocked = conversation.blockedAt !== undefined;
    if (isBlocked && effect.activity.type !== 'message') return { outcome: 'dead', error: BLOCKED };
    if (isBlocked) return giveUp(effect, 'blocked', BLOCKED);
    const startedAt = now();
    const result = await channel
      .send(conversation satisfies Conversation, effect.activity, effect.id)
      .catch((error: unknown): SendResult => ({ ok: false, retry: true, error: String(error) }));
    if (result.ok) return { outcome: 'done' };
    if (!result.retry) return giveUp(effect, result.reason ?? 'rejected', result.error, startedAt);
    const tooLate = now() - Date.parse(effect.activity.timestamp) > SEND_FOR_MS;
    return tooLate ? giveUp(effect, 'gave-up', result.error) : retryLater(due, result.error, result.retryAfterMs);
  }

  /**
   * Of what she would have read, the agents learn before it is settled, so that no crash keeps it from them. But one who
   * blocked us is known by whatever came back, words or not.
   */
  async function giveUp(
    { activity }: Extract<Effect, { kind: 'send' }>,
    reason: UndeliveredReason,
    error: string,
    at = now(),
  ): Promise<Settlement> {
    const { id, conversationId, type } = activity;
    if (type !== 'message' && reason !== 'blocked') return { outcome: 'dead', error };
    const input = { id: `undelivered|${id}`, conversationId, activityId: id, reason, detail: error, at };
    await engine.handle({ kind: 'undelivered', ...input });
    return { outcome: 'dead', error };
  }

  function retryOrDead(due: Due, error: string): Settlement {
    return due.attempts >= MAX_ATTEMPTS ? { outcome: 'dead', error } : retryLater(due, error);
  }

  function retryLater(due: Due, error: string, afterMs?: number): Settlement {
    return { outcome: 'retry', dueAt: now() + Math.min(MAX_WAIT_MS, afterMs ?? backoffMs(due.attempts)), error };
  }

  return {
    kick,
    start() {
      running = true;
      kick();
    },
    async stop() {
      running = false;
      clearTimeout(wake);
      await claiming;
      await Promise.allSettled(underway);
    },
    async idle() {
      kick();
      while (claiming || underway.size) await Promise.allSettled([claiming, ...underway]);
    },
  };
}

/** 0.5 s doubling to 2 minutes, half of it by chance, so that many failures do not come back together. */
export function backoffMs(attempts: number): number {
  const full = Math.min(120_000, 500 * 2 ** (attempts - 1));
  return full / 2 + Math.random() * (full / 2);
}
