/** A chat in which anything may come at any time: to find what nobody thought of. */
import fc from 'fast-check';
import { pino } from 'pino';
import type { Activity, JsonObject } from '../../src/core/activity.ts';
import { activeRun, type Conversation, copyOf } from '../../src/core/conversation.ts';
import type { World } from '../../src/core/draft.ts';
import type { AgentCommand, Effect, Input } from '../../src/core/turn-types.ts';
import { createClock } from '../../src/demo/clock.ts';
import { SARI } from '../../src/demo/house.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { EstafetError } from '../../src/errors.ts';
import type { Classifier } from '../../src/ports/classifier.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { contract } from '../../src/wallet/contract.ts';
import { examples } from '../../src/wallet/examples.ts';
import { CUSTOMER, source } from './standing.ts';

export type Happening =
  | { type: 'says'; text: string }
  | { type: 'taps'; which: number }
  /** The wallet answers one of the open calls: with an example or a failure. */
  | { type: 'answers'; which: number; how: number }
  /** An answer comes a second time, under an id of its own. */
  | { type: 'answersLate'; which: number }
  | { type: 'repeats' }
  | { type: 'waits' }
  | { type: 'agent'; command: AgentCommand };

/** What an agent may be told; anything else that is thrown is a fault. */
const REFUSALS = ['conversation-already-taken', 'conversation-not-waiting', 'conversation-not-yours', 'unknown-state'];
const COMMANDS: AgentCommand[] = [
  { type: 'accept' },
  { type: 'accept' },
  { type: 'accept' },
  { type: 'return' },
  { type: 'return' },
  { type: 'return' },
  { type: 'return', state: 'nowhere' },
  { type: 'close' },
  { type: 'message', text: 'Hello' },
  { type: 'note', text: 'for us' },
  { type: 'transfer', to: { team: 'general' } },
];

/** In their order, which a field that was deleted would leave. */
const FIELDS = Object.keys(copyOf({} as Conversation)).join();

export function happenings(corpus: string[]): fc.Arbitrary<Happening[]> {
  const which = fc.nat(30);
  return fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ type: fc.constant('says' as const), text: fc.constantFrom(...corpus) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('says' as const), text: fc.string({ unit: 'grapheme', maxLength: 80 }) }) },
      { weight: 4, arbitrary: fc.record({ type: fc.constant('taps' as const), which }) },
      { weight: 5, arbitrary: fc.record({ type: fc.constant('answers' as const), which, how: which }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('answersLate' as const), which }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('repeats' as const) }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constant('waits' as const) }) },
      { weight: 4, arbitrary: fc.record({ type: fc.constant('agent' as const), command: fc.constantFrom(...COMMANDS) }) },
    ),
    { minLength: 6, maxLength: 30, size: 'max' },
  );
}

export interface RandomDesk {
  /** Plays it to the end. @throws {Error} when anything that must hold does not */
  play(chat: { locale: string; verified: boolean; happenings: Happening[] }): Promise<void>;
}

export function createRandomDesk(storage: Storage, world: World, classifier: Classifier, human: (locale: string) => string): RandomDesk {
  const clock = createClock(source.now);
  const engine = createEngine({
    store: storage.store,
    live: storage.live,
    world,
    classifier,
    log: pino({ level: 'silent' }),
    now: clock.now,
  });
  let chats = 0;

  return {
    async play({ locale, verified, happenings: list }) {
      const id = `random-${++chats}`;
      const customer = { id: `user-${id}`, ...(verified && { walletId: CUSTOMER }) };
      const origin = { channel: 'test', delivery: 'pull' as const, locale, customer };
      const open = new Map<string, Extract<Effect, { kind: 'callWallet' }>>();
      const answered: Input[] = [];
      let inputs = 0;
      let last: Input | undefined;

      async function handle(input: Input): Promise<void> {
        const { conversation: before } = await storage.store.load(id);
        last = input;
        const handled = await engine.handle(input).catch((error: unknown) => {
          if (error instanceof EstafetError && REFUSALS.includes(error.code)) return undefined;
          throw error;
        });
        const { conversation: after } = await storage.store.load(id);
        if (!handled || handled.outcome !== 'committed') return same(before, after);
        if (Object.keys(handled.conversation ?? {}).join() !== FIELDS) throw new Error('its fields do not stand as those of all others do');
        if (after) check(before, after, handled.activities);
        for (const due of await storage.store.claimDue({ now: clock.now(), leaseMs: 1, limit: 1_000 })) {
          if (due.kind === 'effect' && due.effect.kind === 'callWallet' && due.effect.conversationId === id) open.set(due.id, due.effect);
          await storage.store.settle(due.id, { outcome: 'done' });
        }
      }

      const says = (text: string) =>
        handle({
          kind: 'activity',
          id: `${id}|${++inputs}`,
          conversationId: id,
          activity: { type: 'message', text, from: { id: customer.id } },
          origin,
        });
      const loaded = async () => (await storage.store.load(id)).conversation;

      async function answers(which: number, how: number): Promise<void> {
        const [effectId, effect] = [...open][which % Math.max(1, open.size)] ?? [];
        if (effectId === undefined || !effect) return;
        open.delete(effectId);
        const good = examples[effect.operation];
        const bad = [...Object.keys(contract[effect.operation].errors), 'unavailable'];
        const place = how % (good.length + bad.length);
        const code = bad[place - good.length];
        const result =
          code === undefined
            ? { ok: true as const, output: good[place] as JsonObject }
            : { ok: false as const, error: { code, message: code } };
        const input: Input = { kind: 'effectResult', id: `result|${effectId}`, conversationId: id, effectId, result };
        answered.push(input);
        await handle(input);
      }

      /** To a call that has been answered; nothing in any flow may move. */
      async function answersLate(which: number): Promise<void> {
        const late = answered[which % Math.max(1, answered.length)];
        if (!late) return;
        const runs = JSON.stringify((await loaded())?.runs);
        await handle({ ...late, id: `${late.id}|late|${++inputs}` });
        if (JSON.stringify((await loaded())?.runs) !== runs) throw new Error('a late answer moved a flow');
      }

      async function waits(): Promise<void> {
        const conversation = await loaded();
        const timers: { id?: string; dueAt: number }[] = conversation?.runs.flatMap((run) => Object.values(run.timers)) ?? [];
        const silence = conversation?.silence;
        if (silence && 'timerId' in silence) timers.push({ id: silence.timerId, dueAt: silence.dueAt });
        const next = timers.filter((timer) => timer.id !== undefined).sort((a, b) => a.dueAt - b.dueAt)[0];
        if (!next?.id) return;
        clock.advance(Math.max(0, next.dueAt - clock.now()));
        await handle({ kind: 'timerDue', id: next.id, conversationId: id, timerId: next.id });
      }

      async function happen(happening: Happening): Promise<void> {
        switch (happening.type) {
          case 'says':
            return says(happening.text);
          case 'taps': {
            const choices = (await loaded())?.choices ?? [];
            const choice = choices[happening.which % Math.max(1, choices.length)];
            return choice ? says(choice.label) : undefined;
          }
          case 'answers':
            return answers(happening.which, happening.how);
          case 'answersLate':
            return answersLate(happening.which);
          case 'repeats':
            return last ? handle(last) : undefined;
          case 'waits':
            return waits();
          case 'agent':
            return (await loaded())
              ? handle({
                  kind: 'agentCommand',
                  id: `${id}|${++inputs}`,
                  conversationId: id,
                  agent: { ...SARI, capacity: 1_000_000 },
                  command: happening.command,
                })
              : undefined;
        }
      }

      for (const happening of list) await happen(happening);
      // Nobody is ever stuck: the wallet gives up, she asks for a person, and one is called.
      for (let round = 0; open.size > 0 && round < 50; round += 1) await answers(0, 1_000);
      await says(human((await loaded())?.locale ?? locale));
      const owner = (await loaded())?.owner.kind;
      if (owner !== 'queue' && owner !== 'agent') throw new Error(`she asks for a person, and the conversation belongs to ${owner}`);
    },
  };
}

function same(before: Conversation | undefined, after: Conversation | undefined): void {
  if (before?.version !== after?.version) throw new Error('a refused or repeated input changed the conversation');
}

function check(before: Conversation | undefined, after: Conversation, activities: Activity[]): void {
  const fail = (what: string) => {
    throw new Error(`${what}: ${JSON.stringify(after).slice(0, 600)}`);
  };
  if (after.version !== (before?.version ?? 0) + 1) fail('the version did not rise by one');
  if (!['bot', 'queue', 'agent'].includes(after.owner.kind)) fail('nobody owns it');
  activities.forEach(({ seq }, index) => {
    if (seq !== (before?.activityCount ?? 0) + index + 1) fail('the log has a gap');
  });
  const spoken = activities.filter(({ from, type, visibility }) => from.role === 'bot' && type === 'message' && visibility === 'customer');
  if (before?.owner.kind === 'agent' && after.owner.kind === 'agent' && spoken.length) fail('the bot speaks over an agent');
  if (spoken.some(({ channelData }) => channelData?.messageKey === '_common.something-broke')) fail('a flow threw');
  if (spoken.some(({ text }) => !text?.trim() || /\bNaN\b|undefined|\[object/.test(text))) fail('she reads nonsense');
  if (activeRun(after)?.snapshot.status === 'done') fail('a finished topic was not left');
}
