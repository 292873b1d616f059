/** Walks a path as a customer does: by texts and taps, through the real engine, store and classifier. */
import { isDeepStrictEqual } from 'node:util';
import { pino } from 'pino';
import type { Conversation, FlowRun } from '../../src/core/conversation.ts';
import type { World } from '../../src/core/draft.ts';
import type { Flow } from '../../src/core/flow.ts';
import type { Input } from '../../src/core/turn-types.ts';
import { createClock } from '../../src/demo/clock.ts';
import { SARI } from '../../src/demo/house.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Classifier } from '../../src/ports/classifier.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { type Answer, CUSTOMER, describeMove, makeMove, type Move, source, type Standing } from './standing.ts';

const LEASE_MS = 3_600_000;

/** What she says where the path only knows what she means. */
export interface Words {
  yes: string;
  no: string;
  human: string;
  cancel: string;
}

export interface Desk {
  open(locale: string, verified: boolean): Walker;
}

export interface Walker {
  say(text: string): Promise<void>;
  move(flow: Flow, move: Move, words: Words): Promise<void>;
  /** An agent has her conversation and closes it. */
  closed(words: Words): Promise<void>;
  conversation(): Promise<Conversation>;
}

/**
 * No outbox: the walker brings the wallet's answers and lets the clock's timers fall due itself.
 * @param identifying the moves by which she shows who she is
 */
export function createWalkingDesk(
  storage: Storage,
  world: World,
  classifier: Classifier,
  identifying: (verified: boolean) => Move[],
): Desk {
  const clock = createClock(source.now);
  const { store } = storage;
  const engine = createEngine({ store, live: storage.live, world, classifier, log: pino({ level: 'silent' }), now: clock.now });
  const claimed = new Set<string>();
  let count = 0;

  function open(locale: string, verified: boolean): Walker {
    const id = `walk-${++count}`;
    const origin = {
      channel: 'test',
      delivery: 'pull' as const,
      locale,
      customer: { id: `user-${id}`, ...(verified && { walletId: CUSTOMER }) },
    };
    const handle = (input: DistributiveOmit<Input, 'id' | 'conversationId'> & { id?: string }) =>
      engine.handle({ id: `${id}|${++count}`, ...input, conversationId: id } as Input);
    const say = async (text: string) =>
      void (await handle({ kind: 'activity', activity: { type: 'message', text, from: { id: `user-${id}` } }, origin }));
    const agent = async (command: Parameters<typeof act>[0]) => act(command);
    async function act(command: { type: 'accept' } | { type: 'close' } | { type: 'return'; state?: string }): Promise<void> {
      await handle({ kind: 'agentCommand', agent: { ...SARI, capacity: 100_000 }, command });
    }
    async function conversation(): Promise<Conversation> {
      const { conversation: found } = await store.load(id);
      if (!found) throw new Error(`no conversation ${id}`);
      return found;
    }
    const runOf = async (flow: Flow): Promise<FlowRun> => {
      const run = (await conversation()).runs.find((candidate) => candidate.flow === flow.key);
      if (!run) throw new Error(`${flow.key} does not run`);
      return run;
    };

    /** Only what the store hands out is done, as the outbox would. */
    async function claim(due: string): Promise<void> {
      for (const item of await store.claimDue({ now: clock.now(), leaseMs: LEASE_MS, limit: 1_000 })) claimed.add(item.id);
      if (!claimed.has(due)) throw new Error(`the store does not hand out ${due}`);
      await store.settle(due, { outcome: 'done' });
    }

    async function answer(effectId: string, result: Answer): Promise<void> {
      await claim(effectId);
      await handle({ kind: 'effectResult', id: `result|${effectId}`, effectId, result });
    }

    async function wait(run: FlowRun, sendId: string): Promise<void> {
      const timer = run.timers[sendId];
      if (!timer?.id) throw new Error(`no clock runs for ${sendId}`);
      clock.advance(Math.max(0, timer.dueAt - clock.now()));
      await claim(timer.id);
      await handle({ kind: 'timerDue', id: timer.id, timerId: timer.id });
    }

    async function tap(value: string): Promise<void> {
      const choice = (await conversation()).choices.find((candidate) => candidate.value === value);
      if (!choice) throw new Error(`she is not offered ${value}`);
      await say(choice.label);
    }

    async function move(flow: Flow, made: Move, words: Words): Promise<void> {
      switch (made.type) {
        case 'tap':
          return tap(made.value);
        case 'text':
          return say({ AFFIRM: words.yes, DENY: words.no }[made.event.type as string] ?? made.text);
        case 'human':
        case 'cancel':
          return say(words[made.type]);
        case 'answer':
          return answer((await runOf(flow)).calls[made.call] ?? '', made.answer);
        case 'wait':
          return wait(await runOf(flow), made.timer);
        case 'return':
          await agent({ type: 'accept' });
          return agent({ type: 'return' });
        case 'goto':
          await say(words.human);
          await agent({ type: 'accept' });
          return agent({ type: 'return', state: made.state });
        case 'identified': {
          const inner = world.flows.get((await conversation()).runs.at(-1)?.flow ?? '');
          if (!inner) throw new Error('no flow asks who she is');
          for (const step of identifying(verified)) await move(inner, step, words);
        }
      }
    }
    async function closed(words: Words): Promise<void> {
      await say(words.human);
      await agent({ type: 'accept' });
      await agent({ type: 'close' });
    }
    return { say, move, closed, conversation };
  }
  return { open };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/**
 * Makes the moves and compares, after each, where the flow stands.
 * @param flow the real one, which tells nothing
 * @throws {Error} that names the move
 */
export async function walk(walker: Walker, flow: Flow, start: Standing, moves: Move[], words: Words): Promise<void> {
  let expected = start;
  const made: string[] = [];
  for (const move of moves) {
    made.push(describeMove(move));
    expected = makeMove(flow, expected, move);
    try {
      await walker.move(flow, move, words);
      await compare(walker, flow, expected);
    } catch (cause) {
      throw new Error(`${made.join(', ')}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
}

async function compare(walker: Walker, flow: Flow, expected: Standing): Promise<void> {
  const { runs, owner, locale } = await walker.conversation();
  const run = runs.find((candidate) => candidate.flow === flow.key);
  const stands = run ? run.snapshot.value : undefined;
  const should = expected.status === 'done' ? undefined : expected.run.snapshot.value;
  if (!isDeepStrictEqual(stands, should))
    throw new Error(`stands at ${JSON.stringify(stands)} (${locale}), not at ${JSON.stringify(should)}`);
  if (owner.kind !== expected.owner) throw new Error(`belongs to ${owner.kind}, not to ${expected.owner}`);
}
