/** load → decide → commit, and again when another turn came first. */
import type { Logger } from 'pino';
import type { World } from '../core/draft.ts';
import { decide, decideRescue } from '../core/turn.ts';
import { CommandRefused, type RefusalReason } from '../core/turn-agent.ts';
import type { Commit, Input } from '../core/turn-types.ts';
import { type ErrorCode, EstafetError } from '../errors.ts';
import type { Classifier } from '../ports/classifier.ts';
import type { Engine, Handled } from '../ports/engine.ts';
import type { Live } from '../ports/live.ts';
import type { Store } from '../ports/store.ts';
import { createLanes } from './lanes.ts';
import { maskInput } from './mask-input.ts';

const TRIES = 4;
/** Milliseconds; what is due later the outbox sees by itself in time. */
const SOON = 1_000;

const REFUSALS: Record<RefusalReason, ErrorCode> = {
  'already-taken': 'conversation-already-taken',
  'not-waiting': 'conversation-not-waiting',
  'not-yours': 'conversation-not-yours',
  'unknown-state': 'unknown-state',
};

export interface EngineOptions {
  store: Store;
  live: Live;
  world: World;
  classifier: Classifier;
  log: Logger;
  /** Epoch ms. */
  now: () => number;
  /** Called after a commit that left effects, or timers that are due soon. */
  onWork?: () => void;
  /** Called after each turn, for the metrics. */
  onTurn?: (kind: Input['kind'], outcome: string, seconds: number) => void;
}

export function createEngine(options: EngineOptions): Engine {
  const { store, live, world, classifier, now } = options;
  // Two turns of one conversation in one process would only conflict; other nodes are told by the store.
  const lanes = createLanes();

  async function handle(received: Input): Promise<Handled> {
    const started = performance.now();
    let outcome = 'failed';
    try {
      const handled = await lanes.run(received.conversationId, () => take(received));
      outcome = handled.outcome;
      return handled;
    } catch (error) {
      if (error instanceof EstafetError) outcome = error.code;
      throw error;
    } finally {
      options.onTurn?.(received.kind, outcome, (performance.now() - started) / 1000);
    }
  }

  async function take(received: Input): Promise<Handled> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const { conversation, seen } = await store.load(received.conversationId, received.id);
      if (seen) return { outcome: 'duplicate', conversation, activities: [] };
      const input = readable(maskInput(received, conversation, now(), world), conversation?.locale);
      const commit = decideSafely(conversation, input);
      if (!commit) return { outcome: 'ignored', conversation, activities: [] };
      const result = await store.commit(commit);
      if (result.ok) {
        afterCommit(commit, input);
        if (options.log.isLevelEnabled('debug')) logOf(input).debug(summaryOf(commit, input), 'turn');
        return { outcome: 'committed', conversation: commit.conversation, activities: commit.activities };
      }
      if (result.reason === 'duplicate') return { outcome: 'duplicate', conversation, activities: [] };
      if (result.reason === 'capacity') throw new EstafetError('agent-at-capacity');
    }
    throw new EstafetError('conversation-busy', { headers: { 'Retry-After': '1' } });
  }

  function logOf({ id, conversationId }: Input): Logger {
    return options.log.child({ turn: id, conversation: conversationId });
  }

  /** What she means is found out only when the turn asks: a tap, or a word to an agent, means what it says. */
  function readable(input: Input, locale: string | undefined): Input {
    if (input.kind !== 'activity' || input.classification || !input.activity.text) return input;
    return { ...input, classification: classifier.classify(input.activity.text, locale, now()) };
  }

  function decideSafely(conversation: Parameters<typeof decide>[0], input: Input): Commit | undefined {
    try {
      return decide(conversation, input, now(), world);
    } catch (error) {
      if (error instanceof CommandRefused) throw new EstafetError(REFUSALS[error.reason]);
      logOf(input).error({ err: error, kind: input.kind }, 'flow failed; a person takes over');
      return decideRescue(conversation, input, now(), world);
    }
  }

  function afterCommit(commit: Commit, input: Input): void {
    const soon = now() + SOON;
    if (commit.effects.length || commit.timers.set.some(({ dueAt }) => dueAt < soon)) options.onWork?.();
    const waitsForWallet = commit.effects.some((effect) => effect.kind === 'callWallet');
    // What a timer starts, nobody waits for.
    if (waitsForWallet && input.kind !== 'timerDue' && commit.conversation.owner.kind === 'bot') {
      live.publish({ kind: 'typing', conversationId: commit.conversation.id, from: { id: 'bot', role: 'bot' } });
    }
  }

  return { handle };
}

function summaryOf({ conversation }: Commit, { kind }: Input) {
  return { kind, version: conversation.version, owner: conversation.owner.kind };
}
