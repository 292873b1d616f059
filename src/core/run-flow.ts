/**
 * One step of a flow: XState's pure transition, its actions read as data. Every live invoke and `after` carries
 * the id of the effect or timer that serves it, so that the answer to an earlier visit of a state is dropped.
 */
import { type ActorScope, type AnyMachineSnapshot, createActor, type EventObject, fromTransition } from 'xstate';
import type { JsonObject } from './activity.ts';
import type { FlowRun, RunTimer } from './conversation.ts';
import {
  type AskParams,
  askOf,
  type Flow,
  type FlowEvent,
  type FlowInput,
  type HandoffParams,
  type IdentifyParams,
  operationOf,
  type RateParams,
  type SayParams,
  type StartFlowParams,
} from './flow.ts';
import { activeStates, restoreSnapshot, storeSnapshot } from './snapshot.ts';
import type { WalletFailure, WalletOperation } from './wallet-operations.ts';

export type FlowOutput =
  | ({ type: 'say' } & SayParams)
  | ({ type: 'ask' } & AskParams)
  | ({ type: 'handoff' } & HandoffParams)
  | ({ type: 'identify' } & IdentifyParams)
  | ({ type: 'startFlow' } & StartFlowParams)
  | ({ type: 'rate' } & RateParams)
  | { type: 'callWallet'; effectId: string; operation: WalletOperation; input: JsonObject };

export interface FlowStep {
  run: FlowRun;
  outputs: FlowOutput[];
}

export interface StepSource {
  /** Epoch ms. */
  now: number;
  /** A fresh id of this turn, the same when the turn is repeated. */
  nextId: () => string;
}

type FlowResult = { ok: true; output: unknown } | { ok: false; error: WalletFailure };
type ActionData = { type: string; params?: unknown };

const TRAIL_LIMIT = 20;

export function startRun(flow: Flow, runId: string, input: Partial<FlowInput>, source: StepSource): FlowStep {
  const [snapshot, actions] = purely((scope) => flow.machine.getInitialSnapshot(scope as never, input as never) as AnyMachineSnapshot);
  const run: FlowRun = { id: runId, flow: flow.key, snapshot: storeSnapshot(snapshot), calls: {}, timers: {}, trail: [] };
  return interpret(flow, run, snapshot, actions, source);
}

/** Whether the state she is in answers this event. */
export function canStep(flow: Flow, run: FlowRun, event: FlowEvent): boolean {
  return restoreSnapshot(flow.machine, run.snapshot).can(event);
}

export function stepRun(flow: Flow, run: FlowRun, event: FlowEvent, source: StepSource): FlowStep {
  return take(flow, run, event, source);
}

/** Feeds a wallet's answer to the invoke that waits for exactly this effect; undefined when none does any more. */
export function settleCall(flow: Flow, run: FlowRun, effectId: string, result: FlowResult, source: StepSource): FlowStep | undefined {
  const childId = Object.keys(run.calls).find((id) => run.calls[id] === effectId);
  if (!childId) return undefined;
  const event = result.ok
    ? { type: `xstate.done.actor.${childId}`, actorId: childId, output: result.output }
    : { type: `xstate.error.actor.${childId}`, actorId: childId, error: result.error };
  const { [childId]: _settled, ...calls } = run.calls;
  return take(flow, { ...run, calls }, event, source);
}

/** Fires the `after` that waits for exactly this timer; undefined when none does any more. */
export function fireTimer(flow: Flow, run: FlowRun, timerId: string, source: StepSource): FlowStep | undefined {
  const sendId = Object.keys(run.timers).find((id) => run.timers[id]?.id === timerId);
  const timer = sendId === undefined ? undefined : run.timers[sendId];
  if (sendId === undefined || !timer) return undefined;
  const { [sendId]: _fired, ...timers } = run.timers;
  return take(flow, { ...run, timers }, timer.event as { type: string }, source);
}

/** The question of the state she is in, and that state's id. */
export function currentAsk(flow: Flow, run: FlowRun): { state: string; params: AskParams } | undefined {
  const snapshot = restoreSnapshot(flow.machine, run.snapshot);
  return askIn(flow, snapshot);
}

/** Wallet calls whose answers it waits for. */
export function callsUnderWay(flow: Flow, run: FlowRun): WalletOperation[] {
  const waiting = Object.keys(run.calls);
  if (!waiting.length) return [];
  const invoked = activeStates(flow.machine, restoreSnapshot(flow.machine, run.snapshot)).flatMap((node) => node.invoke);
  return invoked.flatMap(({ id, src }) => (waiting.includes(id) ? (operationOf(flow.machine, src) ?? []) : []));
}

function askIn(flow: Flow, snapshot: AnyMachineSnapshot): { state: string; params: AskParams } | undefined {
  const node = activeStates(flow.machine, snapshot).findLast((candidate) => askOf(candidate));
  const ask = node && askOf(node);
  if (!node || !ask) return undefined;
  const params = typeof ask.params === 'function' ? ask.params({ context: snapshot.context, event: { type: 'RETURN' } }) : ask.params;
  return { state: node.id, params: params as AskParams };
}

function take(flow: Flow, run: FlowRun, event: { type: string }, source: StepSource): FlowStep {
  const before = restoreSnapshot(flow.machine, run.snapshot);
  const [snapshot, actions] = purely((scope) => flow.machine.transition(before, event as never, scope as never) as AnyMachineSnapshot);
  return interpret(flow, run, snapshot, actions, source);
}

type Scope = ActorScope<AnyMachineSnapshot, EventObject>;

/** Whose steps are only thought through. It is never started, so that no step leaves anything in it. */
const nobody = createActor(fromTransition(() => null, null));
const nothing = () => {};

/**
 * What XState's pure `transition` does, with one actor for all steps. XState makes one with a system of its own each
 * time, and that machine's initial state: for our flows both cost more than the step itself.
 */
function purely(step: (scope: Scope) => AnyMachineSnapshot): [AnyMachineSnapshot, ActionData[]] {
  const actions: ActionData[] = [];
  const snapshot = step({
    self: nobody as never,
    system: nobody.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: (action) => actions.push(action),
  });
  return [snapshot, actions];
}

function interpret(flow: Flow, before: FlowRun, snapshot: AnyMachineSnapshot, actions: ActionData[], source: StepSource): FlowStep {
  const outputs: FlowOutput[] = [];
  const calls = { ...before.calls };
  const timers: Record<string, RunTimer> = { ...before.timers };
  for (const action of actions) {
    const params = action.params as never;
    switch (action.type) {
      case 'say':
      case 'ask':
      case 'handoff':
      case 'identify':
      case 'startFlow':
      case 'rate':
        outputs.push({ type: action.type, ...(params as object) } as FlowOutput);
        break;
      case 'xstate.spawnChild': {
        const { id, src, input } = params as { id: string; src: string; input: JsonObject };
        const operation = operationOf(flow.machine, src);
        if (!operation) throw new Error(`flow ${flow.key}: ${src} is no wallet call`);
        calls[id] = source.nextId();
        outputs.push({ type: 'callWallet', effectId: calls[id], operation, input });
        break;
      }
      case 'xstate.raise': {
        const { id, delay, event } = params as { id: string; delay?: number; event: JsonObject };
        if (delay !== undefined) timers[id] = { dueAt: source.now + delay, event };
        break;
      }
      case 'xstate.cancel':
        delete timers[(params as { sendId: string }).sendId];
        break;
    }
  }
  const stored = storeSnapshot(snapshot);
  const done = stored.status === 'done';
  const run: FlowRun = {
    id: before.id,
    flow: before.flow,
    snapshot: stored,
    calls: done ? {} : liveCalls(flow, snapshot, calls),
    timers: done ? {} : timers,
    trail: outputs.some((output) => output.type === 'ask')
      ? extendTrail(before.trail, askIn(flow, snapshot)?.state, source.now)
      : before.trail,
  };
  return { run, outputs };
}

/** Ended children are found by what is still invoked: a restored exit emits `stopChild` without an id. */
function liveCalls(flow: Flow, snapshot: AnyMachineSnapshot, before: Record<string, string>): Record<string, string> {
  if (!Object.keys(before).length) return before;
  const invoked = new Set(activeStates(flow.machine, snapshot).flatMap((node) => node.invoke.map((call) => call.id)));
  return Object.fromEntries(Object.entries(before).filter(([id]) => invoked.has(id)));
}

/** A state that she is asked in once more ends the trail where it was. */
export function extendTrail(trail: FlowRun['trail'], state: string | undefined, at: number): FlowRun['trail'] {
  if (!state) return trail;
  const seen = trail.findIndex((step) => step.state === state);
  const kept = seen === -1 ? trail : trail.slice(0, seen);
  return [...kept, { state, at }].slice(-TRAIL_LIMIT);
}
