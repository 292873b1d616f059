import { describe, expect, it } from 'vitest';
import { assign, defineFlow, type Flow, flowActions, type FlowTypes, setup, walletCall } from '../../src/core/flow.ts';
import { canStep, currentAsk, fireTimer, settleCall, startRun, stepRun } from '../../src/core/run-flow.ts';
import type { FlowRun } from '../../src/core/conversation.ts';

type Context = { seen: number };

function fixture(): Flow {
  const machine = setup({
    types: {} as FlowTypes<Context>,
    actions: { ...flowActions, count: assign({ seen: ({ context }) => context.seen + 1 }) },
    actors: { look: walletCall('getPasswordReset'), start: walletCall('startPasswordReset') },
    delays: { soon: 1_000 },
  }).createMachine({
    id: 'fixture',
    context: { seen: 0 },
    initial: 'journey',
    states: {
      journey: {
        initial: 'first',
        states: {
          first: { entry: { type: 'ask', params: { prompt: 'first' } }, on: { AFFIRM: 'looking', DENY: 'deep' } },
          looking: {
            invoke: { src: 'look', id: 'look', input: { resetId: 'r1' }, onDone: { target: 'second', actions: 'count' }, onError: 'first' },
            after: { soon: 'second' },
            on: { DENY: 'first' },
          },
          second: { entry: { type: 'ask', params: ({ context }) => ({ prompt: `second-${context.seen}` }) } },
          deep: {
            initial: 'one',
            states: {
              one: { on: { AFFIRM: 'two' } },
              two: { entry: { type: 'ask', params: { prompt: 'two' } }, on: { 'choose.leave': '#fixture.away' } },
            },
          },
          again: { type: 'history', history: 'deep' },
        },
      },
      away: { on: { RETURN: 'journey.again' } },
    },
  });
  return defineFlow({ id: 'fixture', version: 3, intent: 'fixture', machine });
}

function source(start = 1_000) {
  let id = 0;
  return { now: start, nextId: () => `id${++id}` };
}

/** What a store does to a run. */
function throughJson(run: FlowRun): FlowRun {
  return JSON.parse(JSON.stringify(run)) as FlowRun;
}

const found = { ok: true, output: { status: 'sent' } } as const;

describe('run-flow', () => {
  it('drops the answer to an earlier visit of a state', () => {
    const flow = fixture();
    const ids = source();
    let { run } = startRun(flow, 'run', {}, ids);
    ({ run } = stepRun(flow, run, { type: 'AFFIRM' }, ids));
    const firstVisit = run.calls.look ?? '';
    ({ run } = stepRun(flow, throughJson(run), { type: 'DENY' }, ids));
    expect(run.calls).toEqual({});
    ({ run } = stepRun(flow, throughJson(run), { type: 'AFFIRM' }, ids));
    expect(run.calls.look).not.toBe(firstVisit);

    expect(settleCall(flow, throughJson(run), firstVisit, found, ids)).toBeUndefined();
    const step = settleCall(flow, throughJson(run), run.calls.look ?? '', found, ids);
    expect(step?.run.snapshot.value).toEqual({ journey: 'second' });
    expect(step?.outputs).toEqual([{ type: 'ask', prompt: 'second-1' }]);
  });

  it('drops the timer of an earlier visit of a state', () => {
    const flow = fixture();
    const ids = source();
    let { run } = startRun(flow, 'run', {}, ids);
    ({ run } = stepRun(flow, run, { type: 'AFFIRM' }, ids));
    const [sendId, timer] = Object.entries(run.timers)[0] ?? [];
    expect(timer).toMatchObject({ dueAt: 2_000 });
    const armed: FlowRun = { ...run, timers: { [sendId ?? '']: { ...timer, id: 't1', dueAt: 2_000, event: timer?.event ?? {} } } };
    ({ run } = stepRun(flow, throughJson(armed), { type: 'DENY' }, ids));
    expect(run.timers).toEqual({});
    expect(fireTimer(flow, run, 't1', ids)).toBeUndefined();
    expect(fireTimer(flow, throughJson(armed), 't1', ids)?.run.snapshot.value).toEqual({ journey: 'second' });
  });

  it('keeps deep history through JSON', () => {
    const flow = fixture();
    const ids = source();
    let { run } = startRun(flow, 'run', {}, ids);
    for (const event of [{ type: 'DENY' }, { type: 'AFFIRM' }, { type: 'choose.leave' }] as const) {
      ({ run } = stepRun(flow, throughJson(run), event, ids));
    }
    expect(run.snapshot.value).toBe('away');
    const back = stepRun(flow, throughJson(run), { type: 'RETURN' }, ids);
    expect(back.run.snapshot.value).toEqual({ journey: { deep: 'two' } });
    expect(back.outputs).toEqual([{ type: 'ask', prompt: 'two' }]);
  });

  it('reports a failed call to the flow', () => {
    const flow = fixture();
    const ids = source();
    let { run } = startRun(flow, 'run', {}, ids);
    ({ run } = stepRun(flow, run, { type: 'AFFIRM' }, ids));
    const step = settleCall(flow, run, run.calls.look ?? '', { ok: false, error: { code: 'unavailable', message: '' } }, ids);
    expect(step?.run.snapshot.value).toEqual({ journey: 'first' });
  });

  it('answers HUMAN and CANCEL in every flow and jumps to asking states by a real transition', () => {
    const flow = fixture();
    const ids = source();
    const { run } = startRun(flow, 'run', {}, ids);
    const human = stepRun(flow, run, { type: 'HUMAN' }, ids);
    expect(human.outputs).toEqual([{ type: 'handoff', reason: 'asked-for-person' }]);
    expect(human.run.snapshot.value).toEqual({ journey: 'first' });
    expect(stepRun(flow, run, { type: 'CANCEL' }, ids).run.snapshot.status).toBe('done');
    expect(flow.askingStates).toEqual(['fixture.journey.first', 'fixture.journey.second', 'fixture.journey.deep.two']);
    const jump = stepRun(flow, run, { type: 'goto.fixture.journey.deep.two' }, ids);
    expect(jump.outputs).toEqual([{ type: 'ask', prompt: 'two' }]);
  });

  it('knows the question of the state she is in, and which events it answers', () => {
    const flow = fixture();
    const ids = source();
    const { run } = startRun(flow, 'run', {}, ids);
    expect(currentAsk(flow, throughJson(run))).toEqual({ state: 'fixture.journey.first', params: { prompt: 'first' } });
    expect(canStep(flow, run, { type: 'AFFIRM' })).toBe(true);
    expect(canStep(flow, run, { type: 'RETURN' })).toBe(false);
  });

  it('keeps the way she came, and forgets what "back" undid', () => {
    const flow = fixture();
    const ids = source();
    let { run } = startRun(flow, 'run', {}, ids);
    ({ run } = stepRun(flow, run, { type: 'goto.fixture.journey.second' }, ids));
    expect(run.trail.map((step) => step.state)).toEqual(['fixture.journey.first', 'fixture.journey.second']);
    ({ run } = stepRun(flow, run, { type: 'goto.fixture.journey.first' }, ids));
    expect(run.trail.map((step) => step.state)).toEqual(['fixture.journey.first']);
  });

  it('refuses a state that asks and invokes a write: "back" would repeat it', () => {
    const machine = setup({
      types: {} as FlowTypes<Context>,
      actions: flowActions,
      actors: { start: walletCall('startPasswordReset') },
    }).createMachine({
      id: 'bad',
      context: { seen: 0 },
      initial: 'both',
      states: { both: { entry: { type: 'ask', params: { prompt: 'x' } }, invoke: { src: 'start', input: { contact: '', locale: '' } } } },
    });
    expect(() => defineFlow({ id: 'bad', version: 1, intent: 'bad', machine })).toThrow(/asks and invokes the write/);
  });
});
