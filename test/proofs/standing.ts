/** Where a customer can stand in a flow, and what can happen next: the moves that people, the wallet and the clock make. */
import type { JsonObject } from '../../src/core/activity.ts';
import type { Choice, Conversation, FlowRun } from '../../src/core/conversation.ts';
import { Draft, type World } from '../../src/core/draft.ts';
import { allStates, type AskParams, type Flow, type FlowEvent, operationOf } from '../../src/core/flow.ts';
import { maskSecrets } from '../../src/core/mask.ts';
import { choiceEvent, matchChoice, textEvents } from '../../src/core/route.ts';
import {
  callsUnderWay,
  canStep,
  currentAsk,
  type FlowOutput,
  fireTimer,
  settleCall,
  type StepSource,
  stepRun,
} from '../../src/core/run-flow.ts';
import { DANGER } from '../../src/core/topics.ts';
import { WRITE_OPERATIONS, type WalletFailure } from '../../src/core/wallet-operations.ts';
import type { Classifier } from '../../src/ports/classifier.ts';
import { contract } from '../../src/wallet/contract.ts';
import { examples } from '../../src/wallet/examples.ts';
import { readTold } from './instrument.ts';

export type Answer = { ok: true; output: JsonObject } | { ok: false; error: WalletFailure };

export type Move =
  /** She taps a choice. */
  | { type: 'tap'; value: string; event: FlowEvent }
  | { type: 'text'; text: string; event: FlowEvent }
  | { type: 'human' }
  | { type: 'cancel' }
  /** The wallet answers the call of this child. */
  | { type: 'answer'; call: string; answer: Answer }
  /** The `after` of this send id falls due. */
  | { type: 'wait'; timer: string }
  /** An agent takes over and hands back. */
  | { type: 'return' }
  | { type: 'goto'; state: string }
  /** The flow that this one started has told who she is. */
  | { type: 'identified' };

export interface Standing {
  status: 'active' | 'done';
  owner: 'bot' | 'queue';
  run: FlowRun;
  /** Id of the flow that she goes through before this one goes on. */
  within?: string;
  /** Of the step that led here. */
  said: FlowOutput[];
  taken: string[];
  entered: string[];
  /** Effects that were live before the step and are not any more. */
  stale: string[];
  /** What the step threw; nothing leads on from here. */
  error?: string;
}

/** What moves are chosen from. */
export interface Surroundings {
  flow: Flow;
  world: World;
  locale: string;
  /** What customers write in this flow. */
  utterances: Utterance[];
}

export interface Utterance {
  text: string;
  /** What it can be to a flow, the likeliest first. */
  events: FlowEvent[];
}

/** Wishes that the house answers before any flow. */
const WISHES = ['talk-to-human', 'cancel', 'back', 'start-over', DANGER];

/**
 * As the classifier reads them; what the house answers before any flow is left out, a secret too.
 * @param own the flow's own intent, which is no wish in it
 */
export function readUtterances(texts: string[], classifier: Classifier, locale: string, own = ''): Utterance[] {
  return [...new Set(texts)]
    .map((text) => ({ text, classification: classifier.classify(text, locale) }))
    .filter(({ text, classification: { band, intent } }) => {
      return !(band === 'answer' && intent !== own && WISHES.includes(intent)) && maskSecrets(text).text === text;
    })
    .map(({ text, classification }) => ({ text, events: textEvents(text, classification) }));
}

export const CUSTOMER = 'sinta';
const CONFIRMATION = 'cnf_9T4';
const UNAVAILABLE: WalletFailure = { code: 'unavailable', message: 'The wallet gave no usable answer.' };

let ids = 0;
/** Ids are told apart, never compared between paths. */
export const source: StepSource = { now: Date.parse('2026-11-24T05:00:00Z'), nextId: () => `id-${++ids}` };

/** @param step undefined when nobody waits for what happened */
export function standingAfter(before: Standing | undefined, step: { run: FlowRun; outputs: FlowOutput[] } | undefined): Standing {
  if (!step) return { ...(before as Standing), said: [], taken: [], entered: [], stale: [] };
  const { said, taken, entered } = readTold(step.outputs);
  const live = new Set(Object.values(step.run.calls));
  const started = said.find((output) => output.type === 'startFlow');
  const within = started ? started.flow : before?.within;
  return {
    status: step.run.snapshot.status,
    owner: said.some(({ type }) => type === 'handoff') ? 'queue' : (before?.owner ?? 'bot'),
    run: step.run,
    ...(within !== undefined && { within }),
    said,
    taken,
    entered,
    stale: Object.values(before?.run.calls ?? {}).filter((effect) => !live.has(effect)),
  };
}

/** The step that a move makes, as the engine would make it. */
export function makeMove(flow: Flow, at: Standing, move: Move): Standing {
  const { run } = at;
  try {
    switch (move.type) {
      case 'answer':
        return standingAfter(at, settleCall(flow, run, run.calls[move.call] ?? '', move.answer, source));
      case 'wait': {
        const timers = Object.fromEntries(Object.entries(run.timers).map(([sendId, timer]) => [sendId, { ...timer, id: sendId }]));
        return standingAfter(at, fireTimer(flow, { ...run, timers }, move.timer, source));
      }
      case 'return': {
        const back: Standing = { ...at, owner: 'bot' };
        const event = { type: 'RETURN' } as const;
        return standingAfter(back, canStep(flow, run, event) ? stepRun(flow, run, event, source) : undefined);
      }
      case 'identified': {
        const { within: _left, ...free } = at;
        return standingAfter(free, stepRun(flow, run, { type: 'IDENTIFIED', customerId: CUSTOMER, confirmationId: CONFIRMATION }, source));
      }
      default:
        return standingAfter(at, stepRun(flow, run, eventOf(move), source));
    }
  } catch (error) {
    return { ...at, said: [], taken: [], entered: [], stale: [], error: `${describeMove(move)}: ${String(error)}` };
  }
}

function eventOf(move: Extract<Move, { type: 'tap' | 'text' | 'human' | 'cancel' | 'goto' }>): FlowEvent {
  switch (move.type) {
    case 'human':
      return { type: 'HUMAN' };
    case 'cancel':
      return { type: 'CANCEL' };
    case 'goto':
      return { type: `goto.${move.state}` };
    default:
      return move.event;
  }
}

export function describeMove(move: Move): string {
  switch (move.type) {
    case 'tap':
      return `taps ${move.value}`;
    case 'text':
      return `writes “${move.text}”`;
    case 'answer':
      return `${move.call} ${move.answer.ok ? 'is done' : `fails: ${move.answer.error.code}`}`;
    case 'wait':
      return `${move.timer} falls due`;
    case 'goto':
      return `goes to ${move.state}`;
    default:
      return move.type;
  }
}

/** All that can happen to someone who stands there. */
export function movesAt(around: Surroundings, at: Standing): Move[] {
  const { flow } = around;
  if (at.status === 'done' || at.error !== undefined) return [];
  if (at.within !== undefined) return [{ type: 'identified' }];
  // The wallet answers all the same while she waits for a person; clocks stand still.
  if (at.owner === 'queue') return [{ type: 'return' }, ...answers(flow, at)];
  // While the wallet writes, she is told to wait for what it did.
  const cancel: Move[] = writes(flow, at) ? [] : [{ type: 'cancel' }];
  return [...asked(around, at), ...answers(flow, at), ...waits(at), { type: 'human' }, ...cancel, ...gotosAt(at)];
}

/** As agents may: to where she has been already. */
export function gotosAt(at: Standing): Extract<Move, { type: 'goto' }>[] {
  if (at.status === 'done' || at.error !== undefined || at.within !== undefined || at.owner === 'queue') return [];
  return at.run.trail.map(({ state }) => ({ type: 'goto', state }));
}

function writes(flow: Flow, { run }: Standing): boolean {
  return callsUnderWay(flow, run).some((operation) => WRITE_OPERATIONS.includes(operation));
}

function waits({ run }: Standing): Move[] {
  return Object.keys(run.timers).map((timer) => ({ type: 'wait', timer }));
}

/** Every example of success and every failure that the contract names, for each call under way. */
function answers(flow: Flow, { run }: Standing): Move[] {
  return Object.keys(run.calls).flatMap((call): Move[] => {
    const operation = operationOf(flow.machine, sourceOf(flow, call));
    if (!operation) return [];
    const failures = Object.keys(contract[operation].errors).map((code) => ({ code, message: `The wallet says ${code}.` }));
    return [
      ...examples[operation].map((output): Answer => ({ ok: true, output: output as JsonObject })),
      ...[...failures, UNAVAILABLE].map((error): Answer => ({ ok: false, error })),
    ].map((answer) => ({ type: 'answer', call, answer }));
  });
}

function sourceOf(flow: Flow, call: string): unknown {
  return allStates(flow.machine.root)
    .flatMap((node) => node.invoke)
    .find(({ id }) => id === call)?.src;
}

function asked(around: Surroundings, { run }: Standing): Move[] {
  const { flow, utterances } = around;
  const params = currentAsk(flow, run)?.params;
  const choices = params ? choicesOf(around, params) : [];
  const can = (event: FlowEvent) => {
    try {
      return canStep(flow, run, event);
    } catch {
      // Let it be made: the exploration tells what it throws.
      return true;
    }
  };
  const taps = choices
    .filter(({ value }) => value !== 'human' && value !== 'cancel')
    .map(({ value }): Move => ({ type: 'tap', value, event: choiceEvent(value) }));
  const written = utterances.flatMap(({ text, events }): Move[] => {
    if (matchChoice(choices, text)) return [];
    const event = events.find(can);
    return event ? [{ type: 'text', text, event }] : [];
  });
  return [...taps.filter((tap) => tap.type === 'tap' && can(tap.event)), ...written];
}

/** The choices of a question as she sees them. */
export function choicesOf({ flow, world, locale }: Surroundings, params: AskParams): Choice[] {
  const draft = new Draft({ locale, runs: [], choices: [] } as unknown as Conversation, {
    inputId: 'proof',
    now: source.now,
    world,
    sends: false,
  });
  return draft.choices(flow.id, params.choices ?? []);
}
